#pragma once

#include "ui/panel/figuresmodel.h"

#include <QByteArray>

namespace sluice {

// The panel's figures as files. Pure.

/// `key,name,value` a line, then an empty line and the course: `seconds,received,shown,held,queued`.
QByteArray figuresToCsv(const PanelContent& content, const QList<FiguresModel::Figure>& figures);

/// {"figures":{key: number or text},"timeline":{…}}; the timeline as in the history, see core/figures/timelinejson.h.
QByteArray figuresToJson(const PanelContent& content, const QList<FiguresModel::Figure>& figures);

/// The stream as a trace for Perfetto and chrome://tracing (Trace Event Format): attempts, phases and stalls as spans, rate and
/// depths as counters.
QByteArray timelineToTrace(const StreamTimeline& timeline);

}

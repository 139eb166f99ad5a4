#include "ui/panel/panelexport.h"

#include "core/figures/timelinejson.h"
#include "ui/panel/timelinepoints.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

using namespace Qt::StringLiterals;

namespace sluice {

namespace {

QByteArray csvField(const QString& text)
{
    if (!text.contains(u',') && !text.contains(u'"') && !text.contains(u'\n'))
        return text.toUtf8();
    return '"' + QString(text).replace(u'"', u"\"\""_s).toUtf8() + '"';
}

QJsonObject span(const QString& name, int thread, double fromMs, double toMs)
{
    return {{u"name"_s, name}, {u"ph"_s, u"X"_s}, {u"pid"_s, 1}, {u"tid"_s, thread}, {u"ts"_s, fromMs * 1000},
        {u"dur"_s, (toMs - fromMs) * 1000}};
}

QJsonObject counter(const QString& name, double atMs, double value)
{
    return {{u"name"_s, name}, {u"ph"_s, u"C"_s}, {u"pid"_s, 1}, {u"ts"_s, atMs * 1000},
        {u"args"_s, QJsonObject {{u"value"_s, value}}}};
}

void addPhases(QJsonArray& events, const TimelineAttempt& attempt)
{
    double since = attempt.startMs;
    const auto phase = [&](const QString& name, const std::optional<double>& end) {
        if (!end)
            return;
        events.append(span(name, 2, since, *end));
        since = *end;
    };
    phase(u"DNS"_s, attempt.connectingMs);
    phase(u"connect"_s, attempt.connectedMs);
    phase(attempt.connectedMs ? u"TLS"_s : u"connect, TLS"_s, attempt.encryptedMs);
    phase(u"request"_s, attempt.requestSentMs);
    phase(u"first byte"_s, attempt.headMs);
    phase(u"first delta"_s, attempt.firstDeltaMs);
    phase(u"deltas"_s, attempt.endMs);
}

}

QByteArray figuresToCsv(const PanelContent& content, const QList<FiguresModel::Figure>& figures)
{
    QByteArray text = "key,name,value\n";
    for (const FiguresModel::Figure& figure : figures)
        text += figure.key.toLatin1() + ',' + csvField(figure.name) + ','
            + (figure.number ? QByteArray::number(*figure.number, 'g', 9) : csvField(figure.value)) + '\n';
    if (!content.timeline)
        return text;
    text += "\nseconds,received,shown,held,queued\n";
    double at = 0;
    for (const TimelineBucket& bucket : content.timeline->buckets) {
        text += QByteArray::number(at / 1000, 'f', 3) + ',' + QByteArray::number(bucket.textDeltas + bucket.reasoningDeltas) + ','
            + QByteArray::number(bucket.shownDeltas) + ',' + QByteArray::number(bucket.mostHeld) + ','
            + QByteArray::number(bucket.mostQueued) + '\n';
        at += content.timeline->bucketMs;
    }
    return text;
}

QByteArray figuresToJson(const PanelContent& content, const QList<FiguresModel::Figure>& figures)
{
    QJsonObject values;
    for (const FiguresModel::Figure& figure : figures)
        values.insert(figure.key, figure.number ? QJsonValue(*figure.number) : QJsonValue(figure.value));
    QJsonObject all {{u"figures"_s, values}};
    if (content.timeline)
        all.insert(u"timeline"_s, timelineToJson(*content.timeline));
    return QJsonDocument(all).toJson();
}

QByteArray timelineToTrace(const StreamTimeline& timeline)
{
    QJsonArray events;
    const auto name = [&](int thread, const QString& text) {
        events.append(QJsonObject {{u"name"_s, u"thread_name"_s}, {u"ph"_s, u"M"_s}, {u"pid"_s, 1}, {u"tid"_s, thread},
            {u"args"_s, QJsonObject {{u"name"_s, text}}}});
    };
    name(1, u"stream"_s);
    name(2, u"phases"_s);
    name(3, u"stalls"_s);
    int number = 0;
    for (const TimelineAttempt& attempt : timeline.attempts) {
        const QString means = attempt.means ? u": "_s + resumeMeansName(*attempt.means) : QString();
        events.append(span(u"attempt %1"_s.arg(++number) + means, 1, attempt.startMs, attempt.endMs.value_or(timeline.lastMs)));
        addPhases(events, attempt);
    }
    for (const TimelineStall& stall : timeline.stalls)
        events.append(span(stall.cause == StallCause::HeldBack ? u"held back by Sluice"_s : u"network quiet"_s, 3, stall.startMs,
            stall.startMs + stall.lengthMs));
    for (const QPointF& point : receivedRate(timeline))
        events.append(counter(u"deltas/s"_s, point.x() * 1000, point.y()));
    for (const QPointF& point : heldDepth(timeline))
        events.append(counter(u"held deltas"_s, point.x() * 1000, point.y()));
    for (const QPointF& point : queueDepth(timeline))
        events.append(counter(u"queued flushes"_s, point.x() * 1000, point.y()));
    return QJsonDocument(QJsonObject {{u"traceEvents"_s, events}, {u"displayTimeUnit"_s, u"ms"_s}})
        .toJson(QJsonDocument::Compact);
}

}

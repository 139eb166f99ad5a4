#include "ui/panel/panelsaving.h"

#include "ui/panel/panelexport.h"
#include "ui/savefile.h"

#include <QMenu>
#include <QPointer>

using namespace Qt::StringLiterals;

namespace sluice {

PanelSaving::PanelSaving(QWidget& panel, const FiguresModel& figures, QObject* parent)
    : QObject(parent)
    , m_panel(panel)
    , m_figures(figures)
{ }

void PanelSaving::addTo(QMenu& menu)
{
    const auto add = [this, &menu](const QString& text, PanelFormat format, const QString& filter, const QString& suffix) {
        connect(menu.addAction(text), &QAction::triggered, this, [this, format, filter, suffix] { ask(format, filter, suffix); });
    };
    add(tr("Figures as CSV…"), PanelFormat::Csv, tr("Table (*.csv)"), u"csv"_s);
    add(tr("Figures as JSON…"), PanelFormat::Json, tr("JSON (*.json)"), u"json"_s);
    add(tr("Picture as PNG…"), PanelFormat::Png, tr("Picture (*.png)"), u"png"_s);
    add(tr("Trace for Perfetto…"), PanelFormat::Trace, tr("Trace (*.json)"), u"trace.json"_s);
}

void PanelSaving::ask(PanelFormat format, const QString& filter, const QString& suffix)
{
    const FileProposal proposal {.title = tr("Export"), .baseName = u"stream"_s, .filter = filter, .suffix = suffix};
    askWhereToSave(&m_panel, proposal, [self = QPointer(this), format](const QString& fileName) {
        if (self)
            self->saveTo(fileName, format);
    });
}

void PanelSaving::saveTo(const QString& fileName, PanelFormat format)
{
    saveFile(fileName, bytes(format), [self = QPointer(this)](const QString& sentence) {
        if (self)
            Q_EMIT self->said(sentence);
    });
}

QByteArray PanelSaving::bytes(PanelFormat format) const
{
    switch (format) {
    case PanelFormat::Csv:
        return figuresToCsv(m_content, m_figures.figures());
    case PanelFormat::Json:
        return figuresToJson(m_content, m_figures.figures());
    case PanelFormat::Trace:
        return timelineToTrace(m_content.timeline ? *m_content.timeline : StreamTimeline());
    case PanelFormat::Png:
        return pictureOf(m_panel);
    }
    Q_UNREACHABLE();
}

}

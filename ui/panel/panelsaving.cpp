#include "ui/panel/panelsaving.h"

#include "ui/chat/attachmentwriting.h"
#include "ui/panel/panelexport.h"

#include <QBuffer>
#include <QFileDialog>
#include <QFileInfo>
#include <QMenu>
#include <QPointer>
#include <QStandardPaths>

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
    const QString name = QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation) + "/stream."_L1 + suffix;
    auto* dialog = new QFileDialog(&m_panel, tr("Export"), name, filter);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(suffix);
    dialog->selectFile("stream."_L1 + suffix);
    connect(dialog, &QFileDialog::fileSelected, this, [this, format](const QString& fileName) { saveTo(fileName, format); });
    dialog->open();
}

void PanelSaving::saveTo(const QString& fileName, PanelFormat format)
{
    writeAttachment(fileName, bytes(format), [self = QPointer(this), name = QFileInfo(fileName).fileName()](bool isWritten) {
        if (self)
            Q_EMIT self->said(isWritten ? tr("%1 is written.").arg(name)
                                        : tr("%1 could not be written: is there room, and may you write there?").arg(name));
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
    case PanelFormat::Png: {
        QByteArray png;
        QBuffer buffer(&png);
        m_panel.grab().save(&buffer, "PNG");
        return png;
    }
    }
    Q_UNREACHABLE();
}

}

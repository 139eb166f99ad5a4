// The part of LoadPage that reads and writes reports.

#include "ui/lab/loadpage.h"

#include "core/lab/loadreportformats.h"
#include "ui/lab/loadresults.h"
#include "ui/savefile.h"
#include "ui/spokennotice.h"

#include <QFile>
#include <QFileDialog>
#include <QFileInfo>
#include <QJsonDocument>
#include <QMenu>
#include <QPointer>
#include <QStandardPaths>
#include <QToolButton>

namespace sluice {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 MostReportBytes = 16 * 1024 * 1024;

/// A report in its JSON form; empty when \a fileName holds none.
QJsonObject readReport(const QString& fileName)
{
    QFile file(fileName);
    if (!file.open(QFile::ReadOnly) || file.size() > MostReportBytes)
        return {};
    const QJsonObject report = QJsonDocument::fromJson(file.readAll()).object();
    return isLoadReport(report) ? report : QJsonObject();
}

}

void LoadPage::addExports()
{
    auto* menu = new QMenu(m_export);
    const auto add = [this, menu](const QString& text, LoadFormat format, const QString& filter, const QString& suffix) {
        const FileProposal proposal {.title = tr("Export"), .baseName = u"load"_s, .filter = filter, .suffix = suffix};
        connect(menu->addAction(text), &QAction::triggered, this, [this, format, proposal] {
            askWhereToSave(this, proposal, [this, format](const QString& fileName) { saveTo(fileName, format); });
        });
    };
    add(tr("Report as JSON…"), LoadFormat::Json, tr("JSON (*.json)"), u"json"_s);
    add(tr("Report as CSV…"), LoadFormat::Csv, tr("Table (*.csv)"), u"csv"_s);
    add(tr("Page with charts…"), LoadFormat::Html, tr("Page (*.html)"), u"html"_s);
    add(tr("Picture as PNG…"), LoadFormat::Png, tr("Picture (*.png)"), u"png"_s);
    m_export->setMenu(menu);
}

void LoadPage::saveTo(const QString& fileName, LoadFormat format)
{
    if (!m_results->report())
        return;
    saveFile(fileName, bytes(format), [self = QPointer(this)](const QString& sentence) {
        if (!self)
            return;
        self->say(sentence);
        self->m_voice->say(sentence);
    });
}

QByteArray LoadPage::bytes(LoadFormat format) const
{
    const LoadReport& report = *m_results->report();
    switch (format) {
    case LoadFormat::Json:
        return QJsonDocument(loadReportToJson(report)).toJson(QJsonDocument::Compact) + '\n';
    case LoadFormat::Csv:
        return loadReportCsv(report);
    case LoadFormat::Html:
        return loadReportHtml(report);
    case LoadFormat::Png:
        return pictureOf(*m_results->widget());
    }
    Q_UNREACHABLE();
}

void LoadPage::askForReport()
{
    const QString folder = QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
    auto* dialog = new QFileDialog(this, tr("Compare with a report"), folder, tr("Report (*.json)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, &LoadPage::compareWith);
    dialog->open();
}

void LoadPage::compareWith(const QString& fileName)
{
    const QString name = QFileInfo(fileName).fileName();
    m_reading.start<QJsonObject>([fileName] { return readReport(fileName); },
        [this, name](const QJsonObject& report) {
            if (report.isEmpty()) {
                say(tr("%1 is no report of a load test.").arg(name), true);
                m_voice->say(status());
                return;
            }
            m_results->compareWith(report, name);
            if (m_results->report())
                return;
            say(tr("The next test will be compared with %1.").arg(name));
            m_voice->say(status());
        });
}

}

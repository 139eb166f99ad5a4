#include "ui/historytransfer.h"

#include "core/engine/historyexport.h"
#include "core/engine/historyimport.h"
#include "ui/conversations.h"
#include "ui/countwords.h"

#include <QAction>
#include <QFileDialog>
#include <QFileInfo>
#include <QMenu>
#include <QStandardPaths>

#include <chrono>
#include <utility>

namespace sluice {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr qsizetype LongestName = 60; // characters of a title in a file name

/// What may stand in a file name everywhere.
QString fileNameOf(const QString& title)
{
    QString name = title.simplified().left(LongestName);
    for (QChar& c : name) {
        if (u"/\\:*?\"<>|"_s.contains(c))
            c = u' ';
    }
    name = name.simplified();
    while (name.startsWith(u'.'))
        name.remove(0, 1);
    return name.isEmpty() ? u"conversation"_s : name;
}

QString documents()
{
    return QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
}

}

HistoryTransfer::HistoryTransfer(Conversations& conversations, QWidget* window)
    : QObject(window)
    , m_conversations(conversations)
    , m_window(window)
    , m_import(new QAction(tr("Import conversations…"), this))
    , m_export(new QAction(tr("Export all conversations…"), this))
    , m_stop(new QAction(tr("Stop importing or exporting"), this))
    , m_timer(this)
{
    m_stop->setVisible(false);
    m_timer.setInterval(500ms);
    connect(m_import, &QAction::triggered, this, &HistoryTransfer::askToImport);
    connect(m_export, &QAction::triggered, this, [this] { askToExport({}, tr("Conversations")); });
    connect(m_stop, &QAction::triggered, this, &HistoryTransfer::stop);
    connect(&m_timer, &QTimer::timeout, this, &HistoryTransfer::tellProgress);
}

HistoryTransfer::~HistoryTransfer()
{
    stop();
}

void HistoryTransfer::addTo(QMenu* menu)
{
    menu->addActions({m_import, m_export, m_stop});
}

void HistoryTransfer::askToExport(const QString& id, const QString& title)
{
    auto* dialog = new QFileDialog(m_window, tr("Export"), documents() + u'/' + fileNameOf(title) + ".json"_L1);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setNameFilters({tr("Sluice JSON, complete (*.json)"), tr("Markdown, to read (*.md)")});
    dialog->setDefaultSuffix(u"json"_s);
    dialog->selectFile(fileNameOf(title) + ".json"_L1);
    connect(dialog, &QFileDialog::filterSelected, dialog,
        [dialog](const QString& filter) { dialog->setDefaultSuffix(filter.contains("*.md"_L1) ? u"md"_s : u"json"_s); });
    connect(dialog, &QFileDialog::fileSelected, this, [this, id](const QString& fileName) { exportTo(fileName, id); });
    dialog->open();
}

void HistoryTransfer::askToImport()
{
    auto* dialog = new QFileDialog(m_window, tr("Import"), documents());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setNameFilters({tr("Exports of Sluice, ChatGPT and Open WebUI (*.json)"), tr("All files (*)")});
    connect(dialog, &QFileDialog::fileSelected, this, &HistoryTransfer::importFrom);
    dialog->open();
}

void HistoryTransfer::exportTo(const QString& fileName, const QString& id)
{
    if (isRunning())
        return;
    const bool isMarkdown = fileName.endsWith(".md"_L1, Qt::CaseInsensitive);
    m_conversations.save();
    auto task = std::make_shared<HistoryExport>(fileName, isMarkdown ? ExportFormat::Markdown : ExportFormat::Json, id);
    run(task, tr("Exporting… conversations so far: %1"), [task, name = QFileInfo(fileName).fileName()] {
        return tr("%1 exported to %2.").arg(countedConversations(task->conversations()), name);
    });
}

void HistoryTransfer::importFrom(const QString& fileName)
{
    if (isRunning())
        return;
    auto task = std::make_shared<HistoryImport>(fileName);
    run(task, tr("Importing… conversations so far: %1"), [this, task] {
        m_conversations.listAnew();
        QString sentence = tr("%1 imported").arg(countedConversations(task->conversations()));
        if (task->known() > 0)
            sentence += tr(", %n known already", nullptr, task->known());
        if (task->damaged() > 0)
            sentence += tr(", %n not readable", nullptr, task->damaged());
        return sentence + u'.';
    });
}

void HistoryTransfer::run(std::shared_ptr<HistoryTask> task, const QString& progress, std::function<QString()> result)
{
    m_task = task;
    m_progress = progress;
    m_timer.start();
    m_import->setEnabled(false);
    m_export->setEnabled(false);
    m_stop->setVisible(true);
    m_conversations.store()->run(task, this, [this, result = std::move(result)](const Result<void>& done) {
        m_timer.stop();
        m_task.reset();
        m_import->setEnabled(true);
        m_export->setEnabled(true);
        m_stop->setVisible(false);
        if (!done)
            m_conversations.listAnew(); // what an import had taken before it stopped stays
        Q_EMIT said(done ? result() : done.error().message);
    });
}

void HistoryTransfer::tellProgress()
{
    Q_EMIT said(m_progress.arg(m_task->conversations()));
}

void HistoryTransfer::stop()
{
    if (m_task)
        m_task->cancel();
}

}

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
#include <functional>
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

QString importSentence(const QString& imported, int known, int damaged)
{
    if (known > 0 && damaged > 0)
        return HistoryTransfer::tr("%1 imported, %2 known already, %3 not readable.").arg(imported).arg(known).arg(damaged);
    if (known > 0)
        return HistoryTransfer::tr("%1 imported, %2 known already.").arg(imported).arg(known);
    if (damaged > 0)
        return HistoryTransfer::tr("%1 imported, %2 not readable.").arg(imported).arg(damaged);
    return HistoryTransfer::tr("%1 imported.").arg(imported);
}

QString documents()
{
    return QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
}

}

/// What runs. The store tells it of the end, so that it can change its owner; its sentences are made when they are said, in the
/// language of then.
struct HistoryTransfer::Work final : QObject
{
    using Sentence = std::function<QString()>;

    Work(std::shared_ptr<HistoryTask> what, Sentence howFar, Sentence whatCame)
        : task(std::move(what))
        , progress(std::move(howFar))
        , result(std::move(whatCame))
    { }

    const std::shared_ptr<HistoryTask> task; // ours and the store's, in whose thread it may still be when we are gone
    const Sentence progress;
    const Sentence result;
    HistoryTransfer* owner = nullptr;
};

HistoryTransfer::HistoryTransfer(Conversations& conversations, QWidget* window)
    : QObject(window)
    , m_conversations(conversations)
    , m_window(window)
    , m_import(new QAction(tr("Import conversations…"), this))
    , m_export(new QAction(tr("Export all conversations…"), this))
    , m_stop(new QAction(tr("Stop importing or exporting"), this))
    , m_timer(this)
{
    showState();
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
        return sayBusy();
    const bool isMarkdown = fileName.endsWith(".md"_L1, Qt::CaseInsensitive);
    m_conversations.save();
    auto task = std::make_shared<HistoryExport>(fileName, isMarkdown ? ExportFormat::Markdown : ExportFormat::Json, id);
    run(std::make_unique<Work>(
        task, [task] { return tr("Exporting… conversations so far: %1").arg(task->conversations()); },
        [task, name = QFileInfo(fileName).fileName()] {
            return tr("%1 exported to %2.").arg(countedConversations(task->conversations()), name);
        }));
}

void HistoryTransfer::importFrom(const QString& fileName)
{
    if (isRunning())
        return sayBusy();
    auto task = std::make_shared<HistoryImport>(fileName);
    const auto result = [task, conversations = &m_conversations] {
        conversations->listAnew();
        return importSentence(countedConversations(task->conversations()), task->known(), task->damaged());
    };
    run(std::make_unique<Work>(
        task, [task] { return tr("Importing… conversations so far: %1").arg(task->conversations()); }, result));
}

void HistoryTransfer::sayBusy()
{
    Q_EMIT said(tr("Nothing was begun: wait for the import or export that is running."));
}

void HistoryTransfer::run(std::unique_ptr<Work> work)
{
    m_work = std::move(work);
    m_work->owner = this;
    showState();
    m_conversations.store()->run(
        m_work->task, m_work.get(), [work = m_work.get()](const Result<void>& done) { work->owner->finish(done); });
}

void HistoryTransfer::finish(const Result<void>& done)
{
    const std::unique_ptr<Work> work = std::move(m_work);
    showState();
    if (!done)
        m_conversations.listAnew(); // what an import had taken before it stopped stays
    Q_EMIT said(done ? work->result() : done.error().message);
}

void HistoryTransfer::takeOver(HistoryTransfer& former)
{
    m_work = std::move(former.m_work);
    former.showState();
    showState();
    if (!m_work)
        return;
    m_work->owner = this;
    tellProgress();
}

void HistoryTransfer::showState()
{
    m_import->setEnabled(!isRunning());
    m_export->setEnabled(!isRunning());
    m_stop->setVisible(isRunning());
    if (isRunning())
        m_timer.start();
    else
        m_timer.stop();
}

void HistoryTransfer::tellProgress()
{
    Q_EMIT said(m_work->progress());
}

void HistoryTransfer::stop()
{
    if (m_work)
        m_work->task->cancel();
}

}

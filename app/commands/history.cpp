#include "app/command.h"
#include "app/signalwatcher.h"
#include "app/standardoutput.h"
#include "core/engine/historyexport.h"
#include "core/engine/historyimport.h"
#include "core/store/historydatabase.h"

#include <QCommandLineParser>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QIODevice>
#include <QStandardPaths>

#include <cstdio>
#include <functional>

using namespace Qt::StringLiterals;

namespace sluice {

namespace {

const QCommandLineOption DataDirectory(
    u"data-dir"_s, u"The history in <DIR>, as 'sluice --data-dir DIR' keeps it; default: the user's own."_s, u"DIR"_s);

QString dataDirectory(const QCommandLineParser& parser)
{
    return parser.isSet(DataDirectory) ? QDir(parser.value(DataDirectory)).absolutePath()
                                       : QStandardPaths::writableLocation(QStandardPaths::AppDataLocation);
}

Result<void> runTask(HistoryTask& task, HistoryDatabase& history)
{
    for (;;) {
        if (SignalWatcher::hasCaught())
            return std::unexpected(Error {.kind = ErrorKind::Cancelled, .message = u"Stopped."_s});
        const Result<bool> isDone = task.step(history);
        if (!isDone)
            return std::unexpected(isDone.error());
        if (*isDone)
            return {};
    }
}

int statusOf(const Result<void>& done)
{
    return done ? ExitSuccess : fail(done.error().message);
}

struct ExportWish
{
    QString directory;
    QString file; ///< "-" = standard output
    ExportFormat format = ExportFormat::Json;
    QString conversation;
};

/// Standard output for who writes to a device, whole characters each time.
class OutputDevice final : public QIODevice
{
public:
    explicit OutputDevice(StandardOutput& output)
        : m_output(output)
    {
        setOpenMode(QIODevice::WriteOnly | QIODevice::Unbuffered);
    }

    bool isSequential() const override { return true; }

protected:
    qint64 readData(char* /*data*/, qint64 /*size*/) override { return -1; }
    qint64 writeData(const char* data, qint64 size) override
    {
        return m_output.writeText(QByteArrayView(data, size)) == StandardOutput::State::Open ? size : -1;
    }

private:
    StandardOutput& m_output;
};

int exportToOutput(const ExportWish& wish, HistoryDatabase& history)
{
    StandardOutput output;
    OutputDevice device(output);
    HistoryExport task(device, wish.format, wish.conversation);
    const Result<void> done = runTask(task, history);
    if (!done && !SignalWatcher::hasCaught() && output.state() == StandardOutput::State::Closed)
        return ExitSuccess; // its reader has seen enough
    if (!done && output.state() == StandardOutput::State::Failed)
        return fail(output.error().message);
    return statusOf(done);
}

int exportToFile(const ExportWish& wish, HistoryDatabase& history)
{
    const QFileInfo there(wish.file);
    if (!there.exists() || there.isFile() || there.isDir()) {
        HistoryExport task(wish.file, wish.format, wish.conversation);
        return statusOf(runTask(task, history));
    }
    // A pipe or a device is written as it is.
    QFile file(wish.file);
    if (!file.open(QIODevice::WriteOnly | QIODevice::Unbuffered))
        return fail(u"'%1' cannot be written: %2."_s.arg(wish.file, file.errorString()));
    HistoryExport task(file, wish.format, wish.conversation);
    return statusOf(runTask(task, history));
}

bool hasHistory(const QString& directory)
{
    const HistoryFiles files(directory);
    return QFileInfo::exists(files.database()) || QFileInfo::exists(files.recovered());
}

int exportHistory(const ExportWish& wish)
{
    const SignalWatcher watcher([](int) { });
    if (!hasHistory(wish.directory))
        return fail(u"There is no history in '%1'."_s.arg(wish.directory));
    HistoryDatabase history(wish.directory);
    if (const Result<HistoryOpening> opened = history.open(HistoryDatabase::Access::Read); !opened)
        return fail(opened.error().message);
    return wish.file == "-"_L1 ? exportToOutput(wish, history) : exportToFile(wish, history);
}

void report(const QString& file, const HistoryImport& task)
{
    QString line = u"%1: %2 imported"_s.arg(file).arg(task.conversations());
    if (task.known() > 0)
        line += u", %1 known already"_s.arg(task.known());
    if (task.damaged() > 0)
        line += u", %1 not readable (%2)"_s.arg(task.damaged()).arg(task.firstDamage()->message);
    std::puts(qUtf8Printable(line));
}

int importFiles(const QString& directory, const QStringList& files)
{
    const SignalWatcher watcher([](int) { });
    HistoryDatabase history(directory);
    const Result<HistoryOpening> opened = history.open(HistoryDatabase::Access::Write);
    if (!opened)
        return fail(opened.error().message);
    if (opened->damage)
        (void)fail(*opened->damage); // told, and no reason to stop
    int status = ExitSuccess;
    for (const QString& file : files) {
        HistoryImport task(file);
        const Result<void> done = runTask(task, history);
        if (!done) {
            status = fail(u"%1: %2"_s.arg(file, done.error().message));
            if (done.error().kind == ErrorKind::Cancelled)
                break;
            continue;
        }
        report(file, task);
        if (task.damaged() > 0)
            status = ExitFailure;
    }
    history.checkpoint();
    return status;
}

int runExport(const QStringList& arguments)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(u"Writes the history, or one conversation of it, to FILE or standard output."_s);
    const QCommandLineOption format(u"format"_s, u"json (default; complete, can be imported) or markdown (to read)."_s, u"F"_s);
    const QCommandLineOption conversation(u"conversation"_s, u"Only the conversation <ID>."_s, u"ID"_s);
    parser.addOptions({DataDirectory, format, conversation});
    if (const std::optional<int> status = parseArguments(parser, u"history export"_s, arguments, 1, u"[FILE]"_s))
        return *status;
    ExportWish wish {.directory = dataDirectory(parser),
        .file = parser.positionalArguments().value(0, u"-"_s),
        .conversation = parser.value(conversation)};
    if (parser.isSet(conversation) && wish.conversation.isEmpty())
        return failUsage(u"history export"_s, u"no conversation was named"_s);
    const QString name = parser.isSet(format) ? parser.value(format) : u"json"_s;
    if (name == "markdown"_L1)
        wish.format = ExportFormat::Markdown;
    else if (name != "json"_L1)
        return failUsage(u"history export"_s, u"there is no format '%1'"_s.arg(name));
    return exportHistory(wish);
}

int runImport(const QStringList& arguments)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(
        u"Takes conversations over from files: Sluice JSON, ChatGPT's conversations.json, Open WebUI's export."_s);
    parser.addOption(DataDirectory);
    constexpr int AnyNumber = 100'000;
    if (const std::optional<int> status = parseArguments(parser, u"history import"_s, arguments, AnyNumber, u"FILE…"_s))
        return *status;
    if (parser.positionalArguments().isEmpty())
        return failUsage(u"history import"_s, u"no file was named"_s);
    return importFiles(dataDirectory(parser), parser.positionalArguments());
}

int run(const QStringList& arguments)
{
    const QString verb = arguments.value(0);
    if (verb == "export"_L1)
        return runExport(arguments.mid(1));
    if (verb == "import"_L1)
        return runImport(arguments.mid(1));
    if (verb == "--help"_L1 || verb == "-h"_L1) {
        std::puts("Usage: sluicectl history export|import [options] …\n\n"
                  "'sluicectl history export --help' and 'sluicectl history import --help' tell the options.");
        return ExitSuccess;
    }
    return failUsage(u"history"_s, verb.isEmpty() ? u"export or import?"_s : u"there is no 'history %1'"_s.arg(verb));
}

const CommandRegistration registration {{.name = u"history"_s,
    .summary = u"export conversations to a file, or import them"_s,
    .actions = {u"export"_s, u"import"_s},
    .run = run}};

}

}

#include "app/signalwatcher.h"
#include "core/engine/abilitiesmemory.h"
#include "core/engine/chatengine.h"
#include "core/engine/settings.h"
#include "core/engine/systemnetworkwatch.h"
#include "core/gateway/gatewayserver.h"
#include "core/store/historystore.h"
#include "core/store/keyring.h"
#include "ui/appearance.h"
#include "ui/blocks/blockworker.h"
#include "ui/closingguard.h"
#include "ui/conversations.h"
#include "ui/endpointchoice.h"
#include "ui/mainwindow.h"
#include "ui/settings/baseurl.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QDir>
#include <QFileInfo>
#include <QSessionManager>
#include <QStandardPaths>

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <memory>
#include <span>

using namespace Qt::StringLiterals;
using namespace sluice;

namespace {

enum ExitStatus { ExitSuccess = 0, ExitFailure = 1, ExitUsage = 2 };

struct Options
{
    QString dataDirectory;
    std::optional<Endpoint> endpoint;
    QString recording; ///< to be opened; may be empty
};

int complain(const QString& message, ExitStatus status)
{
    std::fprintf(stderr, "sluice: %s\n", qUtf8Printable(message));
    return status;
}

/// Qt aborts the process when it finds no display, so it must not get that far. A platform that was named is taken at its word.
bool canShowWindows(std::span<char*> arguments)
{
#if defined(Q_OS_UNIX) && !defined(Q_OS_DARWIN)
    if (qEnvironmentVariableIsSet("QT_QPA_PLATFORM") || !qEnvironmentVariableIsEmpty("DISPLAY")
        || !qEnvironmentVariableIsEmpty("WAYLAND_DISPLAY"))
        return true;
    return std::any_of(
        arguments.begin(), arguments.end(), [](const char* argument) { return std::strcmp(argument, "-platform") == 0; });
#else
    Q_UNUSED(arguments)
    return true;
#endif
}

void describe(QCommandLineParser& parser)
{
    parser.setApplicationDescription(u"Chat with streaming language models."_s);
    parser.addOption({u"data-dir"_s, u"Keep everything of this run in <DIR>."_s, u"DIR"_s});
    parser.addOption({u"endpoint"_s, u"Add and select the OpenAI-compatible server at <URL>, for this run."_s, u"URL"_s});
    parser.addPositionalArgument(u"RECORDING"_s, u"Play this .sluice file in a new conversation."_s, u"[RECORDING]"_s);
    parser.addHelpOption();
    parser.addVersionOption();
}

/// What was asked for, or the exit status when that is all there is to do.
std::expected<Options, int> parse(const QStringList& arguments)
{
    QCommandLineParser parser;
    describe(parser);
    if (!parser.parse(arguments))
        return std::unexpected(complain(parser.errorText(), ExitUsage));
    const QStringList files = parser.positionalArguments();
    if (files.size() > 1)
        return std::unexpected(complain(u"unexpected argument '%1'"_s.arg(files.at(1)), ExitUsage));

    Options options;
    options.recording = files.value(0);
    if (!files.isEmpty() && !QFileInfo(options.recording).isFile())
        return std::unexpected(complain(u"there is no file '%1'"_s.arg(options.recording), ExitUsage));
    options.dataDirectory = parser.isSet(u"data-dir"_s) ? QDir(parser.value(u"data-dir"_s)).absolutePath()
                                                        : QStandardPaths::writableLocation(QStandardPaths::AppDataLocation);
    if (parser.isSet(u"endpoint"_s)) {
        const BaseUrlCheck check = checkBaseUrl(parser.value(u"endpoint"_s), {});
        if (!check.isUsable())
            return std::unexpected(complain(u"--endpoint: %1"_s.arg(check.problem), ExitUsage));
        options.endpoint = Endpoint {
            .id = u"command-line"_s, .name = check.url.authority(), .provider = u"openai"_s, .baseUrl = check.url, .model = {}};
    }
    return options;
}

Endpoint demoEndpoint(quint16 port)
{
    return {.id = DemoEndpointId.toString(),
        .name = u"Sluice demo"_s,
        .provider = u"openai"_s,
        .baseUrl = QUrl(u"http://127.0.0.1:%1/v1"_s.arg(port)),
        .model = u"demo"_s};
}

/// Signals and the end of the user's session.
void connectEnds(MainWindow& window)
{
    const auto status = std::make_shared<ExitStatus>(ExitSuccess);
    QObject::connect(window.closing(), &ClosingGuard::lost, &window,
        [status](const QString& sentence) { *status = static_cast<ExitStatus>(complain(sentence, ExitFailure)); });
    QObject::connect(window.closing(), &ClosingGuard::closed, &window,
        [status] { QCoreApplication::exit(*status); }); // also when a menu or dialog is open
#ifndef QT_NO_SESSIONMANAGER
    QObject::connect(
        qGuiApp, &QGuiApplication::commitDataRequest, &window,
        [&window](QSessionManager& manager) {
            const bool mayAsk = manager.allowsInteraction();
            if (!window.prepareForLogout(mayAsk))
                manager.cancel();
            if (mayAsk)
                manager.release();
        },
        Qt::DirectConnection);
#endif
}

int run(const Options& options)
{
    // The order is the order of dependence: what stands lower goes first when the window is closed.
    GatewayOptions gatewayOptions;
    gatewayOptions.cacheFile = QDir(options.dataDirectory).filePath(u"gateway-cache.db"_s); // made by the first who uses it
    GatewayServer gateway(gatewayOptions);
    const Result<quint16> port = gateway.start();
    Settings settings(options.dataDirectory);
    if (port)
        settings.addTransientEndpoint(demoEndpoint(*port));
    if (options.endpoint) {
        settings.addTransientEndpoint(*options.endpoint);
        settings.setSelectedEndpoint(options.endpoint->id);
    }
    Keyring keyring;
    HistoryStore history(options.dataDirectory); // goes after the conversations: they leave it what they still hold
    ChatEngine engine({.pool = {.max = settings.maxStreams()},
        .cacheDirectory = options.dataDirectory,
        .cache = settings.cacheSettings().limits});
    QObject::connect(&settings, &Settings::maxStreamsChanged, &engine, [&] { engine.setMaxStreams(settings.maxStreams()); });
    QObject::connect(
        &settings, &Settings::cacheSettingsChanged, &engine, [&] { engine.setCacheLimits(settings.cacheSettings().limits); });
    engine.setProxy(settings.proxy());
    QObject::connect(&settings, &Settings::proxyChanged, &engine, [&] { engine.setProxy(settings.proxy()); });
    keepAbilities(engine, settings);
    const SystemNetworkWatch networkWatch(engine);
    Conversations conversations(engine, &history);
    const Appearance appearance(settings);
    const BlockWorker blocks;
    MainWindow window({.engine = engine, .settings = settings, .keyring = keyring, .conversations = conversations});
    if (!port)
        window.showNotice(QCoreApplication::translate("main", "The demo is not available: %1").arg(port.error().message));
    window.show();
    window.searchLocalServers();
    if (!options.recording.isEmpty())
        window.openRecording(options.recording);
    connectEnds(window);
    const SignalWatcher watcher([&window](int) { window.closeUnasked(); });
    return QApplication::exec();
}

}

int main(int argc, char* argv[])
{
    const std::span<char*> arguments(argv, static_cast<size_t>(argc));
    QCoreApplication::setApplicationName(u"sluice"_s);
    QCoreApplication::setApplicationVersion(QStringLiteral(SLUICE_VERSION));
    for (const char* argument : arguments.subspan(argc > 0 ? 1 : 0)) {
        if (std::strcmp(argument, "--help") == 0 || std::strcmp(argument, "-h") == 0) {
            const QCoreApplication application(argc, argv); // names the program in the text; needs no display
            QCommandLineParser parser;
            describe(parser);
            std::fputs(qUtf8Printable(parser.helpText()), stdout);
            return ExitSuccess;
        }
        if (std::strcmp(argument, "--version") == 0 || std::strcmp(argument, "-v") == 0) {
            std::puts("sluice " SLUICE_VERSION);
            return ExitSuccess;
        }
    }
    if (!canShowWindows(arguments))
        return complain(u"there is no display to open a window on; 'sluicectl ask' chats in the terminal"_s, ExitFailure);

    const QApplication application(argc, argv);
    const std::expected<Options, int> options = parse(QCoreApplication::arguments());
    return options ? run(*options) : options.error();
}

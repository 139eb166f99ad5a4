#include "app/crashreports.h"
#include "app/handovertaking.h"
#include "app/signalwatcher.h"
#include "app/singleinstance.h"
#include "core/engine/abilitiesmemory.h"
#include "core/engine/chatengine.h"
#include "core/engine/settings.h"
#include "core/engine/systemnetworkwatch.h"
#include "core/gateway/gatewayserver.h"
#include "core/gateway/metricsserver.h"
#include "core/metrics/streammetrics.h"
#include "core/store/historystore.h"
#include "core/store/keyring.h"
#include "ui/appearance.h"
#include "ui/blocks/blockworker.h"
#include "ui/closingguard.h"
#include "ui/conversations.h"
#include "ui/desktop/desktoppresence.h"
#include "ui/endpointchoice.h"
#include "ui/languages.h"
#include "ui/mainwindow.h"
#include "ui/windowhost.h"

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
    Handover wishes; ///< what is to be done at once
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
    if (!files.isEmpty() && !QFileInfo(files.first()).isFile())
        return std::unexpected(complain(u"there is no file '%1'"_s.arg(files.first()), ExitUsage));
    options.wishes.recording = files.isEmpty() ? QString() : QFileInfo(files.first()).absoluteFilePath();
    options.dataDirectory = parser.isSet(u"data-dir"_s) ? QDir(parser.value(u"data-dir"_s)).absolutePath()
                                                        : QStandardPaths::writableLocation(QStandardPaths::AppDataLocation);
    if (parser.isSet(u"endpoint"_s)) {
        options.wishes.endpoint = parser.value(u"endpoint"_s);
        const Result<Endpoint> endpoint = commandLineEndpoint(options.wishes.endpoint);
        if (!endpoint)
            return std::unexpected(complain(endpoint.error().message, ExitUsage));
        options.endpoint = *endpoint;
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

/// The file to start for this program: in an AppImage the image, in a bundle the script that knows its fonts and certificates.
QString programFile()
{
    for (const char* variable : {"APPIMAGE", "SLUICE_LAUNCHER"}) {
        const QString file = qEnvironmentVariable(variable);
        if (!file.isEmpty() && QFileInfo(file).isExecutable())
            return file;
    }
    return QCoreApplication::applicationFilePath();
}

/// Signals and the end of the user's session, whose next one starts this program with \a dataDirectory again.
void connectEnds(MainWindow& window, const QString& dataDirectory)
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
    QObject::connect(
        qGuiApp, &QGuiApplication::saveStateRequest, &window,
        [dataDirectory](QSessionManager& manager) {
            // Qt's own command leaves out what the program was started with.
            manager.setRestartCommand({programFile(), u"-session"_s, manager.sessionId() + u'_' + manager.sessionKey(),
                u"--data-dir"_s, dataDirectory});
        },
        Qt::DirectConnection);
#endif
}

int run(const Options& options)
{
    SingleInstance instance(options.dataDirectory, QStandardPaths::writableLocation(QStandardPaths::RuntimeLocation));
    if (instance.claim(options.wishes) == SingleInstance::Claim::HandedOver)
        return ExitSuccess;
    const CrashReports crashes(options.dataDirectory);
    crashes.watch(); // before there are threads
    // The order is the order of dependence: what stands lower goes first when the window is closed.
    GatewayOptions gatewayOptions;
    gatewayOptions.cacheFile = QDir(options.dataDirectory).filePath(u"gateway-cache.db"_s); // made by the first who uses it
    GatewayServer gateway(gatewayOptions);
    const Result<quint16> port = gateway.start();
    Settings settings(options.dataDirectory);
    Languages languages(settings); // before anything says a word
    if (port)
        settings.addTransientEndpoint(demoEndpoint(*port));
    if (options.endpoint) {
        settings.addTransientEndpoint(*options.endpoint);
        settings.setSelectedEndpoint(options.endpoint->id);
    }
    Keyring keyring;
    HistoryStore history(options.dataDirectory); // goes after the conversations: they leave it what they still hold
    StreamMetrics metrics;
    ChatEngine engine({.pool = {.max = settings.maxStreams()},
        .cacheDirectory = options.dataDirectory,
        .cache = settings.cacheSettings().limits,
        .metering = {.metrics = &metrics}});
    QObject::connect(&settings, &Settings::maxStreamsChanged, &engine, [&] { engine.setMaxStreams(settings.maxStreams()); });
    QObject::connect(
        &settings, &Settings::cacheSettingsChanged, &engine, [&] { engine.setCacheLimits(settings.cacheSettings().limits); });
    engine.setProxy(settings.proxy());
    QObject::connect(&settings, &Settings::proxyChanged, &engine, [&] { engine.setProxy(settings.proxy()); });
    keepAbilities(engine, settings);
    MetricsServer metricsServer(metrics);
    metricsServer.apply(settings.metricsExport());
    QObject::connect(
        &settings, &Settings::metricsExportChanged, &metricsServer, [&] { metricsServer.apply(settings.metricsExport()); });
    const SystemNetworkWatch networkWatch(engine);
    Conversations conversations(engine, &history);
    Appearance appearance(settings);
    const BlockWorker blocks;
    WindowHost host(
        {.engine = engine, .settings = settings, .keyring = keyring, .conversations = conversations, .metrics = &metricsServer},
        languages);
    MainWindow& window = host.window();
    if (!port)
        window.showNotice(QCoreApplication::translate("main", "The demo is not available: %1").arg(port.error().message));
    appearance.dress();
    window.show();
    window.searchLocalServers();
    window.offerCrashReport(crashes.takeUnoffered());
    if (!options.wishes.recording.isEmpty())
        window.openRecording(options.wishes.recording);
    DesktopPresence desktop(settings, conversations);
    desktop.setWindow(&window);
    QObject::connect(&host, &WindowHost::windowChanged, &desktop, [&host, &desktop, &options] {
        desktop.setWindow(&host.window());
        connectEnds(host.window(), options.dataDirectory);
    });
    QObject::connect(&instance, &SingleInstance::handedOver, &desktop, [&desktop](const Handover& wishes) {
        if (desktop.window())
            takeHandover(wishes, *desktop.window());
    });
    connectEnds(window, options.dataDirectory);
    const SignalWatcher watcher([&host](int) { host.window().closeUnasked(); });
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

    const WindowActivation activation = WindowActivation::ofThisStart();
    QGuiApplication::setDesktopFileName(u"org.sluice.Sluice"_s);
    const QApplication application(argc, argv);
    std::expected<Options, int> options = parse(QCoreApplication::arguments());
    if (!options)
        return options.error();
    options->wishes.activation = activation;
    return run(*options);
}

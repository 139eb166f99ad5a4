// The whole program with an answer streaming into it: how long frames take, how long a piece of text is under way from the
// server's write to the screen, what opening and scrolling cost, how a typed letter fares meanwhile. One line of JSON; what its
// names mean stands in docs/benchmarks.md. `--suite` does the runs of the specification, each in a process of its own, and prints
// each limit beside its figure.

#include "core/engine/screenpace.h"
#include "tests/bench/answerserver.h"
#include "tests/bench/windowrun.h"
#include "tests/bench/windowsuite.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QJsonDocument>

#include <cstdio>
#include <span>

using namespace Qt::StringLiterals;
using namespace sluice::bench;

namespace {

void describe(QCommandLineParser& parser)
{
    parser.setApplicationDescription(u"Measures the window while an answer streams into it."_s);
    const QList<QCommandLineOption> options {
        {u"url"_s, u"OpenAI-compatible base URL; without it a server of its own answers."_s, u"URL"_s},
        {u"model"_s, u"Model to ask."_s, u"NAME"_s, u"bench"_s},
        {u"tokens"_s, u"Deltas of its own server's answer."_s, u"N"_s, u"2000"_s},
        {u"rate"_s, u"Its deltas a second; 0 = as fast as they are read."_s, u"R"_s, u"500"_s},
        {u"messages"_s, u"Messages of the conversation that is opened; 0 = a new one."_s, u"M"_s, u"100"_s},
        {u"conversation"_s, u"JSON file with the conversation: [{\"role\",\"content\"}...]."_s, u"FILE"_s},
        {u"prompt"_s, u"What is asked."_s, u"TEXT"_s, u"Tell me everything."_s},
        {u"strategy"_s, u"Buffer strategy."_s, u"NAME"_s, u"none"_s},
        {u"frame-interval"_s, u"Least time between two repaints: 16, 33, 50 or 100."_s, u"MS"_s, u"16"_s},
        {u"size"_s, u"Size of the window."_s, u"WxH"_s, u"1120x760"_s},
        {u"scroll"_s, u"Scroll up and down: during or after the answer."_s, u"WHEN"_s},
        {u"keys"_s, u"Type into the composer while the answer streams."_s},
        {u"open-only"_s, u"Ask nothing."_s},
        {u"timeout"_s, u"Seconds until it gives up."_s, u"S"_s, u"120"_s},
        {u"suite"_s, u"All runs of the specification: short or long."_s, u"WHICH"_s},
    };
    parser.addOptions(options);
}

std::expected<WindowOptions, QString> read(const QCommandLineParser& parser)
{
    WindowOptions options;
    options.url = QUrl(parser.value(u"url"_s));
    options.model = parser.value(u"model"_s);
    options.prompt = parser.value(u"prompt"_s);
    options.strategy = parser.value(u"strategy"_s);
    options.conversationFile = parser.value(u"conversation"_s);
    options.keys = parser.isSet(u"keys"_s);
    options.asks = !parser.isSet(u"open-only"_s);
    bool isMessages = false;
    bool isTimeout = false;
    options.messages = parser.value(u"messages"_s).toInt(&isMessages);
    options.timeoutS = parser.value(u"timeout"_s).toInt(&isTimeout);
    const QStringList sides = parser.value(u"size"_s).split(u'x');
    options.size = {sides.value(0).toInt(), sides.value(1).toInt()};
    const QString scroll = parser.value(u"scroll"_s);
    options.scroll = scroll == "during"_L1 ? ScrollPhase::During : scroll.isEmpty() ? ScrollPhase::Never : ScrollPhase::After;
    if (!isMessages || options.messages < 0)
        return std::unexpected(u"--messages wants a number"_s);
    if (!isTimeout || options.timeoutS < 1)
        return std::unexpected(u"--timeout wants seconds"_s);
    if (options.size.isEmpty())
        return std::unexpected(u"--size wants WxH"_s);
    options.repaintInterval = sluice::Millis(parser.value(u"frame-interval"_s).toInt());
    if (!sluice::ScreenPace::repaintIntervals().contains(options.repaintInterval))
        return std::unexpected(u"--frame-interval wants 16, 33, 50 or 100"_s);
    return options;
}

int complain(const QString& message)
{
    std::fprintf(stderr, "bench_window: %s\n", qUtf8Printable(message));
    return 1;
}

int run(int argc, char** argv, const QCommandLineParser& parser, WindowOptions options)
{
    std::unique_ptr<AnswerServer> server;
    if (options.url.isEmpty()) {
        server = std::make_unique<AnswerServer>(); // forks: before any thread
        options.url = server->url(parser.value(u"tokens"_s).toInt(), parser.value(u"rate"_s).toInt());
    }
    qputenv("QT_NO_GLIB", "1"); // see watchTurns()
    qputenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus"); // nobody's keyring
    if (!qEnvironmentVariableIsSet("QT_QPA_PLATFORM") && qEnvironmentVariableIsEmpty("DISPLAY"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    const QApplication application(argc, argv);
    const std::expected<QJsonObject, QString> figures = runWindow(options);
    if (!figures)
        return complain(figures.error());
    std::printf("%s\n", QJsonDocument(*figures).toJson(QJsonDocument::Compact).constData());
    return 0;
}

}

int main(int argc, char* argv[])
{
    QStringList arguments;
    for (const char* argument : std::span(argv, size_t(argc)))
        arguments.append(QString::fromLocal8Bit(argument));
    QCommandLineParser parser;
    describe(parser);
    const QCommandLineOption help = parser.addHelpOption();
    if (!parser.parse(arguments))
        return complain(parser.errorText());
    if (parser.isSet(help)) {
        const QCoreApplication application(argc, argv);
        std::fputs(qUtf8Printable(parser.helpText()), stdout);
        return 0;
    }
    if (parser.isSet(u"suite"_s)) {
        QCoreApplication application(argc, argv);
        return runSuite(QCoreApplication::applicationFilePath(), parser.value(u"suite"_s) == "long"_L1);
    }
    const std::expected<WindowOptions, QString> options = read(parser);
    return options ? run(argc, argv, parser, *options) : complain(options.error());
}

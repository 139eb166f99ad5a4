// What the performance panel costs while an answer comes at 200 deltas a second: CPU of the whole program with the panel open
// against the same with it hidden, by turns. Prints JSON. `bench_panel [SECONDS]`, of each (default 60).

#include "core/engine/chatengine.h"
#include "core/engine/settings.h"
#include "core/store/keyring.h"
#include "tests/bench/answerserver.h"
#include "tests/bench/cputime.h"
#include "tests/bench/report.h"
#include "ui/appearance.h"
#include "ui/chat/chatpane.h"
#include "ui/conversations.h"
#include "ui/mainwindow.h"
#include "ui/panel/performancepanel.h"
#include "ui/paneldock.h"

#include <QAction>
#include <QApplication>
#include <QEventLoop>
#include <QTemporaryDir>
#include <QTimer>

#include <algorithm>

using namespace sluice;
using namespace sluice::bench;
using namespace Qt::StringLiterals;

namespace {

constexpr int Rate = 200; // deltas a second
constexpr int Turns = 6; // hidden and open, each half of them
constexpr double LimitPercent = 5; // of a core, for the panel

void runFor(std::chrono::milliseconds time)
{
    QEventLoop loop;
    QTimer::singleShot(time, &loop, &QEventLoop::quit);
    loop.exec();
}

/// Percent of a core.
double cpuOver(std::chrono::milliseconds time)
{
    return secondsOf([time] { runFor(time); }) / std::chrono::duration<double>(time).count() * 100;
}

}

int main(int argc, char** argv)
{
    if (qEnvironmentVariableIsEmpty("DISPLAY") && !qEnvironmentVariableIsSet("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    qputenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus"); // no key is needed
    const AnswerServer server;
    const QApplication application(argc, argv);
    const int seconds = argc > 1 ? std::max(6, QByteArray(argv[1]).toInt()) : 60;
    const QTemporaryDir directory;
    Settings settings(directory.path());
    settings.addTransientEndpoint({.id = u"bench"_s,
        .name = u"bench"_s,
        .provider = u"openai"_s,
        .baseUrl = server.url(Rate * (2 * seconds + 60), Rate),
        .model = u"bench"_s});
    Keyring keyring;
    ChatEngine engine;
    Conversations conversations(engine);
    Appearance appearance(settings);
    MainWindow window({.engine = engine, .settings = settings, .keyring = keyring, .conversations = conversations});
    window.resize(1280, 800);
    appearance.dress();
    window.show();
    runFor(std::chrono::milliseconds(500));
    auto* dock = window.findChild<PanelDock*>();
    ChatSession* session = window.findChild<ChatPane*>()->session();
    SessionTarget target;
    target.endpoint = settings.endpoint(u"bench").value_or(Endpoint());
    session->send(u"go"_s, target);
    runFor(std::chrono::seconds(2));
    if (!session->isRunning()) {
        std::fputs("bench_panel: no answer comes\n", stderr);
        return 1;
    }

    std::vector<double> hidden;
    std::vector<double> open;
    const std::chrono::milliseconds turn(seconds * 2000 / Turns);
    for (int i = 0; i < Turns; ++i) {
        const bool isOpen = i % 2 == 1;
        dock->action()->setChecked(isOpen);
        runFor(std::chrono::milliseconds(500));
        (isOpen ? open : hidden).push_back(cpuOver(turn));
    }
    Report report(u"bench_panel"_s);
    const double without = median(hidden);
    const double with = median(open);
    report.print(u"CPU, panel hidden"_s, without, u"percent of a core"_s);
    report.print(u"CPU, panel open"_s, with, u"percent of a core"_s);
    report.printLimited(u"the panel"_s, std::max(0.0, with - without), LimitPercent, u"percent of a core"_s,
        {{u"deltas_per_second"_s, Rate}, {u"seconds"_s, seconds}});
    session->stop();
    return report.exitStatus();
}

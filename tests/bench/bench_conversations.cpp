// The list of 100,000 conversations, all scrolled in: how long the UI thread is busy when one of them is deleted, brought back,
// renamed and written to. Prints JSON.

#include "core/engine/chatengine.h"
#include "core/store/historydatabase.h"
#include "tests/bench/report.h"
#include "ui/conversations.h"
#include "ui/sidebar/sidebar.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QListView>
#include <QTemporaryDir>
#include <QTimer>

#include <algorithm>
#include <cstdio>
#include <functional>

using namespace sluice;
using namespace sluice::bench;
using namespace Qt::StringLiterals;

namespace {

constexpr int Count = 100'000;
constexpr int Rounds = 15;
constexpr double LimitMs = 16;

void build(const QString& directory)
{
    HistoryDatabase history(directory);
    if (!history.open(HistoryDatabase::Access::Write))
        return;
    const Result<void> done = history.atomically([&]() -> Result<void> {
        Result<void> result;
        for (int i = 0; i < Count && result; ++i) {
            result = history.saveSummary({.id = u"conversation-%1"_s.arg(i),
                .title = u"Conversation number %1"_s.arg(i),
                .isPinned = i % 5000 == 0,
                .lastActive = qint64(i) * 60'000,
                .createdAt = 1});
        }
        return result;
    });
    if (!done)
        std::fputs("bench_conversations: nothing to measure\n", stderr);
}

/// The longest time that the event loop does not get its turn while \a work is done and painted.
double longestBlock(const std::function<void()>& work)
{
    QEventLoop loop;
    QElapsedTimer turn;
    double longest = 0;
    QTimer tick; // comes round whenever nothing else is due
    QObject::connect(&tick, &QTimer::timeout, &loop, [&] {
        longest = std::max(longest, double(turn.nsecsElapsed()) / 1e6);
        turn.start();
    });
    QTimer::singleShot(20, &loop, work);
    QTimer::singleShot(150, &loop, &QEventLoop::quit);
    turn.start();
    tick.start();
    loop.exec();
    return longest;
}

}

int main(int argc, char** argv)
{
    if (qEnvironmentVariableIsEmpty("DISPLAY") && !qEnvironmentVariableIsSet("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    const QApplication application(argc, argv);
    const QTemporaryDir directory;
    build(directory.path());
    HistoryStore store(directory.path());
    ChatEngine engine;
    Conversations conversations(engine, &store);
    Sidebar sidebar(conversations);
    sidebar.resize(264, 760);
    sidebar.show();
    QElapsedTimer timer;
    timer.start();
    while (conversations.rowCount() < Count && timer.elapsed() < 120'000) {
        conversations.fetchMore({});
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
    }

    Report report(u"conversations"_s);
    report.print(u"rows"_s, conversations.rowCount(), u"conversations"_s, {{u"listed_ms"_s, timer.elapsed()}});
    int number = 0;
    const auto measure = [&](const QString& what, const std::function<void(const QString& id)>& work) {
        Samples blocks;
        for (int i = 0; i < Rounds; ++i) {
            const QString id = u"conversation-%1"_s.arg((++number * 37'813) % Count);
            sidebar.setCurrent(id);
            QCoreApplication::processEvents();
            blocks.add(longestBlock([&] { work(id); }));
        }
        report.printLimited(
            what + u": longest block"_s, blocks.percentile(0.5), LimitMs, u"ms"_s, {{u"max"_s, rounded(blocks.max())}});
    };
    measure(u"rename one"_s, [&](const QString& id) {
        conversations.setData(conversations.index(conversations.rowOf(id)), u"Renamed"_s, Qt::EditRole);
    });
    measure(u"pin one"_s, [&](const QString& id) { conversations.setPinned(id, true); });
    measure(u"delete one"_s, [&](const QString& id) { conversations.remove(id); });
    conversations.restoreRemoved();
    measure(u"delete one and bring it back"_s, [&](const QString& id) {
        conversations.remove(id);
        conversations.restoreRemoved();
    });
    return report.exitStatus();
}

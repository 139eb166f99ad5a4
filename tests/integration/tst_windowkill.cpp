// kill -9 at random moments of a stream, of the whole program: what the disk has afterwards is whole, is a beginning of what the
// server sent, and lacks at most what came in the last moment. The next start shows it as interrupted, and Continue completes it.
//
// SLUICE_KILL_RUNS is how often (200 takes some minutes), SLUICE_KILL_SEED picks other moments.

#include "tests/support/inms.h"
#include "tests/support/llamaserver.h"
#include "tests/support/pacedserver.h"
#include "tests/support/storedchat.h"
#include "tests/support/windowprogram.h"

#include <QRandomGenerator>
#include <QTest>

#include <map>
#include <span>

using namespace Qt::StringLiterals;
using namespace sluice;
using namespace sluice::test;

namespace {

constexpr int UsualRuns = 20;
constexpr Millis MayBeLost {250}; // SPEC, of what was shown
constexpr Millis Transport {100}; // from the server's send() to the window, whatever a strategy holds, on a busy machine

struct Losses
{
    std::vector<double> ms;

    void add(TimePoint::duration time) { ms.push_back(inMs(time)); }
    QString words()
    {
        std::sort(ms.begin(), ms.end());
        return ms.empty() ? u"none"_s
                          : u"%1 / %2 / %3 ms of %4"_s.arg(ms.front()).arg(ms[ms.size() / 2]).arg(ms.back()).arg(ms.size());
    }
};

/// How long before \a killed the oldest piece of \a sent was sent that \a pieces do not have.
TimePoint::duration lostOf(std::span<const PacedServer::Sent> sent, int pieces, TimePoint killed)
{
    for (const PacedServer::Sent& one : sent) {
        if (one.piece >= pieces)
            return std::max(TimePoint::duration::zero(), killed - one.at);
    }
    return {};
}

/// The same for what the window showed.
TimePoint::duration lostOf(const std::vector<WindowProgram::Line>& lines, qsizetype characters, TimePoint killed)
{
    for (const WindowProgram::Line& line : lines) {
        if (line.words.size() == 4 && line.words[0] == "row" && line.words[3].toInt() > characters)
            return killed - line.at;
    }
    return {};
}

}

class TestWindowKill : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void losesNothingButTheLastMoment();
    void comesBackToTheAnswerThatItsServerKept();

private:
    struct Run
    {
        explicit Run(const Pacing& pacing)
            : server(pacing)
            , length((pacing.shortest + pacing.longest) * pacing.pieces / pacing.burst / 2)
        { }

        PacedServer server;
        Millis length; // of the whole answer, about
        QString strategy = {};
        QTemporaryDir directory = {};
        QString kept = {}; // on disk after the last kill
    };

    std::unique_ptr<Run> makeRun();
    QString checkDisk(Run& run, const WindowProgram& program, TimePoint killed, size_t sentBefore = 0);
    QString checkRestart(Run& run);
    QString continueAndKill(Run& run);
    static QString continueToTheEnd(Run& run, WindowProgram& program);

    QRandomGenerator m_random;
    std::map<QString, Losses> m_lostSent;
    std::map<QString, Losses> m_lostShown;
    int m_interrupted = 0;
    int m_continued = 0;
    int m_killedAgain = 0;
};

std::unique_ptr<TestWindowKill::Run> TestWindowKill::makeRun()
{
    static const std::array<QString, 3> strategies {u"none"_s, u"adaptive"_s, u"smooth"_s};
    static const std::array<Pacing, 3> pacings {Pacing {.pieces = 120},
        Pacing {.pieces = 30, .shortest = Millis(380), .longest = Millis(420), .burst = 6},
        Pacing {.pieces = 6, .shortest = Millis(380), .longest = Millis(420)}};
    Pacing pacing = pacings[size_t(m_random.bounded(3))];
    pacing.seed = m_random.generate();
    if (m_random.bounded(6) == 0)
        pacing.pieces = 1 + pacing.pieces / 4; // over before it is killed, now and then
    auto run = std::make_unique<Run>(pacing);
    run->strategy = strategies[size_t(m_random.bounded(3))];
    return run;
}

/// \a sentBefore: so many pieces the server had sent to programs before this one, which may have lost them.
QString TestWindowKill::checkDisk(Run& run, const WindowProgram& program, TimePoint killed, size_t sentBefore)
{
    const StoredChat stored = readStoredChat(run.directory.path());
    if (!stored.wrong.isEmpty())
        return stored.wrong;
    const Millis mayLack = MayBeLost + Transport;
    const std::optional<TimePoint> askedAt = run.server.askedAt();
    if (stored.messages.isEmpty())
        return askedAt && killed - *askedAt > mayLack ? u"the question is not there"_s : QString();
    if (stored.conversations != 1 || stored.messages.size() != 2)
        return u"%1 conversations, %2 messages"_s.arg(stored.conversations).arg(stored.messages.size());
    const QString whole = run.server.text();
    const qsizetype pieceSize = PacedServer::piece(0).size();
    if (stored.messages[0].text != u"Question"_s || !whole.startsWith(stored.text()) || stored.text().size() % pieceSize != 0)
        return u"not what was sent: "_s + stored.text();
    const bool isComplete = stored.messages[1].state == MessageState::Complete;
    if (isComplete ? stored.text() != whole : stored.messages[1].state != MessageState::Interrupted)
        return u"it is called "_s + messageStateName(stored.messages[1].state);
    if (!stored.text().startsWith(run.kept))
        return u"it was longer before"_s;
    run.kept = stored.text();
    const std::vector<PacedServer::Sent> sent = run.server.sent();
    const auto lostSent = lostOf(std::span(sent).subspan(sentBefore), int(run.kept.size() / pieceSize), killed);
    const auto lostShown = lostOf(program.lines(), run.kept.size(), killed);
    m_lostSent[run.strategy].add(lostSent);
    m_lostShown[run.strategy].add(lostShown);
    m_interrupted += isComplete ? 0 : 1;
    if (lostShown > MayBeLost)
        return u"what was shown is lost: %1 ms"_s.arg(lostShown.count() / 1'000'000);
    if (lostSent > mayLack)
        return u"what was sent is lost: %1 ms"_s.arg(lostSent.count() / 1'000'000);
    return {};
}

QString TestWindowKill::continueToTheEnd(Run& run, WindowProgram& program)
{
    program.say("continue");
    if (!program.waitForWords("row 2 complete"))
        return u"it did not go on to its end: %1"_s.arg(QString::fromUtf8(program.last("row").join(' ')));
    return program.text() == run.server.text() && run.server.refusals() == 0 ? QString()
                                                                             : u"it went on otherwise: "_s + program.text();
}

/// The next start, of which some continue.
QString TestWindowKill::checkRestart(Run& run)
{
    if (run.kept == run.server.text() || run.server.sent().empty())
        return {};
    WindowProgram program(QStringLiteral(SLUICE_WINDOW_CHILD), run.directory.path(), run.server.url());
    if (!program.waitForWords("row 2 interrupted " + QByteArray::number(run.kept.size())))
        return u"it is not shown as interrupted: %1"_s.arg(QString::fromUtf8(program.last("row").join(' ')));
    if (!program.waitForWords("continue 1"))
        return u"there is no Continue"_s;
    if (program.text() != run.kept || !program.notice().isEmpty())
        return u"it shows %1 and says %2"_s.arg(program.text(), program.notice());
    if (m_random.bounded(3) != 0)
        return program.close() ? QString() : u"it did not end well"_s;
    ++m_continued;
    return continueToTheEnd(run, program);
}

/// Kill it while it continues, and once more look and continue.
QString TestWindowKill::continueAndKill(Run& run)
{
    {
        WindowProgram program(QStringLiteral(SLUICE_WINDOW_CHILD), run.directory.path(), run.server.url());
        if (!program.waitForWords("continue 1"))
            return u"there is no Continue"_s;
        const size_t sentBefore = run.server.sent().size();
        program.say("continue");
        program.readUntil(steadyClock().now() + Millis(m_random.bounded(1000)));
        if (run.server.sent().size() == sentBefore)
            return {}; // too early to tell anything
        const TimePoint killed = program.kill();
        ++m_killedAgain;
        if (QString wrong = checkDisk(run, program, killed, sentBefore); !wrong.isEmpty())
            return u"in mid-continue: "_s + wrong;
    }
    return checkRestart(run);
}

void TestWindowKill::losesNothingButTheLastMoment()
{
    const int runs =
        qEnvironmentVariableIntValue("SLUICE_KILL_RUNS") > 0 ? qEnvironmentVariableIntValue("SLUICE_KILL_RUNS") : UsualRuns;
    const int seed = qEnvironmentVariableIntValue("SLUICE_KILL_SEED");
    qInfo("seed %d", seed);
    m_random.seed(quint32(seed));
    int wrongs = 0;
    for (int i = 0; i < runs; ++i) {
        const std::unique_ptr<Run> run = makeRun();
        QString wrong;
        {
            WindowProgram program(QStringLiteral(SLUICE_WINDOW_CHILD), run->directory.path(), run->server.url());
            QVERIFY(program.waitForWords("ready"));
            program.say("strategy " + run->strategy.toUtf8());
            program.say("send Question");
            program.readUntil(steadyClock().now() + Millis(m_random.bounded(int(run->length.count()) + 100)));
            wrong = checkDisk(*run, program, program.kill());
        }
        if (wrong.isEmpty() && !run->kept.isEmpty() && run->kept != run->server.text() && m_random.bounded(6) == 0)
            wrong = continueAndKill(*run);
        else if (wrong.isEmpty())
            wrong = checkRestart(*run);
        if (!wrong.isEmpty())
            qWarning("run %d, %s: %s", i, qPrintable(run->strategy), qPrintable(wrong));
        wrongs += wrong.isEmpty() ? 0 : 1;
    }
    for (auto& [strategy, losses] : m_lostSent) {
        qInfo("%s: lost of what was sent %s, of what was shown %s (least / median / most)", qPrintable(strategy),
            qPrintable(losses.words()), qPrintable(m_lostShown[strategy].words()));
    }
    qInfo("%d runs: %d interrupted, %d continued to the end, %d killed again", runs, m_interrupted, m_continued, m_killedAgain);
    QCOMPARE(wrongs, 0);
    QVERIFY(m_interrupted > runs / 3);
    QVERIFY(m_continued > 0);
}

// Its server goes on without the program; the next start has the rest of the same answer, which costs nothing.
void TestWindowKill::comesBackToTheAnswerThatItsServerKept()
{
    QStringList pieces;
    for (int i = 0; i < 150; ++i)
        pieces << PacedServer::piece(i);
    LlamaServer server({.deltas = pieces, .pace = Millis(15)});
    const QTemporaryDir directory;
    const QString child = QStringLiteral(SLUICE_WINDOW_CHILD);
    {
        WindowProgram program(child, directory.path(), server.url());
        QVERIFY(program.waitForWords("ready"));
        program.say("send Question");
        QVERIFY(program.waitFor([](const WindowProgram::Line& line) {
            return line.words.size() == 4 && line.words[0] == "row" && line.words[2] == "streaming"
                && line.words[3].toInt() > 200;
        }));
        program.kill();
    }
    const qsizetype kept = readStoredChat(directory.path()).text().size();
    {
        WindowProgram program(child, directory.path(), server.url());
        QVERIFY(program.waitForWords("continue 1"));
        program.say("continue");
        QVERIFY(program.waitForWords("row 2 complete"));
        QCOMPARE(program.text(), pieces.join(QString()));
        QVERIFY(program.close());
    }

    const StoredChat stored = readStoredChat(directory.path());
    QCOMPARE(stored.wrong, QString());
    QCOMPARE(stored.text(), pieces.join(QString()));
    QCOMPARE(stored.messages[1].state, MessageState::Complete);
    QCOMPARE(stored.messages[1].seams, (QList<Seam> {{.means = ResumeMeans::StreamOffset, .textAt = kept, .repeated = kept}}));
    const std::vector<ReceivedRequest> requests = server.requests();
    QCOMPARE(std::ranges::count(requests, "POST"_ba, &ReceivedRequest::method), 1); // nothing is paid again
}

QTEST_GUILESS_MAIN(TestWindowKill)
#include "tst_windowkill.moc"

#include "core/engine/answerjournal.h"
#include "tests/support/manualclock.h"
#include "tests/support/notedsink.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace sluice;
using namespace sluice::test;

namespace {

struct Fixture
{
    ManualClock clock;
    NotedSink sink;
    AnswerJournal journal {sink};
    Message answer;

    Fixture()
    {
        answer.role = Role::Assistant;
        answer.state = MessageState::Pending;
        journal.begin(1, 0, answer, clock.now());
        answer.state = MessageState::Streaming;
        sink.notes.clear();
    }

    std::optional<TimePoint> update(const QString& held = {}) { return journal.update(answer, held, clock.now()); }
    std::optional<TimePoint> add(const QString& text)
    {
        answer.text += text;
        return update();
    }
};

}

class TestAnswerJournal : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anAnswerIsThereFromItsBeginning()
    {
        NotedSink sink;
        AnswerJournal journal(sink);
        Message answer;
        answer.state = MessageState::Pending;

        journal.begin(7, 3, answer, TimePoint());

        QCOMPARE(sink.notes, QStringList {u"put 7 after 3: pending ''"_s});
    }

    void aTicketIsToldAtOnceAndOnce()
    {
        Fixture f;
        f.add(u"One"_s);
        f.sink.puts.clear();

        f.answer.ticket = ReplayTicket {.streamId = "s1"};
        f.update();
        f.add(u" two"_s);

        QCOMPARE(f.sink.puts.size(), 1);
        QCOMPARE(f.sink.puts.first().ticket, f.answer.ticket);
        QCOMPARE(f.sink.puts.first().text, u"One"_s);
    }

    void aChangeOfStateIsToldAtOnceWithEverything()
    {
        Fixture f;

        QVERIFY(!f.add(u"One"_s));
        f.answer.text += u" two"_s;
        f.answer.state = MessageState::Complete;
        QVERIFY(!f.update());

        QCOMPARE(f.sink.notes, (QStringList {u"put 1 after 0: streaming 'One'"_s, u"put 1 after 0: complete 'One two'"_s}));
    }

    void whatIsNewIsToldAtMostOnceInAnInterval()
    {
        Fixture f;
        f.add(u"One"_s);
        const TimePoint due = f.clock.now() + AnswerJournal::Interval;

        for (int frame = 0; frame < 5; ++frame) {
            f.clock.advance(Millis(16));
            QVERIFY(f.add(u"."_s) == due);
        }
        QCOMPARE(f.sink.notes.size(), 1);
        f.clock.moveTo(due);
        QVERIFY(!f.update());

        QCOMPARE(f.sink.notes.last(), u"grow 1: '.....' ''"_s);
    }

    void whatIsHeldIsToldAndNotToldAgainWhenItIsReleased()
    {
        Fixture f;
        f.add(u"One"_s);
        f.clock.advance(Millis(500));

        QVERIFY(!f.update(u" two"_s));
        QCOMPARE(f.sink.notes.last(), u"grow 1: ' two' ''"_s);
        f.clock.advance(Millis(500));
        QVERIFY(!f.add(u" two"_s)); // released
        QCOMPARE(f.sink.notes.size(), 2);
        f.answer.text += u" three"_s;
        QVERIFY(!f.update(u" four"_s));
        QCOMPARE(f.sink.notes.last(), u"grow 1: ' three four' ''"_s);
        f.clock.advance(Millis(500));
        f.answer.text += u" fo"_s; // a part of it
        QVERIFY(!f.update(u"ur five"_s));
        QCOMPARE(f.sink.notes.last(), u"grow 1: ' five' ''"_s);
    }

    void whatIsHeldIsThereBeforeTheFirstTextIs()
    {
        Fixture f;
        f.answer.state = MessageState::Pending;
        f.clock.advance(Millis(500));
        QVERIFY(!f.update(u"On"_s));
        QCOMPARE(f.sink.notes, QStringList {u"grow 1: 'On' ''"_s});
    }

    void aChangeOfStateKeepsWhatIsHeld()
    {
        Fixture f;
        f.answer.text = u"One"_s;
        QVERIFY(!f.update(u" two"_s));
        QCOMPARE(f.sink.notes, (QStringList {u"put 1 after 0: streaming 'One'"_s, u"grow 1: ' two' ''"_s}));
    }

    void aLonePieceAfterAPauseIsToldAtOnce()
    {
        Fixture f;
        f.add(u"One"_s);
        f.clock.advance(Millis(5000));

        QVERIFY(!f.add(u" two"_s));

        QCOMPARE(f.sink.notes.last(), u"grow 1: ' two' ''"_s);
    }

    void nothingNewIsNotTold()
    {
        Fixture f;
        f.add(u"One"_s);

        f.clock.advance(Millis(5000));
        QVERIFY(!f.update());

        QCOMPARE(f.sink.notes.size(), 1);
    }

    void reasoningGrowsToo()
    {
        Fixture f;
        f.answer.reasoning = u"Hm"_s;
        f.update();
        f.clock.advance(Millis(5000));
        f.answer.reasoning += u", yes"_s;

        f.add(u"Yes"_s);

        QCOMPARE(f.sink.notes.last(), u"grow 1: 'Yes' ', yes'"_s);
    }

    void whatWasReplacedIsToldWhole()
    {
        Fixture f;
        f.add(u"One two three"_s);
        f.answer.text = u"Another answer, of another length"_s;
        f.answer.rewrites = 1;

        QVERIFY(!f.update());

        QCOMPARE(f.sink.notes.last(), u"put 1 after 0: streaming 'Another answer, of another length'"_s);
    }

    void aSeamIsToldAtOnce()
    {
        Fixture f;
        f.add(u"One"_s);
        f.answer.seams.append({.means = ResumeMeans::LastEventId, .textAt = 3});

        QVERIFY(!f.update());

        QCOMPARE(f.sink.notes.size(), 2);
        QCOMPARE(f.sink.puts.last().seams.size(), 1);
    }

    // What the disk has is what was told, piece by piece, whatever the pace.
    void thePiecesAreTheAnswer()
    {
        Fixture f;
        for (int frame = 0; frame < 1000; ++frame) {
            f.clock.advance(Millis(frame % 40));
            f.add(u"%1 "_s.arg(frame));
        }
        f.clock.advance(AnswerJournal::Interval);
        f.update();

        QCOMPARE(f.sink.stored.at(1).text, f.answer.text);
        QVERIFY(f.sink.notes.size() <= 1000 * 20 / AnswerJournal::Interval.count() + 2);
    }
};

QTEST_GUILESS_MAIN(TestAnswerJournal)
#include "tst_answerjournal.moc"

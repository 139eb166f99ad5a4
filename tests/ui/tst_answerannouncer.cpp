#include "tests/support/manualclock.h"
#include "tests/ui/fakeconversation.h"
#include "ui/chat/answerannouncer.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace sluice;
using namespace sluice::test;

namespace {

struct Listening
{
    ManualClock clock;
    FakeConversation model;
    QStringList said;
    bool isHeard = true;
    AnswerAnnouncer announcer {model, [this](const QString& text) { said += text; }, nullptr, clock, [this] { return isHeard; }};

    Listening() { model.append(Role::User, u"Why?"_s); }

    void begin(const QString& text = {})
    {
        Message answer;
        answer.role = Role::Assistant;
        answer.state = MessageState::Streaming;
        answer.text = text;
        model.append(answer);
    }

    void end(MessageState state, const QString& error = {})
    {
        model.last().state = state;
        if (!error.isEmpty())
            model.last().error = Error {.kind = ErrorKind::Network, .message = error};
        model.touchLast();
    }
};

}

class TestAnswerAnnouncer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tokensAreNotSaidButSentencesAre()
    {
        Listening l;
        l.begin();
        for (const QString& token : {u"It"_s, u" is"_s, u" so"_s, u"."_s, u" And"_s})
            l.model.growLast(token);

        QCOMPARE(l.said, QStringList {u"It is so."_s});
    }

    void atMostOnceInAnInterval()
    {
        Listening l;
        l.begin();
        for (int i = 0; i < 1000; ++i) { // a sentence each 20 ms, for 20 s
            l.model.growLast(u"Sentence %1. "_s.arg(i));
            l.clock.advance(Millis(20));
        }

        QVERIFY2(l.said.size() >= 19 && l.said.size() <= 21, qPrintable(QString::number(l.said.size())));
        l.end(MessageState::Complete);
        const QString all = l.said.join(u'\n');
        for (int i = 0; i < 1000; ++i)
            QCOMPARE(all.count(u"Sentence %1."_s.arg(i)), 1);
    }

    void whatWaitsIsSaidByATimer()
    {
        Listening l;
        l.begin();
        l.model.growLast(u"One. Two. Thr"_s);
        QCOMPARE(l.said, QStringList {u"One.\nTwo."_s});
        l.model.growLast(u"ee. F"_s);
        QCOMPARE(l.said.size(), 1);
        QVERIFY(l.announcer.isWaiting());

        l.clock.advance(AnswerAnnouncer::Interval);

        QTRY_COMPARE(l.said.size(), 2);
        QCOMPARE(l.said.last(), u"Three."_s);
        QVERIFY(!l.announcer.isWaiting());
    }

    void theEndIsSaidWithWhatIsLeft_data()
    {
        QTest::addColumn<MessageState>("state");
        QTest::addColumn<QString>("error");
        QTest::addColumn<QString>("said");
        QTest::newRow("complete") << MessageState::Complete << QString() << u"Half a\nAnswer complete."_s;
        QTest::newRow("stopped") << MessageState::Stopped << QString() << u"Half a\nAnswer stopped."_s;
        QTest::newRow("interrupted") << MessageState::Interrupted << QString() << u"Half a\nAnswer interrupted."_s;
        QTest::newRow("failed") << MessageState::Failed << u"The connection was lost."_s
                                << u"Half a\nAnswer failed: The connection was lost."_s;
    }

    void theEndIsSaidWithWhatIsLeft()
    {
        QFETCH(const MessageState, state);
        QFETCH(const QString, error);
        QFETCH(const QString, said);
        Listening l;
        l.begin();
        l.model.growLast(u"Half a"_s);
        QVERIFY(l.said.isEmpty());

        l.end(state, error);
        QCOMPARE(l.said, QStringList {said});
        l.model.touchLast(); // its figures, later

        QCOMPARE(l.said.size(), 1);
    }

    void whatWasThereBeforeIsNotRead()
    {
        Listening l;
        l.model.append(Role::Assistant, u"An old answer. Of two sentences."_s);
        l.model.touchLast();
        l.begin(u"Shown while it runs. A"_s);
        l.model.growLast(u"nd more. X"_s);

        QCOMPARE(l.said, QStringList {u"nd more."_s});
    }

    void anAnswerThatGoesOnIsReadFromThere()
    {
        Listening l;
        l.begin();
        l.model.growLast(u"One. Tw"_s);
        l.end(MessageState::Stopped);
        l.clock.advance(AnswerAnnouncer::Interval);
        l.said.clear();

        l.end(MessageState::Streaming);
        l.model.growLast(u"o. Three. F"_s);

        QCOMPARE(l.said, QStringList {u"o.\nThree."_s});
    }

    void aRewrittenAnswerIsReadFromWhereItIsNow()
    {
        Listening l;
        l.begin();
        l.model.growLast(u"One. Two. Three is lon"_s);
        l.clock.advance(AnswerAnnouncer::Interval);
        l.model.last().text = u"One. Zwei."_s;
        ++l.model.last().rewrites;
        l.model.touchLast();
        l.model.growLast(u" Drei. V"_s);

        QCOMPARE(l.said.last(), u"Drei."_s);
    }

    void withoutAScreenReaderNothingIsLookedAt()
    {
        Listening l;
        l.isHeard = false;
        l.begin();
        const int reads = l.model.reads;
        for (int i = 0; i < 100; ++i)
            l.model.growLast(u"A sentence. "_s);
        l.end(MessageState::Complete);

        QVERIFY(l.said.isEmpty());
        QCOMPARE(l.model.reads, reads);
    }
};

QTEST_MAIN(TestAnswerAnnouncer)
#include "tst_answerannouncer.moc"

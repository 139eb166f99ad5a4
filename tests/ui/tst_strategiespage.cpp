// The page "Strategies" of the Lab, on a clock that the test moves.
#include "core/flow/strategysample.h"
#include "tests/support/manualclock.h"
#include "tests/support/windowfixture.h"
#include "ui/blocks/blockworker.h"
#include "ui/chat/composer.h"
#include "ui/chat/messageeditor.h"
#include "ui/combobox.h"
#include "ui/lab/strategiespage.h"
#include "ui/lab/strategypane.h"

#include <QPushButton>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace sluice;
using namespace sluice::test;

namespace {

QString textOf(const std::vector<TimedText>& deltas)
{
    QString whole;
    for (const TimedText& delta : deltas)
        whole += delta.text;
    return whole;
}

struct OpenPage : WindowFixture
{
    BlockWorker worker;
    ManualClock clock;
    StrategiesPage page {{engine, settings, keyring, conversations}, nullptr, clock};

    OpenPage()
    {
        page.resize(1000, 700);
        page.show();
    }

    void choose(const QString& name, const QString& text)
    {
        auto* box = named<ComboBox>(&page, name);
        box->setCurrentText(text);
        Q_EMIT box->activated(box->currentIndex());
        Q_EMIT box->textActivated(text);
    }
};

}

class TestStrategiesPage : public QObject
{
    Q_OBJECT

public:
    /// Before QApplication: the keyring of whoever runs this is none of our business.
    static void initMain() { qputenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus"); }

private Q_SLOTS:
    void fourPanesEndWithTheSameText()
    {
        OpenPage open;
        QVERIFY(open.page.isPlaying());
        open.clock.advance(Millis(2000));
        QTRY_VERIFY(!open.page.pane(0).text().isEmpty());
        QVERIFY(open.page.pane(0).text().size() < textOf(strategySample()).size());

        open.clock.advance(Millis(60'000));

        QTRY_VERIFY(!open.page.isPlaying());
        for (int i = 0; i < StrategiesPage::PaneCount; ++i)
            QCOMPARE(open.page.pane(i).text(), textOf(strategySample()));
    }

    void eachPaneSaysWhatItsStrategyCosts()
    {
        OpenPage open;
        QCOMPARE(open.page.pane(0).strategy(), u"none"_s);
        QCOMPARE(open.page.pane(3).strategy(), u"smooth"_s);
        QVERIFY(open.page.pane(0).figures().contains("p50 0 ms, p95 0 ms"_L1));
        StrategyOptions options = open.settings.strategy();
        options.name = u"sentence"_s;
        const StrategyPlay play = playStrategy(strategySample(), options, strategySample().back().at);
        const QString figures = open.page.pane(2).figures();
        QVERIFY2(figures.startsWith(u"Repaints: %1, for %2 events"_s.arg(play.frames(Millis(16))).arg(play.flushes.size())),
            qPrintable(figures));
        QVERIFY(play.longestGap() > Micros(450'000)); // the pauses of the sample
    }

    void anotherStrategyIsChosenByItsPaneAndKept()
    {
        OpenPage open;
        const QString before = open.page.pane(1).figures();
        open.choose(u"Strategy 2"_s, u"fixed"_s);
        QCOMPARE(open.page.pane(1).play().flushes,
            playStrategy(strategySample(), {.name = u"fixed"_s}, strategySample().back().at).flushes);
        QVERIFY(open.page.pane(1).figures() != before);
        const StrategiesPage next({open.engine, open.settings, open.keyring, open.conversations});
        QCOMPARE(next.pane(1).strategy(), u"fixed"_s);
    }

    void itCanBeHeldAndPlayedFaster()
    {
        OpenPage open;
        open.clock.advance(Millis(1000));
        QTRY_VERIFY(!open.page.pane(0).text().isEmpty());
        auto* button = open.page.findChild<QPushButton*>();
        QTest::mouseClick(button, Qt::LeftButton);
        QVERIFY(!open.page.isPlaying());
        QCOMPARE(button->text(), u"Play"_s);
        const QString held = open.page.pane(0).text();
        open.clock.advance(Millis(3000));
        open.choose(u"Speed"_s, u"4 ×"_s);

        QTest::mouseClick(button, Qt::LeftButton);
        QCOMPARE(open.page.pane(0).text(), held); // the pause does not count
        open.clock.advance(Millis(250));

        const auto until = [](Micros time) {
            std::vector<TimedText> come;
            for (const TimedText& delta : strategySample()) {
                if (delta.at <= time)
                    come.push_back(delta);
            }
            return textOf(come);
        };
        QTRY_COMPARE(open.page.pane(0).text(), until(Micros(2'000'000)));
    }

    void itStandsStillWhileItIsHidden()
    {
        OpenPage open;
        QVERIFY(open.page.isPlaying());
        open.page.hide();
        QVERIFY(!open.page.isPlaying());
        const int before = open.page.pane(0).paints();
        open.clock.advance(Millis(1000));
        QCoreApplication::processEvents();
        QCOMPARE(open.page.pane(0).paints(), before);
        open.page.show();
        QVERIFY(open.page.isPlaying());
    }

    void withReducedMotionItShowsTheWholeUntilItIsPlayed()
    {
        WindowFixture fixture;
        fixture.settings.setScreenPace({.reducedMotion = ReducedMotion::On});
        ManualClock clock;
        StrategiesPage page({fixture.engine, fixture.settings, fixture.keyring, fixture.conversations}, nullptr, clock);
        page.show();
        QVERIFY(!page.isPlaying());
        QCOMPARE(page.pane(1).text(), textOf(strategySample()));
        page.play();
        QVERIFY(page.isPlaying());
        QVERIFY(page.pane(1).text().isEmpty());
    }

    void aRecordingIsPlayed()
    {
        OpenPage open;
        open.choose(u"Stream to play"_s, u"Recording of the demo"_s);
        const QString text = textOf(sampleOfRecording(u":/recordings/sample.sluice"_s)->deltas);
        QTRY_VERIFY(open.page.note().contains("recorded"_L1)); // it is read on another thread
        open.clock.advance(Millis(600'000));
        QTRY_COMPARE(open.page.pane(3).text(), text);
        open.page.openRecording(u"/nowhere.sluice"_s);
        QTRY_VERIFY(open.page.note().contains("nowhere"_L1));
    }

    void theLastAnswerIsPlayedAsItCame()
    {
        OpenPage open;
        open.choose(u"Stream to play"_s, u"Last answer"_s);
        QVERIFY(open.page.note().contains("no finished answer"_L1));
        auto* composer = open.window->findChild<Composer*>();
        composer->setText(u"hello"_s);
        QTest::keyClick(composer->editor(), Qt::Key_Return);
        const ChatSession* session = open.conversations.session(open.settings.shownConversation());
        QTRY_COMPARE(session->messageCount(), 2); // from then on it runs
        QTRY_VERIFY_WITH_TIMEOUT(!session->isRunning(), 30'000);

        open.choose(u"Stream to play"_s, u"Last answer"_s);

        const QString answer = session->loadedMessage(1)->text;
        QTRY_VERIFY(open.page.note().startsWith("The last answer"_L1));
        open.clock.advance(Millis(600'000));
        QTRY_COMPARE(open.page.pane(0).text(), answer);
    }

    void aTimelinesTextIsDealtOutOverItsDeltas()
    {
        StreamTimeline timeline;
        timeline.bucketMs = 50;
        timeline.lastMs = 400;
        timeline.buckets = {{}, {.textDeltas = 2}, {}, {.textDeltas = 1}};
        const StreamSample sample = sampleOfTimeline(timeline, u"ab😀c流"_s);
        QCOMPARE(textOf(sample.deltas), u"ab😀c流"_s);
        QCOMPARE(sample.deltas.size(), size_t(3));
        QCOMPARE(sample.deltas[0].at, Micros(62'500));
        QCOMPARE(sample.deltas[2].at, Micros(175'000));
        QCOMPARE(sample.end, Micros(400'000));
        QVERIFY(sampleOfTimeline({}, u"x"_s).deltas.empty());
    }
};

QTEST_MAIN(TestStrategiesPage)
#include "tst_strategiespage.moc"

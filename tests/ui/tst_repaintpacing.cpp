#include "core/engine/chatengine.h"
#include "core/metrics/streammetrics.h"
#include "tests/support/manualclock.h"
#include "tests/support/metricvalues.h"
#include "ui/chat/chatview.h"
#include "ui/chat/repaintpacing.h"

#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace sluice;
using namespace sluice::test;

namespace {

struct Shown
{
    ManualClock clock;
    ChatEngine engine;
    ChatSession session {engine, u"1"_s};
    ChatSession other {engine, u"2"_s};
    ChatView view;
    RepaintPacing pacing {view, nullptr, clock};
    QSignalSpy told {&pacing, &RepaintPacing::slowdownChanged};

    Shown()
    {
        pacing.setSession(&session);
        setState(StreamState::Streaming);
    }

    void setState(StreamState state) { Q_EMIT session.statusChanged({.state = state}); }

    // Frames that take \a work each, for \a time.
    void stream(Micros work, Millis time)
    {
        const TimePoint end = clock.now() + time;
        while (clock.now() < end) {
            Q_EMIT session.messageChanged(0);
            clock.advance(work);
            Q_EMIT view.painted();
            clock.advance(std::max(Micros(0), Micros(pacing.interval()) - work));
        }
    }

    QString text() const { return told.isEmpty() ? QString() : told.last().at(0).toString(); }
};

}

class TestRepaintPacing : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void lightFramesAreNothingToTalkAbout()
    {
        Shown s;

        s.stream(Micros(2000), Millis(5000));

        QCOMPARE(s.pacing.interval(), Millis(16));
        QCOMPARE(s.told.count(), 0);
        QVERIFY(s.pacing.meter().count() > 300);
    }

    void framesAreCountedWhereSomebodyReadsTheCount()
    {
        Shown s;
        StreamMetrics metrics;
        const auto value = [&](const char* name) { return metricValue(metrics.text(), name); };
        Q_EMIT s.session.frameCame(s.clock.now());
        s.stream(Micros(2000), Millis(1)); // nobody reads
        QCOMPARE(value("sluice_frame_seconds_count"), std::nullopt);

        s.pacing.setMetrics(&metrics);
        s.clock.advance(Millis(100));
        Q_EMIT s.session.frameCame(s.clock.now() - Millis(5));
        Q_EMIT s.session.frameCame(s.clock.now()); // the oldest counts
        s.stream(Micros(2000), Millis(1));

        QCOMPARE(value("sluice_frame_seconds_sum"), 0.002);
        QCOMPARE(value("sluice_event_to_paint_seconds_sum"), 0.007);
        s.stream(Micros(2000), Millis(1)); // a change that no delta made
        QCOMPARE(value("sluice_frame_seconds_count"), 2.0);
        QCOMPARE(value("sluice_event_to_paint_seconds_count"), 1.0);
        s.pacing.setMetrics(nullptr);
        s.stream(Micros(2000), Millis(100));
        QCOMPARE(value("sluice_frame_seconds_count"), 2.0);
    }

    void slowFramesComeLessOftenAndItSaysSo()
    {
        Shown s;

        s.stream(Micros(14000), Millis(800));
        QCOMPARE(s.pacing.interval(), Millis(32));
        QCOMPARE(s.told.count(), 0); // not at once
        s.stream(Micros(14000), Millis(1000));

        QCOMPARE(s.text(), u"Repainting every 32 ms: frames take long here"_s);
        QCOMPARE(s.told.count(), 1);
    }

    void itStopsSayingSoWhenTheAnswerEnds()
    {
        Shown s;
        s.stream(Micros(14000), Millis(2000));
        QVERIFY(!s.text().isEmpty());

        s.setState(StreamState::Finished);

        QCOMPARE(s.text(), QString());
        QCOMPARE(s.pacing.interval(), Millis(16));
    }

    void anotherConversationStartsOver()
    {
        Shown s;
        s.stream(Micros(14000), Millis(2000));

        s.pacing.setSession(&s.other);
        QCOMPARE(s.text(), QString());
        s.stream(Micros(14000), Millis(2000)); // the first one goes on, unseen

        QCOMPARE(s.pacing.interval(), Millis(16));
    }

    void theChosenIntervalAppliesAtOnce()
    {
        Shown s;

        s.pacing.setBase(Millis(50));
        s.stream(Micros(14000), Millis(2000));

        QCOMPARE(s.pacing.interval(), Millis(50));
        QCOMPARE(s.told.count(), 0);
    }

    void paintsForOtherReasonsDoNotCount()
    {
        Shown s;

        for (int i = 0; i < 100; ++i) {
            s.clock.advance(Millis(30));
            Q_EMIT s.view.painted();
        }

        QCOMPARE(s.pacing.meter().count(), 0);
        QCOMPARE(s.pacing.interval(), Millis(16));
    }
};

QTEST_MAIN(TestRepaintPacing)

#include "tst_repaintpacing.moc"

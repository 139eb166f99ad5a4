#include "chatviewfixture.h"

#include "ui/chat/scrollthrottle.h"

#include <QSignalSpy>

using namespace Qt::StringLiterals;
using namespace sluice;

namespace {

constexpr Millis Long {3'600'000};

}

class TestScrollThrottle : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void withoutAnIntervalNothingIsHeld()
    {
        ScrollThrottle throttle;

        QVERIFY(!throttle.holds(-10));
        QVERIFY(!throttle.holds(-20));

        QCOMPARE(throttle.held(), 0);
    }

    void theFirstMoveIsMadeAndTheRestComesLater()
    {
        ScrollThrottle throttle;
        QSignalSpy due(&throttle, &ScrollThrottle::due);
        throttle.setInterval(Millis(5));

        QVERIFY(!throttle.holds(-10));
        QVERIFY(throttle.holds(-20));
        QVERIFY(throttle.holds(-30));
        QCOMPARE(throttle.held(), -30);

        QTRY_COMPARE(due.count(), 1);
        QVERIFY(!throttle.holds(throttle.held()));
        QCOMPARE(throttle.held(), 0);
    }

    void nothingIsDueWhenNothingWasHeldOrItWasCancelled()
    {
        ScrollThrottle throttle;
        QSignalSpy due(&throttle, &ScrollThrottle::due);
        throttle.setInterval(Long);
        QVERIFY(!throttle.holds(5));
        QVERIFY(throttle.holds(5));
        throttle.cancel();

        throttle.setInterval(Millis(0));

        QCOMPARE(due.count(), 0);
    }

    void aStormOfTheWheelMovesTheViewOnceAndThenTheWholeWay()
    {
        ChatViewFixture f(1000);
        f.view.scrollThrottle().setInterval(Long);
        const int row = f.view.rowAtViewport(0);
        f.wheel(1);
        const int afterFirst = f.top(row);
        const int first = f.offset();

        f.wheel(1);
        f.wheel(1);
        QCOMPARE(f.top(row), afterFirst); // the view has moved once
        const int asked = first - f.offset();
        QVERIFY(asked > 0); // the bar is where the user wants to be
        QVERIFY(!f.view.isFollowing());
        f.view.scrollThrottle().setInterval(Millis(0));

        QCOMPARE(f.top(row), afterFirst + asked);
    }

    void textThatStreamsInMeanwhileLosesNothingOfTheMove()
    {
        ChatViewFixture f(1000);
        f.model.append(Role::Assistant, LongText);
        f.view.scrollThrottle().setInterval(Long);
        f.wheel(1);
        const int row = f.view.rowAtViewport(0);
        const int before = f.top(row);
        f.wheel(1);

        f.model.growLast(LongText);
        QCOMPARE(f.top(row), before);
        f.view.scrollThrottle().setInterval(Millis(0));

        QVERIFY(f.top(row) > before);
    }

    void jumpingToTheEndForgetsWhatWasHeld()
    {
        ChatViewFixture f(1000);
        f.view.scrollThrottle().setInterval(Long);
        f.wheel(1);
        f.wheel(5);

        f.view.followLatest();
        f.view.scrollThrottle().setInterval(Millis(0));

        QVERIFY(f.view.isFollowing());
        QCOMPARE(f.offset(), f.end());
    }
};

QTEST_MAIN(TestScrollThrottle)

#include "tst_scrollthrottle.moc"

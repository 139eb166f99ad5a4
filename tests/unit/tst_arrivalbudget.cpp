#include "core/gateway/arrivalbudget.h"

#include <QTest>

using namespace sluice;

namespace {

struct Request final : ArrivingRequest
{
    void giveUp() override { ++givenUp; }
    int givenUp = 0;
};

}

class TestArrivalBudget : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void countsWhatIsHeldNow()
    {
        ArrivalBudget budget(100);
        Request one;
        Request other;
        budget.hold(one, 40);
        budget.hold(other, 20);
        budget.hold(one, 80);
        QCOMPARE(budget.bytes(), 100);
        budget.hold(one, 0);
        budget.hold(one, 0);
        QCOMPARE(budget.bytes(), 20);
        QCOMPARE(one.givenUp + other.givenUp, 0);
    }

    void theLargestMakesRoomForASmallOne()
    {
        ArrivalBudget budget(100);
        Request large;
        Request small;
        Request next;
        budget.hold(large, 60);
        budget.hold(small, 39);
        budget.hold(next, 2);
        QCOMPARE(large.givenUp, 1);
        QCOMPARE(small.givenUp + next.givenUp, 0);
        QCOMPARE(budget.bytes(), 41);
    }

    void whoAsksForMoreThanThereIsLosesItsOwn()
    {
        ArrivalBudget budget(100);
        Request small;
        Request large;
        budget.hold(small, 50);
        budget.hold(large, 500);
        QCOMPARE(large.givenUp, 1);
        QCOMPARE(small.givenUp, 0);
        QCOMPARE(budget.bytes(), 50);
    }
};

QTEST_GUILESS_MAIN(TestArrivalBudget)
#include "tst_arrivalbudget.moc"

#include "core/lab/arrivalschedule.h"

#include <QTest>

#include <cmath>

using namespace sluice;

class TestArrivalSchedule : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void evenArrivalsNeverDrift();
    void poissonArrivalsComeAtTheirRateAndVary();
    void theSameSeedGivesTheSameTimes();
    void anotherSeedGivesOthers();
};

namespace {

std::vector<double> gaps(ArrivalSchedule schedule, int count, TimePoint start)
{
    std::vector<double> all;
    TimePoint last = start;
    for (int i = 0; i < count; ++i, schedule.advance()) {
        all.push_back(std::chrono::duration<double>(schedule.next() - last).count());
        last = schedule.next();
    }
    return all;
}

}

void TestArrivalSchedule::evenArrivalsNeverDrift()
{
    const TimePoint start {};
    ArrivalSchedule schedule(start, 3, false, 1);

    for (int i = 1; i < 300'000; ++i)
        schedule.advance();

    const double at = std::chrono::duration<double>(schedule.next() - start).count();
    QVERIFY2(std::abs(at - 100'000) < 0.001, qPrintable(QString::number(at, 'f', 6)));
}

void TestArrivalSchedule::poissonArrivalsComeAtTheirRateAndVary()
{
    const std::vector<double> all = gaps(ArrivalSchedule({}, 50, true, 7), 20'000, {});

    double sum = 0;
    double squares = 0;
    for (const double gap : all) {
        QVERIFY(gap >= 0);
        sum += gap;
        squares += gap * gap;
    }
    const double mean = sum / double(all.size());
    const double deviation = std::sqrt(squares / double(all.size()) - mean * mean);
    QVERIFY2(std::abs(mean * 50 - 1) < 0.05, qPrintable(QString::number(mean)));
    QVERIFY2(std::abs(deviation * 50 - 1) < 0.05, qPrintable(QString::number(deviation))); // exponential: as large as the mean
}

void TestArrivalSchedule::theSameSeedGivesTheSameTimes()
{
    QCOMPARE(gaps(ArrivalSchedule({}, 10, true, 3), 100, {}), gaps(ArrivalSchedule({}, 10, true, 3), 100, {}));
}

void TestArrivalSchedule::anotherSeedGivesOthers()
{
    QVERIFY(gaps(ArrivalSchedule({}, 10, true, 3), 100, {}) != gaps(ArrivalSchedule({}, 10, true, 4), 100, {}));
}

QTEST_GUILESS_MAIN(TestArrivalSchedule)
#include "tst_arrivalschedule.moc"

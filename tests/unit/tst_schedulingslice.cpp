#include "core/base/schedulingslice.h"

#include <QTest>

#include <thread>

using namespace sluice;

class TestSchedulingSlice : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void itIsOfTheCallingThreadAndOfThoseThatItCreates()
    {
        constexpr std::chrono::nanoseconds Wanted {100'000};
        const std::chrono::nanoseconds before = schedulingSlice();
        bool wasTaken = false;
        std::chrono::nanoseconds own {};
        std::chrono::nanoseconds child {};

        std::thread([&] {
            wasTaken = setSchedulingSlice(Wanted);
            own = schedulingSlice();
            std::thread([&] { child = schedulingSlice(); }).join();
        }).join();

        QCOMPARE(schedulingSlice(), before);
        QCOMPARE(own, wasTaken ? Wanted : before);
        QCOMPARE(child, own);
        if (!wasTaken)
            QSKIP("this system does not let a thread choose its slice");
    }
};

QTEST_GUILESS_MAIN(TestSchedulingSlice)
#include "tst_schedulingslice.moc"

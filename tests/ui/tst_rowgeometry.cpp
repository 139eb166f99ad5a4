#include "ui/blocks/rowgeometry.h"
#include "ui/panel/owncost.h"

#include <QRandomGenerator>
#include <QTest>

#include <vector>

using namespace sluice;

class TestRowGeometry final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anEmptyListHasNoRowAnywhere()
    {
        RowGeometry geometry;

        geometry.reset(0);

        QCOMPARE(geometry.totalHeight(), 0);
        QCOMPARE(geometry.rowAt(0), -1);
        QCOMPARE(geometry.rowAt(100), -1);
    }

    void rowsHaveTheEstimateUntilMeasured()
    {
        RowGeometry geometry(50);
        geometry.reset(10);

        const int growth = geometry.setMeasured(3, 80);

        QCOMPARE(growth, 30);
        QVERIFY(geometry.isMeasured(3));
        QVERIFY(!geometry.isMeasured(4));
        QCOMPARE(geometry.totalHeight(), 530);
        QCOMPARE(geometry.top(3), 150);
        QCOMPARE(geometry.top(4), 230);
        QCOMPARE(geometry.top(10), 530);
    }

    void anInvalidatedRowKeepsItsHeightAsEstimate()
    {
        RowGeometry geometry(50);
        geometry.reset(3);
        geometry.setMeasured(0, 70);
        geometry.setMeasured(1, 90);

        geometry.invalidate(0);
        QVERIFY(!geometry.isMeasured(0) && geometry.isMeasured(1));
        geometry.invalidateAll();

        QVERIFY(!geometry.isMeasured(1));
        QCOMPARE(geometry.totalHeight(), 210);
    }

    void positionsOutsideGiveTheFirstAndTheLastRow()
    {
        RowGeometry geometry(50);
        geometry.reset(3000);

        QCOMPARE(geometry.rowAt(-5), 0);
        QCOMPARE(geometry.rowAt(geometry.totalHeight()), 2999);
        QCOMPARE(geometry.rowAt(geometry.totalHeight() * 2), 2999);
    }

    void agreesWithAPlainListUnderRandomChanges()
    {
        QRandomGenerator random(7);
        RowGeometry geometry(30);
        std::vector<int> plain(5000, 30);
        geometry.reset(5000);

        for (int step = 0; step < 400; ++step) {
            const int row = random.bounded(int(plain.size()));
            const int count = random.bounded(40);
            if (step % 3 == 0) {
                geometry.insert(row, count);
                plain.insert(plain.begin() + row, size_t(count), 30);
            } else if (step % 3 == 1) {
                const int removed = qMin(count, int(plain.size()) - row);
                geometry.remove(row, removed);
                plain.erase(plain.begin() + row, plain.begin() + row + removed);
            } else {
                geometry.setMeasured(row, 1 + random.bounded(500));
                plain[size_t(row)] = geometry.height(row);
            }
        }

        QCOMPARE(geometry.count(), int(plain.size()));
        qint64 top = 0;
        for (int row = 0; row < geometry.count(); ++row) {
            QCOMPARE(geometry.top(row), top);
            QCOMPARE(geometry.rowAt(top), row);
            QCOMPARE(geometry.rowAt(top + plain[size_t(row)] - 1), row);
            top += plain[size_t(row)];
        }
        QCOMPARE(geometry.totalHeight(), top);
    }

    void aMillionRowsAnswerAsQuicklyAsTheyMust()
    {
        RowGeometry geometry(120);
        geometry.reset(1'000'000);
        geometry.setMeasured(999'999, 500);

        const double begin = OwnCost::threadCpuSeconds(); // what else the machine does meanwhile is not ours
        qint64 sum = 0;
        for (int i = 0; i < 1000; ++i) {
            sum += geometry.top(i * 997);
            sum += geometry.rowAt(i * qint64(119'000));
            geometry.setMeasured(i * 991, 100);
        }
        const double takenMs = (OwnCost::threadCpuSeconds() - begin) * 1000;

        QVERIFY(sum > 0);
        QVERIFY2(takenMs < 200, qPrintable(QString::number(takenMs))); // 40 times what a slow debug build takes
        QCOMPARE(geometry.rowAt(geometry.totalHeight() - 1), 999'999);
        QCOMPARE(geometry.top(999'999), geometry.totalHeight() - 500);
    }
};

QTEST_GUILESS_MAIN(TestRowGeometry)

#include "tst_rowgeometry.moc"

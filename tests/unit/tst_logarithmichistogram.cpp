#include "core/figures/logarithmichistogram.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>

using namespace sluice;

class LogarithmicHistogramTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void percentilesAreTrueToAThirdOfAPercent()
    {
        std::mt19937 random(7);
        std::lognormal_distribution<double> values(2, 2);
        LogarithmicHistogram histogram;
        std::vector<double> all;
        for (int i = 0; i < 20'000; ++i) {
            all.push_back(values(random));
            histogram.add(all.back());
        }
        std::ranges::sort(all);
        for (const double share : {0.001, 0.1, 0.5, 0.9, 0.99, 0.999}) {
            const double exact = all[std::size_t(std::ceil(share * double(all.size()))) - 1];
            QVERIFY2(std::abs(histogram.percentile(share) / exact - 1) <= 0.0034, qPrintable(QString::number(share)));
        }
        QCOMPARE(histogram.max(), all.back());
        QCOMPARE(histogram.percentile(1), std::min(all.back(), histogram.percentile(1)));
        QCOMPARE(histogram.count(), qint64(all.size()));
    }

    void nothingGivesZero()
    {
        const LogarithmicHistogram histogram;
        QCOMPARE(histogram.percentile(0.5), 0.0);
        QCOMPARE(histogram.mean(), 0.0);
        QCOMPARE(histogram.max(), 0.0);
    }

    void valuesBeyondItsEndsCountAsTheEnds()
    {
        LogarithmicHistogram histogram;
        histogram.add(0);
        histogram.add(-5);
        histogram.add(1e12);
        histogram.add(std::numeric_limits<double>::quiet_NaN());
        QCOMPARE(histogram.count(), 3);
        QCOMPARE(histogram.buckets().size(), std::size_t(2));
        QCOMPARE(histogram.max(), 1e12);
    }

    void twoThatAreAddedAreAsOne()
    {
        LogarithmicHistogram one;
        LogarithmicHistogram other;
        LogarithmicHistogram both;
        for (int i = 1; i < 1000; ++i) {
            (i % 3 == 0 ? one : other).add(i);
            both.add(i);
        }
        one.add(other);
        QCOMPARE(one, both);
    }

    void whatWasStoredComesBack()
    {
        LogarithmicHistogram histogram;
        for (const double value : {0.5, 20.0, 20.1, 300.0})
            histogram.add(value);
        QCOMPARE(LogarithmicHistogram::fromBuckets(histogram.buckets(), histogram.sum(), histogram.max()), histogram);
        QCOMPARE(LogarithmicHistogram::fromBuckets({{-1, 5}, {1'000'000, 2}, {3, -7}}, 1, 1).count(), 0);
    }
};

QTEST_APPLESS_MAIN(LogarithmicHistogramTest)
#include "tst_logarithmichistogram.moc"

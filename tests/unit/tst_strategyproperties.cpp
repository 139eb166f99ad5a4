#include "core/flow/bufferstrategy.h"
#include "tests/support/flowhelpers.h"

#include <QTest>

#include <random>

using namespace sluice;
using namespace sluice::test;
using namespace Qt::StringLiterals;

namespace {

using Random = std::mt19937;

int below(Random& random, int limit)
{
    return int(random() % unsigned(limit));
}

/// Pieces of a text that holds everything awkward; pairs may be split between two of them.
QString randomText(Random& random)
{
    static const QString source =
        u"One. Two! Three? 四。五！六？\nseven 3.14 a.b \U0001F600\U0001F468\u200D\U0001F469 e\u0301 .. "_s;
    if (below(random, 40) == 0)
        return source.repeated(1 + below(random, 30));
    const qsizetype from = below(random, int(source.size()));
    return source.mid(from, below(random, 9));
}

Delta randomDelta(Random& random)
{
    switch (below(random, 30)) {
    case 0:
        return ReasoningDelta {randomText(random)};
    case 1:
        return ToolCallDelta {below(random, 2), {}, {}, randomText(random)};
    case 2:
        return CachedDelta {};
    case 3:
    case 4:
    case 5:
        return Usage {below(random, 100), below(random, 100)};
    default:
        return TextDelta {randomText(random)};
    }
}

StrategyOptions randomOptions(const QString& name, Random& random)
{
    const int min = 1 + below(random, 6);
    return {.name = name,
        .size = 1 + below(random, 8),
        .min = min,
        .max = min + below(random, 6),
        .timeout = Millis(below(random, 600)),
        .stallGuard = Millis(below(random, 3) == 0 ? 0 : below(random, 1500)),
        .delay = Millis(below(random, 400))};
}

/// All deltas one after the other, so that merging and splitting do not show; usage stands apart.
struct Transcript
{
    QString ordered;
    std::optional<Usage> usage;
    int textDeltas = 0;

    void add(const Delta& delta)
    {
        if (const auto* piece = std::get_if<TextDelta>(&delta))
            append(u'T', piece->text);
        else if (const auto* reasoning = std::get_if<ReasoningDelta>(&delta))
            append(u'R', reasoning->text);
        else if (const auto* tool = std::get_if<ToolCallDelta>(&delta))
            append(QChar(u'0' + tool->index), tool->arguments);
        else if (const auto* counted = std::get_if<Usage>(&delta))
            usage = *counted;
        else if (!ordered.endsWith(u'C'))
            ordered += u'C';
    }

private:
    void append(QChar kind, const QString& value)
    {
        for (const QChar c : value) {
            ordered += kind;
            ordered += c;
        }
    }
};

}

/// What must hold for every strategy, whatever comes and whenever.
class TestStrategyProperties : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void losesNothingRepeatsNothingAndKeepsTheOrder_data()
    {
        QTest::addColumn<QString>("name");
        for (const QString& name : strategyNames())
            QTest::newRow(qPrintable(name)) << name;
    }

    void losesNothingRepeatsNothingAndKeepsTheOrder()
    {
        QFETCH(QString, name);
        for (unsigned seed = 0; seed < 400; ++seed) {
            Random random(seed);
            StrategyRun run(randomOptions(name, random));
            Transcript sent;

            for (int i = 0; i < 120; ++i) {
                const Delta delta = randomDelta(random);
                sent.add(delta);
                const auto* piece = std::get_if<TextDelta>(&delta);
                sent.textDeltas += piece && !piece->text.isEmpty() ? 1 : 0;
                run.pushLate(delta, Millis(below(random, 3) == 0 ? below(random, 90) : 0));
                if (below(random, 2) == 0)
                    run.wait(Millis(below(random, 120)));
                QVERIFY2(!run.isBusy(), qPrintable(u"nextDue stays in the past, seed %1"_s.arg(seed)));
            }
            run.drain();

            Transcript received;
            for (const Flush& flush : run.flushes()) {
                received.textDeltas += flush.textDeltas;
                for (const Delta& delta : flush.deltas)
                    received.add(delta);
            }
            QVERIFY2(received.ordered == sent.ordered, qPrintable(u"seed %1"_s.arg(seed)));
            QCOMPARE(received.usage, sent.usage);
            QCOMPARE(received.textDeltas, sent.textDeltas);
            QCOMPARE(run.strategy().heldTextDeltas(), 0);
            QCOMPARE(run.strategy().heldCharacters(), 0);
            QCOMPARE(run.strategy().nextDue(), std::nullopt);
        }
    }

    void groupsAreTheSameHoweverTheDeltasWereBatched_data() { losesNothingRepeatsNothingAndKeepsTheOrder_data(); }

    void groupsAreTheSameHoweverTheDeltasWereBatched()
    {
        QFETCH(QString, name);
        for (unsigned seed = 0; seed < 200; ++seed) {
            Random random(seed);
            const StrategyOptions options = randomOptions(name, random);
            StrategyRun one(options);
            StrategyRun batched(options);
            Deltas deltas;
            for (int i = 0; i < 60; ++i)
                deltas.push_back(randomDelta(random));

            for (const Delta& delta : deltas)
                one.push(delta);
            for (const Delta& delta : deltas)
                batched.strategy().push(delta, batched.now());
            batched.wait(Millis(0));

            QCOMPARE(batched.texts(), one.texts());
        }
    }

    void noFlushSplitsASurrogatePair_data() { losesNothingRepeatsNothingAndKeepsTheOrder_data(); }

    void noFlushSplitsASurrogatePair()
    {
        QFETCH(QString, name);
        const QString smiles = u"\U0001F600.\U0001F601 \U0001F602! "_s.repeated(400);
        for (unsigned seed = 0; seed < 100; ++seed) {
            Random random(seed);
            StrategyRun run(randomOptions(name, random));

            for (qsizetype at = 0; at < smiles.size();) {
                const qsizetype count = below(random, 20) == 0 ? 300 : 1 + below(random, 4);
                run.push(smiles.mid(at, count));
                at += count;
                run.wait(Millis(below(random, 50)));
            }
            run.drain();

            for (const QString& part : run.texts())
                QVERIFY2(part.isEmpty() || part.isValidUtf16(), qPrintable(u"seed %1"_s.arg(seed)));
            QCOMPARE(run.texts().join(QString()), smiles);
        }
    }

    void nothingWaitsLongerThanTheStallGuard_data() { losesNothingRepeatsNothingAndKeepsTheOrder_data(); }

    void nothingWaitsLongerThanTheStallGuard()
    {
        QFETCH(QString, name);
        for (unsigned seed = 0; seed < 200; ++seed) {
            Random random(seed);
            StrategyOptions options = randomOptions(name, random);
            options.stallGuard = Millis(1 + below(random, 800));
            StrategyRun run(options);
            const int latest = below(random, 2) * below(random, 300); // it had waited so long when the strategy got it

            for (int i = 0; i < 80; ++i) {
                run.pushLate(text(u"word "_s), Millis(below(random, latest + 1)));
                run.wait(Millis(below(random, 200)));
            }
            run.wait(Millis(1000));

            for (const Flush& flush : run.flushes())
                QVERIFY(flush.released - flush.firstReceived <= std::max(options.stallGuard, Millis(latest)));
            QCOMPARE(run.strategy().heldTextDeltas(), 0);
        }
    }
};

QTEST_GUILESS_MAIN(TestStrategyProperties)
#include "tst_strategyproperties.moc"

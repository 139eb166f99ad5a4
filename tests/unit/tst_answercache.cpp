#include "core/gateway/answercache.h"
#include "core/store/cachekey.h"
#include "tests/support/notedanswer.h"
#include "tests/support/scriptedsource.h"

#include <boost/asio/io_context.hpp>

#include <QTest>

using namespace Qt::StringLiterals;
using namespace sluice;
using namespace sluice::test;

namespace {

const StreamEnd Complete {.finishReason = QStringLiteral("stop"), .error = std::nullopt};

/// Gives its answers when the test says so.
struct ScriptedStore final : AnswerStore
{
    quint64 find(const QJsonObject& determining, std::function<void(const Lookup&)> found) override
    {
        lookups.emplace(++last, std::pair(cacheKey(determining), std::move(found)));
        return last;
    }
    void cancel(quint64 lookup) override { lookups.erase(lookup); }
    void store(const QByteArray& key, std::shared_ptr<const RecordedAnswer> answer, std::function<void()> done) override
    {
        ++stores;
        answers.insert(key, std::move(answer));
        onStored = std::move(done);
    }

    /// Answers the oldest lookup.
    void answerOne()
    {
        const auto lookup = lookups.extract(lookups.begin());
        const auto& [key, found] = lookup.mapped();
        found({.key = key, .answer = answers.value(key)});
    }

    std::map<quint64, std::pair<QByteArray, std::function<void(const Lookup&)>>> lookups;
    QHash<QByteArray, std::shared_ptr<const RecordedAnswer>> answers;
    std::function<void()> onStored;
    quint64 last = 0;
    int stores = 0;
};

struct CountedOrigin final : AnswerOrigin
{
    std::unique_ptr<AnswerSource> open(const AnswerRequest&) override
    {
        sources.push_back(std::make_shared<ScriptedSource::Shared>());
        return std::make_unique<ScriptedSource>(sources.back());
    }
    QJsonObject determining(const AnswerRequest& request) const override
    {
        return {{u"message"_s, request.message}, {u"model"_s, model}};
    }
    QByteArray providerName() const override { return "counted"; }
    QByteArray modelName() const override { return "counted"; }

    QString model;
    std::vector<std::shared_ptr<ScriptedSource::Shared>> sources;
};

struct Fixture
{
    ~Fixture()
    {
        cache.clear();
        settle();
    }
    quint64 ask(const QString& message)
    {
        return cache.open(
            {.message = message, .completion = {}, .demo = {}}, origin, [this](std::unique_ptr<AnswerSource> source) {
                answers.push_back(std::make_unique<NotedAnswer>(std::move(source)));
            });
    }
    /// Asks, and lets the store answer.
    NotedAnswer& open(const QString& message)
    {
        ask(message);
        store.answerOne();
        settle();
        return *answers.back();
    }
    void settle()
    {
        loop.restart();
        loop.poll();
    }

    boost::asio::io_context loop;
    ScriptedStore store;
    CountedOrigin origin;
    AnswerCache cache {loop, store, {.patience = Millis(20)}};
    std::vector<std::unique_ptr<NotedAnswer>> answers;
};

}

class TestAnswerCache : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aCompleteAnswerIsStoredAndReplayed();
    void equalQuestionsAskTheOriginOnce();
    void oneThatLookedInVainFindsTheAnswerBeforeItIsStored();
    void otherQuestionsAskForThemselves();
    void whatFailedOrWasStoppedIsNotStoredAndAskedAgain();
    void anAnswerThatIsTooLongIsNotJoined();
    void aSlowStoreIsNotWaitedFor();
    void aCancelledOpeningAsksNobody();
};

void TestAnswerCache::aCompleteAnswerIsStoredAndReplayed()
{
    Fixture fixture;
    NotedAnswer& first = fixture.open(u"q"_s);
    fixture.origin.sources[0]->sink->takeHead();
    fixture.origin.sources[0]->give(3, 1);
    fixture.origin.sources[0]->sink->takeEnd(Complete);
    QCOMPARE(first.said, u"xxx"_s);
    QCOMPARE(fixture.store.stores, 1);
    fixture.store.onStored();

    const TimePoint start = steadyClock().now(); // before it begins: this thread may be held up at any line
    fixture.ask(u"q"_s);
    fixture.store.answerOne();
    const NotedAnswer& second = *fixture.answers.back();
    fixture.loop.restart();
    fixture.loop.run();
    QCOMPARE(second.said, u"*xxx"_s);
    QCOMPARE(second.heads, 1);
    QCOMPARE(second.end, Complete);
    QVERIFY(steadyClock().now() - start >= Millis(20)); // 10 ms a delta
    QCOMPARE(fixture.origin.sources.size(), 1u);
    QCOMPARE(fixture.cache.stats().hits, 1);
    QCOMPARE(fixture.cache.stats().misses, 1);
}

void TestAnswerCache::equalQuestionsAskTheOriginOnce()
{
    Fixture fixture;
    for (int i = 0; i < 100; ++i)
        fixture.ask(u"q"_s); // all at once, none has looked yet
    for (int i = 0; i < 100; ++i)
        fixture.store.answerOne();
    fixture.settle();
    QCOMPARE(fixture.origin.sources.size(), 1u);
    fixture.origin.sources[0]->give(3, 1);
    fixture.origin.sources[0]->sink->takeEnd(Complete);
    for (const auto& answer : fixture.answers) {
        QCOMPARE(answer->said, u"xxx"_s);
        QCOMPARE(answer->end, Complete);
    }
    QCOMPARE(fixture.store.stores, 1);
    QCOMPARE(fixture.cache.stats().joined, 99);
}

void TestAnswerCache::oneThatLookedInVainFindsTheAnswerBeforeItIsStored()
{
    Fixture fixture;
    fixture.open(u"q"_s);
    fixture.origin.sources[0]->give(3, 1);
    fixture.origin.sources[0]->sink->takeEnd(Complete);
    const auto stored = std::exchange(fixture.store.answers, {}); // not yet
    QCOMPARE(fixture.open(u"q"_s).said, u"xxx"_s);
    QCOMPARE(fixture.answers.back()->end, Complete);
    QCOMPARE(fixture.origin.sources.size(), 1u);

    fixture.store.answers = stored;
    fixture.store.onStored();
    QVERIFY(fixture.open(u"q"_s).said.startsWith(u'*'));
}

void TestAnswerCache::otherQuestionsAskForThemselves()
{
    Fixture fixture;
    fixture.open(u"one"_s);
    fixture.open(u"two"_s);
    QCOMPARE(fixture.origin.sources.size(), 2u);
    fixture.origin.model = u"another"_s;
    fixture.open(u"one"_s);
    QCOMPARE(fixture.origin.sources.size(), 3u);
    QCOMPARE(fixture.cache.stats().joined, 0);
}

void TestAnswerCache::whatFailedOrWasStoppedIsNotStoredAndAskedAgain()
{
    Fixture fixture;
    const NotedAnswer& failed = fixture.open(u"q"_s);
    const NotedAnswer& other = fixture.open(u"q"_s);
    fixture.origin.sources[0]->give(3, 1);
    fixture.origin.sources[0]->sink->takeEnd(
        {.finishReason = {}, .error = Error {.kind = ErrorKind::Server, .message = u"It broke"_s}});
    QVERIFY(failed.end->error && other.end->error);

    fixture.open(u"q"_s).source->stop();
    QCOMPARE(fixture.origin.sources.size(), 2u);
    fixture.open(u"q"_s);
    QCOMPARE(fixture.origin.sources.size(), 3u);
    QCOMPARE(fixture.store.stores, 0);
}

void TestAnswerCache::anAnswerThatIsTooLongIsNotJoined()
{
    Fixture fixture;
    fixture.open(u"q"_s);
    for (int i = 0; i < 5; ++i)
        fixture.origin.sources[0]->give(1, 1024 * 1024);
    QVERIFY(fixture.origin.sources[0]->give(1, 1) > 0);
    fixture.open(u"q"_s);
    QCOMPARE(fixture.origin.sources.size(), 2u);
    fixture.origin.sources[0]->sink->takeEnd(Complete);
    QCOMPARE(fixture.store.stores, 0);
}

void TestAnswerCache::aSlowStoreIsNotWaitedFor()
{
    Fixture fixture;
    fixture.ask(u"q"_s);
    fixture.loop.restart();
    fixture.loop.run(); // until its patience is over
    QCOMPARE(fixture.answers.size(), 1u);
    QVERIFY(fixture.store.lookups.empty());
    fixture.origin.sources[0]->give(3, 1);
    fixture.origin.sources[0]->sink->takeEnd(Complete);
    QCOMPARE(fixture.answers[0]->said, u"xxx"_s);
    QCOMPARE(fixture.store.stores, 0); // its key was not known
}

void TestAnswerCache::aCancelledOpeningAsksNobody()
{
    Fixture fixture;
    fixture.cache.cancel(fixture.ask(u"q"_s));
    QVERIFY(fixture.store.lookups.empty());
    fixture.settle();
    QVERIFY(fixture.answers.empty());
    QVERIFY(fixture.origin.sources.empty());
}

QTEST_GUILESS_MAIN(TestAnswerCache)
#include "tst_answercache.moc"

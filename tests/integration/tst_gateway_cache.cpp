#include "core/gateway/gatewayserver.h"
#include "tests/support/fastest.h"
#include "tests/support/gunzipped.h"
#include "tests/support/rawclient.h"

#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QTest>

#include <future>
#include <random>

using namespace Qt::StringLiterals;
using namespace sluice;
using namespace sluice::test;

namespace {

// It says five things and is silent for an hour; with the same key as one that is not. The pace is no part of a question.
const QByteArray Stalled = "&demo_stall_ms=3600000&demo_stall_at=5";

}

/// POST /chat-cached over real sockets: what is stored and what is not, what a hit looks like, and who asks the model.
class TestGatewayCache : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_options = {};
        m_options.cachePatience = Millis(30'000); // a thread that stands still is no miss
        start();
    }
    void cleanup() { m_server.reset(); }

    void aHitSaysSoAndHasTheSameEvents();
    void aHitComesAt10MsADelta();
    void aHitCanBeResumed();
    void withoutTheCacheNothingIsReadOrWritten();
    void aSwitchThatDoesNotParseIsRefused();
    void anotherQuestionIsNoHit_data();
    void anotherQuestionIsNoHit();
    void stoppedAnswersAreNotStored();
    void failedAnswersAreNotStored();
    void anAnswerThatFinishesInItsGraceIsStored();
    void anAnswerWhoseGraceIsOverIsNot();
    void equalQuestionsFollowOneAnswer();
    void aStoppedFirstLeavesTheOthersGoing();
    void aStalledReaderHoldsNobodyUp();
    void itsEventsAreBufferedAndCompressedOnDemand();
    void itOutlivesTheServer();
    void aDamagedFileIsAMiss();
    void itsSizeIsBounded();
    void manyThatComeAndGoLeaveNothing();

private:
    void start()
    {
        m_server = std::make_unique<GatewayServer>(m_options);
        m_port = m_server->start().value_or(0);
    }
    RawResponse ask(const QByteArray& query, const QByteArray& message = "hello")
    {
        return exchange(m_port, "POST", "/chat-cached?demo_rate=0&message=" + message + query);
    }
    std::unique_ptr<RawClient> begin(const QByteArray& query)
    {
        auto client = std::make_unique<RawClient>(m_port);
        client->send(rawRequest(m_port, "POST", "/chat-cached?message=hello" + query, {}, {"Connection: close"}));
        return client;
    }
    static bool isHit(const RawResponse& response) { return response.events().first().type == "cached"; }
    static QByteArray streamIdOf(RawClient& client, const QByteArray& mark = "id: 1\n")
    {
        return parseResponse(client.readUntil(mark)).header("X-Stream-Id");
    }
    void cancel(const QByteArray& id) { QCOMPARE(exchange(m_port, "DELETE", "/streams/" + id).status, 204); }

    GatewayOptions m_options;
    std::unique_ptr<GatewayServer> m_server;
    quint16 m_port = 0;
};

void TestGatewayCache::aHitSaysSoAndHasTheSameEvents()
{
    const RawResponse first = ask("&demo_deltas=20", "think");
    QCOMPARE(first.body, exchange(m_port, "POST", "/chat?message=think&demo_rate=0&demo_deltas=20").body);

    const RawResponse second = ask("&demo_deltas=20", "think");
    QCOMPARE(second.status, 200);
    QVERIFY(second.header("X-Stream-Id") != first.header("X-Stream-Id"));
    QVERIFY(second.body.startsWith("id: 1\nevent: cached\ndata: true\n\n"));
    QList<RawEvent> expected = first.events();
    QList<RawEvent> events = second.events().sliced(1);
    QCOMPARE(events.size(), expected.size());
    for (qsizetype i = 0; i < events.size(); ++i) {
        QCOMPARE(events[i].id, QByteArray::number(i + 2));
        QCOMPARE(events[i].type, expected[i].type);
        QCOMPARE(events[i].data, expected[i].data);
    }
}

void TestGatewayCache::aHitComesAt10MsADelta()
{
    constexpr qint64 LeastMs = 49 * 10;
    ask("&demo_deltas=50");
    Fastest fastest(4 * LeastMs);
    while (fastest.isTriedAgain()) {
        QElapsedTimer timer;
        timer.start();
        const RawResponse hit = ask("&demo_deltas=50");
        QVERIFY(isHit(hit));
        fastest.took(timer.elapsed());
        QVERIFY(fastest.ms() >= LeastMs);
    }
    QVERIFY2(fastest.ms() < 4 * LeastMs, "each delta waited for more than its time");
}

void TestGatewayCache::aHitCanBeResumed()
{
    ask("&demo_deltas=30");
    const auto client = begin("&demo_deltas=30");
    const QByteArray id = streamIdOf(*client, "id: 5\n");
    client->close();
    const RawResponse rest = exchange(m_port, "GET", "/streams/" + id, {}, {"Last-Event-ID: 3"});
    QCOMPARE(rest.events().first().id, "4"_ba);
    QCOMPARE(rest.events().last().type, "done"_ba);
    const RawResponse whole = exchange(m_port, "GET", "/streams/" + id);
    QVERIFY(whole.body.endsWith(rest.body));
    QVERIFY(isHit(whole));
}

void TestGatewayCache::withoutTheCacheNothingIsReadOrWritten()
{
    QVERIFY(!isHit(ask("&use_cache=false")));
    QVERIFY(!isHit(ask("")));
    QVERIFY(!isHit(ask("&use_cache=0")));
    QVERIFY(isHit(ask("&use_cache=true")));
    QVERIFY(!isHit(exchange(m_port, "POST", "/chat?message=hello&demo_rate=0")));
}

void TestGatewayCache::aSwitchThatDoesNotParseIsRefused()
{
    const RawResponse refused = ask("&use_cache=perhaps");
    QCOMPARE(refused.status, 422);
    QCOMPARE(refused.body, "{\"detail\": \"use_cache must be true or false\"}"_ba);
    QCOMPARE(exchange(m_port, "POST", "/chat-cached").status, 422);
}

void TestGatewayCache::anotherQuestionIsNoHit_data()
{
    QTest::addColumn<QByteArray>("other");
    QTest::newRow("message") << "/chat-cached?message=hello+&demo_rate=0&demo_deltas=5"_ba;
    QTest::newRow("length") << "/chat-cached?message=hello&demo_rate=0&demo_deltas=6"_ba;
    QTest::newRow("seed") << "/chat-cached?message=hello&demo_rate=0&demo_deltas=5&demo_seed=1"_ba;
}

void TestGatewayCache::anotherQuestionIsNoHit()
{
    QFETCH(QByteArray, other);
    ask("&demo_deltas=5");
    QVERIFY(!isHit(exchange(m_port, "POST", other)));
    QVERIFY(isHit(ask("&demo_deltas=5")));
}

void TestGatewayCache::stoppedAnswersAreNotStored()
{
    const auto client = begin("&demo_rate=0" + Stalled);
    cancel(streamIdOf(*client, "id: 5\n"));
    const RawResponse stopped = parseResponse(client->readAll());
    QCOMPARE(stopped.events().last().type, "error"_ba);
    QVERIFY(!isHit(ask("")));
    QVERIFY(isHit(ask("")));
}

void TestGatewayCache::failedAnswersAreNotStored()
{
    for (int i = 0; i < 3; ++i) {
        const RawResponse failed = ask("&demo_fail_at=3");
        QVERIFY(!isHit(failed));
        QCOMPARE(failed.events().last().type, "error"_ba);
    }
}

void TestGatewayCache::anAnswerThatFinishesInItsGraceIsStored()
{
    const auto client = begin("&demo_rate=100&demo_deltas=30");
    const QByteArray id = streamIdOf(*client, "id: 3\n");
    client->close();
    QTRY_COMPARE(exchange(m_port, "HEAD", "/streams/" + id, {}, {"Last-Event-ID: 31"}).status, 200); // nobody reads
    QVERIFY(isHit(ask("&demo_deltas=30")));
}

void TestGatewayCache::anAnswerWhoseGraceIsOverIsNot()
{
    m_options.resumeGrace = Millis(20);
    start();
    const auto client = begin("&demo_rate=0" + Stalled);
    const QByteArray id = streamIdOf(*client, "id: 5\n");
    client->close();
    QTRY_COMPARE(exchange(m_port, "HEAD", "/streams/" + id, {}, {"Last-Event-ID: 6"}).status, 200);
    QVERIFY(!isHit(ask("")));
}

void TestGatewayCache::equalQuestionsFollowOneAnswer()
{
    const auto first = begin("&demo_rate=8&demo_deltas=40"); // five seconds: the others must come meanwhile
    const QByteArray id = streamIdOf(*first, "id: 5\n");
    // They would have their answers at once, if they asked for themselves.
    QElapsedTimer timer;
    timer.start();
    const auto second = begin("&demo_rate=0&demo_deltas=40");
    const auto third = begin("&demo_rate=0&demo_deltas=40");
    const QByteArray secondId = streamIdOf(*second);
    QVERIFY(secondId != id);
    const RawResponse whole = parseResponse(first->readAll());
    for (RawClient* other : {second.get(), third.get()})
        QCOMPARE(parseResponse(other->readAll()).body, whole.body);
    QVERIFY(timer.elapsed() > 300);
    QVERIFY(!isHit(whole));
    QVERIFY(isHit(ask("&demo_deltas=40")));
    QCOMPARE(exchange(m_port, "GET", "/streams/" + secondId).body, whole.body);
}

void TestGatewayCache::aStoppedFirstLeavesTheOthersGoing()
{
    const auto first = begin("&demo_rate=8&demo_deltas=40"); // five seconds: the other one must come meanwhile
    const QByteArray id = streamIdOf(*first, "id: 3\n");
    const auto second = begin("&demo_rate=8&demo_deltas=40");
    QVERIFY(!streamIdOf(*second).isEmpty());
    cancel(id);
    QCOMPARE(parseResponse(first->readAll()).events().last().type, "error"_ba);
    const RawResponse whole = parseResponse(second->readAll());
    QCOMPARE(whole.events().size(), 41);
    QCOMPARE(whole.events().last().type, "done"_ba);
    QVERIFY(isHit(ask("&demo_deltas=40")));
}

void TestGatewayCache::aStalledReaderHoldsNobodyUp()
{
    const QByteArray firehose = "&demo_rate=0&demo_deltas=300000"; // more than all buffers hold
    const auto stalled = begin(firehose);
    QVERIFY(!streamIdOf(*stalled).isEmpty());
    const RawResponse whole = parseResponse(begin(firehose)->readAll());
    QVERIFY(whole.isComplete);
    QCOMPARE(whole.events().last().type, "done"_ba);
    QCOMPARE(whole.events().size(), 300001);
    // What it lacks is there for it.
    QCOMPARE(parseResponse(stalled->readAll()).body, whole.body);
}

void TestGatewayCache::itsEventsAreBufferedAndCompressedOnDemand()
{
    const QByteArray target =
        "/chat-cached?demo_rate=0&demo_deltas=20&message=hello&buffer_strategy=fixed&size=5&enable_compression=";
    const QByteArray text = exchange(m_port, "POST", "/chat?message=hello&demo_rate=0&demo_deltas=20").text();
    for (const bool isExpectedHit : {false, true}) { // what is stored are deltas: the extras are the request's
        RawResponse packed = exchange(m_port, "POST", target + "true", {}, {"Accept-Encoding: gzip"});
        QCOMPARE(packed.header("Content-Encoding"), "gzip"_ba);
        packed.body = unpacked(packed.body);
        QCOMPARE(isHit(packed), isExpectedHit);
        QCOMPARE(packed.events().size(), isExpectedHit ? 6 : 5);
        QCOMPARE(packed.events().last().type, "done"_ba);
        QCOMPARE(packed.text(), text);
    }
    const RawResponse plain = exchange(m_port, "POST", target + "false", {}, {"Accept-Encoding: gzip"});
    QVERIFY(isHit(plain));
    QCOMPARE(plain.header("Content-Encoding"), QByteArray());
    QCOMPARE(plain.text(), text);
    QCOMPARE(ask("&demo_deltas=20&use_cache=false&buffer_strategy=fixed&size=5").events().size(), 5);
}

void TestGatewayCache::itOutlivesTheServer()
{
    QTemporaryDir folder;
    m_options.cacheFile = folder.filePath(u"cache.db"_s);
    start();
    const RawResponse first = ask("");
    m_server.reset();
    start();
    const RawResponse second = ask("");
    QVERIFY(isHit(second));
    QCOMPARE(second.text(), first.text());
}

void TestGatewayCache::aDamagedFileIsAMiss()
{
    QTemporaryDir folder;
    m_options.cacheFile = folder.filePath(u"cache.db"_s);
    start();
    const RawResponse first = ask("");
    m_server.reset();
    QFile file(m_options.cacheFile);
    QVERIFY(file.open(QIODevice::ReadWrite));
    file.write(QByteArray(2000, '\xA5'));
    file.close();
    start();
    const RawResponse second = ask("");
    QVERIFY(!isHit(second));
    QCOMPARE(second.body, first.body);
    QVERIFY(isHit(ask("")));
}

void TestGatewayCache::itsSizeIsBounded()
{
    m_options.cacheBytes = 10'000;
    start();
    for (int i = 0; i < 30; ++i)
        ask("&demo_deltas=100", "question+" + QByteArray::number(i));
    QVERIFY(!isHit(ask("&demo_deltas=100", "question+0")));
    QVERIFY(isHit(ask("&demo_deltas=100", "question+29")));

    m_options.cacheBytes = 0;
    start();
    ask("");
    QVERIFY(!isHit(ask("")));
}

void TestGatewayCache::manyThatComeAndGoLeaveNothing()
{
    m_options.resumeGrace = Millis(5);
    m_options.drainTimeout = Millis(120'000); // longer than is waited for its end
    start();
    std::minstd_rand random(5);
    std::deque<std::unique_ptr<RawClient>> open;
    const QByteArrayList queries {"&demo_rate=0" + Stalled, "&demo_rate=0&demo_deltas=3",
        "&demo_rate=0&demo_deltas=4&demo_fail_at=2", "&demo_rate=300&demo_deltas=5000", "&demo_rate=0&demo_deltas=100000000",
        "&demo_rate=0&use_cache=no"};
    const auto endOne = [&] {
        const auto client = std::move(open.front());
        open.pop_front();
        client->readBytes(0);
        const QByteArray id = parseResponse(client->received()).header("X-Stream-Id");
        if (!id.isEmpty() && random() % 3 == 0)
            cancel(id);
        client->close();
    };
    for (int i = 0; i < 500; ++i) {
        open.push_back(begin(queries[qsizetype(random() % quint32(queries.size()))]));
        if (random() % 4 == 0) {
            open.back()->close();
            open.pop_back();
        } else if (open.size() > 30) {
            endOne();
        }
    }
    while (!open.empty())
        endOne();

    std::promise<void> done; // as soon as no stream runs and no connection is left
    m_server->drain([&done] { done.set_value(); });
    QCOMPARE(done.get_future().wait_for(std::chrono::seconds(30)), std::future_status::ready);
}

QTEST_GUILESS_MAIN(TestGatewayCache)
#include "tst_gateway_cache.moc"

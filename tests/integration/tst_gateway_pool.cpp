#include "core/gateway/gatewayserver.h"
#include "tests/support/gunzipped.h"
#include "tests/support/rawclient.h"

#include <QTest>

#include <future>
#include <random>

using namespace Qt::StringLiterals;
using namespace sluice;
using namespace sluice::test;

namespace {

// Answers that do not end by themselves.
const QByteArray Endless = "/chat-pooled?message=x&demo_rate=0&demo_stall_ms=3600000&demo_stall_at=1";

}

/// POST /chat-pooled and GET /pool-stats over real sockets: who gets a slot, and that it always comes back.
class TestGatewayPool : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cleanup() { m_server.reset(); }

    void aStreamTakesASlotAndGivesItBack();
    void withoutASlotInTimeTheServerIsBusy();
    void whoWaitsIsServedInOrder();
    void aWaiterThatVanishesLeavesTheLineAtOnce();
    void aSlotIsKeptForTheGraceOfItsClient();
    void aFailedAnswerGivesItsSlotBack();
    void anAnswerThatNeverStartsGivesItsSlotBack();
    void badRequestsTakeNoSlot();
    void drainingRefusesWhoWaits();
    void aThousandRandomAbortsLeakNothing();
    void itsEventsAreBufferedAndCompressedOnDemand();
    void aModelWithoutASlotIsBusyAfterItsPatience_data();
    void aModelWithoutASlotIsBusyAfterItsPatience();
    void whoIsPatientGetsTheModelInTurn();

private:
    void start(const GatewayOptions& options)
    {
        m_server = std::make_unique<GatewayServer>(options);
        m_port = m_server->start().value_or(0);
    }
    void start(int maxStreams, Millis acquireTimeout = Millis(60000), Millis grace = Millis(60000));
    QByteArray stats() { return exchange(m_port, "GET", "/pool-stats").body; }
    /// active/waiting
    QByteArray load();
    std::unique_ptr<RawClient> ask(const QByteArray& target = Endless);
    QByteArray streamIdOf(RawClient& client) { return parseResponse(client.readUntil("id: 1\n")).header("X-Stream-Id"); }
    void cancel(const QByteArray& id) { QCOMPARE(exchange(m_port, "DELETE", "/streams/" + id).status, 204); }

    std::unique_ptr<GatewayServer> m_server;
    quint16 m_port = 0;
};

void TestGatewayPool::start(int maxStreams, Millis acquireTimeout, Millis grace)
{
    GatewayOptions options;
    options.maxStreams = maxStreams;
    options.acquireTimeout = acquireTimeout;
    options.resumeGrace = grace;
    start(options);
}

QByteArray TestGatewayPool::load()
{
    const QByteArray json = stats();
    const auto figure = [&](const QByteArray& name) {
        const qsizetype at = json.indexOf('"' + name + "\":") + name.size() + 3;
        qsizetype end = at;
        while (end < json.size() && std::isdigit(uchar(json[end])))
            ++end;
        return json.mid(at, end - at);
    };
    return figure("active_connections") + '/' + figure("waiting");
}

std::unique_ptr<RawClient> TestGatewayPool::ask(const QByteArray& target)
{
    auto client = std::make_unique<RawClient>(m_port);
    client->send(rawRequest(m_port, "POST", target));
    return client;
}

void TestGatewayPool::aStreamTakesASlotAndGivesItBack()
{
    start(100);
    QCOMPARE(stats(), "{\"max_connections\":100,\"active_connections\":0,\"available_connections\":100,\"waiting\":0}"_ba);
    const auto running = ask();
    const QByteArray id = streamIdOf(*running);
    QCOMPARE(stats(), "{\"max_connections\":100,\"active_connections\":1,\"available_connections\":99,\"waiting\":0}"_ba);

    const RawResponse whole = exchange(m_port, "POST", "/chat-pooled?message=hello&demo_rate=0");
    QCOMPARE(whole.events().last().type, "done"_ba);
    QCOMPARE(whole.body, exchange(m_port, "POST", "/chat?message=hello&demo_rate=0").body);
    QCOMPARE(load(), "1/0"_ba);
    cancel(id);
    QCOMPARE(load(), "0/0"_ba);
}

void TestGatewayPool::withoutASlotInTimeTheServerIsBusy()
{
    start(1, Millis(50));
    const auto running = ask();
    const QByteArray id = streamIdOf(*running);
    const RawResponse refused = exchange(m_port, "POST", "/chat-pooled?message=x");
    QCOMPARE(refused.status, 503);
    QCOMPARE(refused.body, "{\"detail\": \"Server is busy, please try again later\"}"_ba);
    QCOMPARE(refused.header("Retry-After"), "1"_ba);
    QCOMPARE(load(), "1/0"_ba);
    QCOMPARE(exchange(m_port, "POST", "/chat?message=x&demo_rate=0").status, 200); // no other route takes slots

    cancel(id);
    QCOMPARE(exchange(m_port, "POST", "/chat-pooled?message=x&demo_rate=0").status, 200);
}

void TestGatewayPool::whoWaitsIsServedInOrder()
{
    start(1);
    std::vector<std::unique_ptr<RawClient>> clients;
    for (int i = 0; i < 6; ++i) {
        clients.push_back(ask());
        QTRY_COMPARE(load(), "1/" + QByteArray::number(i));
    }
    for (int i = 0; i < 6; ++i) {
        const QByteArray id = streamIdOf(*clients[std::size_t(i)]);
        QVERIFY(!id.isEmpty());
        QCOMPARE(load(), "1/" + QByteArray::number(5 - i));
        cancel(id);
    }
    QTRY_COMPARE(load(), "0/0"_ba);
}

void TestGatewayPool::aWaiterThatVanishesLeavesTheLineAtOnce()
{
    start(1);
    const auto running = ask();
    const QByteArray id = streamIdOf(*running);
    const auto vanishing = ask();
    QTRY_COMPARE(load(), "1/1"_ba);
    const auto next = ask();
    QTRY_COMPARE(load(), "1/2"_ba);
    vanishing->close();
    QTRY_COMPARE(load(), "1/1"_ba);
    cancel(id);
    QVERIFY(!streamIdOf(*next).isEmpty());
}

void TestGatewayPool::aSlotIsKeptForTheGraceOfItsClient()
{
    start(1);
    auto running = ask();
    const QByteArray id = streamIdOf(*running);
    running->close();
    const RawResponse resumed = exchange(m_port, "HEAD", "/streams/" + id);
    QCOMPARE(resumed.status, 200);
    QCOMPARE(load(), "1/0"_ba); // the stream goes on
    cancel(id);
    QCOMPARE(load(), "0/0"_ba);

    start(1, Millis(60000), Millis(30));
    running = ask();
    QVERIFY(!streamIdOf(*running).isEmpty());
    running->close();
    QTRY_COMPARE(load(), "0/0"_ba);
}

void TestGatewayPool::aFailedAnswerGivesItsSlotBack()
{
    start(1, Millis(50));
    for (int i = 0; i < 20; ++i) {
        const RawResponse failed =
            exchange(m_port, "POST", "/chat-pooled?message=x&demo_rate=0&demo_fail_at=" + QByteArray::number(i));
        QCOMPARE(failed.events().last().type, "error"_ba);
    }
    QCOMPARE(load(), "0/0"_ba);
}

void TestGatewayPool::anAnswerThatNeverStartsGivesItsSlotBack()
{
    start(1, Millis(60000), Millis(10));
    for (int i = 0; i < 50; ++i)
        ask()->close();
    QTRY_VERIFY_WITH_TIMEOUT(load() == "0/0", 10000);
    QCOMPARE(exchange(m_port, "POST", "/chat-pooled?message=x&demo_rate=0").status, 200);
}

void TestGatewayPool::badRequestsTakeNoSlot()
{
    start(1, Millis(50));
    QCOMPARE(exchange(m_port, "POST", "/chat-pooled").status, 422);
    QCOMPARE(exchange(m_port, "POST", "/chat-pooled", "{").status, 400);
    QCOMPARE(exchange(m_port, "POST", "/chat-pooled?message=x&demo_rate=x").status, 422);
    QCOMPARE(exchange(m_port, "GET", "/chat-pooled").status, 405);
    QCOMPARE(exchange(m_port, "HEAD", "/pool-stats").status, 200);
    QCOMPARE(load(), "0/0"_ba);
}

void TestGatewayPool::drainingRefusesWhoWaits()
{
    start(1);
    const auto running = ask("/chat-pooled?message=x&demo_rate=4&demo_deltas=20"); // five seconds: still there when it drains
    QVERIFY(!streamIdOf(*running).isEmpty());
    const auto waiting = ask();
    QTRY_COMPARE(load(), "1/1"_ba);

    std::promise<void> done;
    m_server->drain([&done] { done.set_value(); });
    const RawResponse refused = parseResponse(waiting->readAll());
    QCOMPARE(refused.status, 503);
    QCOMPARE(refused.body, "{\"detail\": \"The gateway is shutting down\"}"_ba);
    QCOMPARE(parseResponse(running->readAll()).events().last().type, "done"_ba);
    QCOMPARE(done.get_future().wait_for(std::chrono::seconds(30)), std::future_status::ready);
}

void TestGatewayPool::aThousandRandomAbortsLeakNothing()
{
    GatewayOptions options;
    options.maxStreams = 8;
    options.acquireTimeout = Millis(60000);
    options.resumeGrace = Millis(5);
    options.drainTimeout = Millis(120000); // longer than is waited for its end
    start(options);
    constexpr int Requests = 1000;
    constexpr std::size_t AtOnce = 40; // most of them wait
    std::minstd_rand random(20260721);
    const QByteArrayList targets {Endless, "/chat-pooled?message=x&demo_rate=0&demo_deltas=3",
        "/chat-pooled?message=x&demo_rate=0&demo_fail_at=0", "/chat-pooled?message=x&demo_rate=300&demo_deltas=5000",
        "/chat-pooled?message=x&demo_rate=0&demo_deltas=100000000"};
    std::deque<std::unique_ptr<RawClient>> open;
    const auto endOne = [&] {
        const auto client = std::move(open.front());
        open.pop_front();
        client->readBytes(0); // what has come
        const QByteArray id = parseResponse(client->received()).header("X-Stream-Id");
        if (!id.isEmpty() && random() % 3 == 0)
            cancel(id);
        client->close();
    };
    for (int i = 0; i < Requests; ++i) {
        open.push_back(ask(targets[qsizetype(random() % quint32(targets.size()))]));
        if (random() % 4 == 0) { // gone before anything came
            open.back()->close();
            open.pop_back();
        } else if (open.size() > AtOnce) {
            endOne();
        }
    }
    while (!open.empty())
        endOne();

    QTRY_COMPARE_WITH_TIMEOUT(load(), "0/0"_ba, 20000);
    QCOMPARE(exchange(m_port, "POST", "/chat-pooled?message=x&demo_rate=0&demo_deltas=3").events().size(), 4);
    std::promise<void> done; // as soon as no stream runs and no connection is left
    m_server->drain([&done] { done.set_value(); });
    QCOMPARE(done.get_future().wait_for(std::chrono::seconds(30)), std::future_status::ready);
}

void TestGatewayPool::itsEventsAreBufferedAndCompressedOnDemand()
{
    start(1);
    const QByteArray query = "?message=hello&demo_rate=0&demo_deltas=20";
    const RawResponse plain = exchange(m_port, "POST", "/chat-pooled" + query);
    QCOMPARE(plain.events().size(), 21);
    QCOMPARE(plain.header("Content-Encoding"), QByteArray());

    const QByteArray extras = query + "&buffer_strategy=fixed&size=5&enable_compression=true";
    RawResponse packed = exchange(m_port, "POST", "/chat-pooled" + extras, {}, {"Accept-Encoding: gzip"});
    QCOMPARE(packed.header("Content-Encoding"), "gzip"_ba);
    packed.body = unpacked(packed.body);
    QCOMPARE(packed.events().size(), 5);
    QCOMPARE(packed.text(), plain.text());
    QCOMPARE(load(), "0/0"_ba);

    const RawResponse unwanted = exchange(m_port, "POST", "/chat-pooled" + extras);
    QCOMPARE(unwanted.header("Content-Encoding"), QByteArray());
    QCOMPARE(unwanted.header("Vary"), "Accept-Encoding"_ba);
    QCOMPARE(unwanted.events().size(), 5);
}

void TestGatewayPool::aModelWithoutASlotIsBusyAfterItsPatience_data()
{
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<QByteArray>("body");
    for (const char* route : {"/chat", "/chat-pooled", "/chat-cached", "/chat-compressed"})
        QTest::newRow(route) << QByteArray(route) + "?message=x&demo_rate=0&demo_deltas=3" << QByteArray();
    QTest::newRow("/v1") << "/v1/chat/completions?demo_rate=0&demo_deltas=3"_ba
                         << R"({"stream":true,"messages":[{"role":"user","content":"x"}]})"_ba;
}

void TestGatewayPool::aModelWithoutASlotIsBusyAfterItsPatience()
{
    QFETCH(const QByteArray, target);
    QFETCH(const QByteArray, body);
    GatewayOptions options;
    options.demoSlots = 1;
    options.demoPatience = Millis(50);
    start(options);
    const auto running = ask("/chat?message=x&demo_rate=0&demo_stall_ms=3600000&demo_stall_at=1");
    const QByteArray id = streamIdOf(*running);

    const RawResponse refused = exchange(m_port, "POST", target, body);

    QCOMPARE(refused.status, 503);
    QVERIFY2(refused.body.contains("The model is busy, please try again later"), refused.body.constData());
    QVERIFY(refused.header("Retry-After").toInt() >= 1);
    cancel(id);
    QCOMPARE(exchange(m_port, "POST", target, body).status, 200);
    QCOMPARE(exchange(m_port, "POST", target, body).status, 200); // it came back
}

void TestGatewayPool::whoIsPatientGetsTheModelInTurn()
{
    GatewayOptions options;
    options.demoSlots = 1;
    options.demoPatience = Millis(60000);
    start(options);
    const QByteArray endless = "/chat?message=x&demo_rate=0&demo_stall_ms=3600000&demo_stall_at=1";
    const auto running = ask(endless);
    const QByteArray id = streamIdOf(*running);
    const auto vanishing = ask(endless);
    const auto patient = ask("/chat?message=x&demo_rate=0&demo_deltas=3");
    QVERIFY(!patient->isClosedWithin(100));
    QVERIFY(!patient->received().contains("id: 1"));
    vanishing->close();

    cancel(id);

    QVERIFY(!patient->readUntil("event: done").isEmpty());
}

QTEST_GUILESS_MAIN(TestGatewayPool)
#include "tst_gateway_pool.moc"

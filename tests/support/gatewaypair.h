#pragma once

#include "core/gateway/gatewayserver.h"
#include "tests/support/rawclient.h"
#include "tests/support/redisserver.h"

#include <QTest>

#include <memory>

namespace sluice::test {

/// A real Redis, and two gateways that share their streams through it.
class GatewayPair
{
public:
    bool isInstalled() const { return redis.isInstalled(); }
    bool start()
    {
        if (!redis.start())
            return false;
        restartFirst();
        second = newGateway(secondPort, Millis(10000));
        return isConnected(firstPort) && isConnected(secondPort);
    }
    void stop()
    {
        first.reset();
        second.reset();
        redis.stop();
    }
    /// The old one goes without a word to anyone.
    void restartFirst(Millis grace = Millis(10000))
    {
        first.reset();
        first = newGateway(firstPort, grace);
    }

    static RawResponse resume(quint16 port, const QByteArray& id, const QByteArray& lastEventId = {})
    {
        QList<QByteArray> headers;
        if (!lastEventId.isEmpty())
            headers.append("Last-Event-ID: " + lastEventId);
        return exchange(port, "GET", "/streams/" + id, {}, headers);
    }
    static QByteArray idOf(RawClient& client) { return parseResponse(client.readUntil("\r\n\r\n")).header("X-Stream-Id"); }

    static bool isConnected(quint16 port)
    {
        return QTest::qWaitFor([port] { return resume(port, "nobody's").status == 404; }, 30'000);
    }

    RedisServer redis;
    std::unique_ptr<GatewayServer> first;
    std::unique_ptr<GatewayServer> second;
    quint16 firstPort = 0;
    quint16 secondPort = 0;

private:
    std::unique_ptr<GatewayServer> newGateway(quint16& port, Millis grace)
    {
        GatewayOptions options;
        options.resumeGrace = grace;
        options.shared = SharedOptions {.redis = {.port = redis.port()}, .ownerTimeout = Millis(4000)};
        auto gateway = std::make_unique<GatewayServer>(options);
        port = gateway->start().value_or(0);
        return gateway;
    }
};

}

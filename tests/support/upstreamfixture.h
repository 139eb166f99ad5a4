#pragma once

#include "core/gateway/gatewayserver.h"
#include "tests/support/rawclient.h"
#include "tests/support/scriptedserver.h"

#include <QJsonDocument>
#include <QJsonObject>

namespace sluice::test {

/// A server that plays scripts, and a gateway in front of it.
struct UpstreamFixture
{
    explicit UpstreamFixture(ScriptedServer::Handler handler, GatewayOptions options = {})
        : server(std::move(handler))
    {
        start(std::move(options));
    }
    explicit UpstreamFixture(Script script, GatewayOptions options = {})
        : server(std::vector<Script> {std::move(script)})
    {
        start(std::move(options));
    }

    /// With a model named, nobody asks for the list.
    static UpstreamOptions namedModel(const QUrl& url)
    {
        UpstreamOptions upstream;
        upstream.baseUrl = url;
        upstream.model = QStringLiteral("m");
        return upstream;
    }

    void start(GatewayOptions options)
    {
        if (!options.upstream)
            options.upstream = namedModel(server.url());
        gateway = std::make_unique<GatewayServer>(options);
        port = gateway->start().value_or(0);
    }

    RawResponse chat(const QByteArray& query = "message=hi") { return exchange(port, "POST", "/chat?" + query); }
    RawResponse complete(const QByteArray& body) { return exchange(port, "POST", "/v1/chat/completions", body); }

    ScriptedServer server;
    std::unique_ptr<GatewayServer> gateway;
    quint16 port = 0;
};

inline QJsonObject jsonOf(const QByteArray& json)
{
    return QJsonDocument::fromJson(json).object();
}

/// A chunked answer that ends well.
inline Script answerOf(const QByteArray& events)
{
    return {send(chunkedHead() + chunk(events) + lastChunk())};
}

}

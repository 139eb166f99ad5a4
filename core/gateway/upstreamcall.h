#pragma once

#include "core/base/error.h"
#include "core/sockets/httpclient.h"

#include <memory>

namespace sluice {

class Provider;

/// One request to the upstream until its answer, or why there is none: follows redirects within the same origin, and reads what a
/// server says about its refusal. Nothing is tried again. Destroying it is an abort. Gateway thread.
class UpstreamCall final : private HttpExchange::Listener
{
public:
    /// Each is called later, never from inside another call. May destroy the call.
    class Listener
    {
    public:
        /// Status 2xx. Once, or refused() instead.
        virtual void answered(const HttpResponseHead& head) = 0;
        /// There is no answer. \a body is what the server said, decoded; empty when nothing came.
        virtual void refused(const Error& error, const QByteArray& body) = 0;
        /// Once after each awaitBody().
        virtual void bodyReadable() = 0;

    protected:
        ~Listener() = default;
    };

    /// Both references outlive this.
    UpstreamCall(HttpClient& client, const HttpRequest& request, const HttpTimeouts& timeouts, Listener& listener);
    ~UpstreamCall();
    Q_DISABLE_COPY_MOVE(UpstreamCall)

    /// Of the answer, after answered(); see there.
    HttpExchange& body() { return *m_exchange; }
    /// The rest of the body is not wanted: its connection may be.
    void finish() { m_client.finish(std::move(m_exchange)); }

private:
    void headCame(const HttpResponseHead& head) override;
    void exchangeFailed(const Error& error) override;
    void bodyReadable() override;
    void open();
    void followRedirect(const HttpResponseHead& head);
    void readRefusal();
    void refuse(const Error& error);

    HttpClient& m_client;
    HttpRequest m_request; // until it is answered
    const HttpTimeouts m_timeouts;
    Listener& m_listener;
    std::unique_ptr<HttpExchange> m_exchange;
    std::unique_ptr<HttpResponseHead> m_refusal; // of which the text is awaited
    QByteArray m_text;
    int m_redirects = 0;
};

/// \a wire as the Content-Encoding of \a head has it; at most \a maxBytes, the rest is cut. For bodies that are taken as a whole.
QByteArray decodedBody(const HttpResponseHead& head, const QByteArray& wire, qsizetype maxBytes);

}

#pragma once

#include "core/base/result.h"
#include "core/gateway/upstreamcall.h"

#include <functional>

namespace sluice {

/// An answer of the upstream that is wanted in one piece. Destroying it is an abort. Gateway thread.
class UpstreamFetch final : private UpstreamCall::Listener
{
public:
    /// Most bytes, as sent and again decoded; past them it fails with Overflow.
    static constexpr qsizetype MaxBytes = 16 * 1024 * 1024;

    struct Failure
    {
        Error error;
        QByteArray body; ///< what the server said
    };
    /// The body, decoded. Called once, later; may destroy the fetch.
    using Done = std::function<void(const std::expected<QByteArray, Failure>& body)>;

    UpstreamFetch(HttpClient& client, const HttpRequest& request, const HttpTimeouts& timeouts, Done done);

    /// Of the answer, as sent.
    qint64 wireBytes() const { return m_wireBytes; }

private:
    void answered(const HttpResponseHead& head) override;
    void refused(const Error& error, const QByteArray& body) override;
    void bodyReadable() override;
    void finish(const std::expected<QByteArray, Failure>& body);

    Done m_done;
    HttpResponseHead m_head;
    QByteArray m_wire;
    qint64 m_wireBytes = 0;
    UpstreamCall m_call;
};

}

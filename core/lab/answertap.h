#pragma once

#include "core/base/clock.h"
#include "core/wire/wiretap.h"

#include <QByteArray>
#include <QUrl>

#include <mutex>
#include <optional>
#include <vector>

namespace sluice {

/// One exchange of an answer as it went over the wire. A value. Of the request only what is no secret.
struct TappedExchange
{
    static constexpr qsizetype MaxBodyBytes = 4 * 1024 * 1024; ///< more is not kept

    QByteArray method;
    QUrl url;
    TimePoint at; ///< it was sent
    std::optional<HttpResponseHead> head {};
    QByteArray body {}; ///< with its content coding
    bool isTooLong = false; ///< the body had more than is kept
    std::optional<TimePoint> endedAt {}; ///< the body was whole, the connection broke, or we closed it
    std::optional<Error> error {}; ///< of a connection that broke
};

/// Keeps the exchanges of one answer in memory, for the checks that look at them. Bounded; thread-safe.
class AnswerTap final : public WireTap
{
public:
    static constexpr std::size_t MaxExchanges = 64;

    Exchange exchangeBegan(const HttpRequest& request) override;
    void headCame(Exchange exchange, const HttpResponseHead& head) override;
    void bodyCame(Exchange exchange, QByteArrayView bytes) override;
    void exchangeEnded(Exchange exchange, const std::optional<Error>& error) override;
    void exchangeClosed(Exchange exchange) override { exchangeEnded(exchange, {}); }

    /// In the order in which they began.
    std::vector<TappedExchange> exchanges() const;

private:
    TappedExchange* find(Exchange exchange);

    mutable std::mutex m_mutex;
    std::vector<TappedExchange> m_exchanges; // guarded by m_mutex
};

}

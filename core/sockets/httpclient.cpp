#include "core/sockets/httpclient.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>

#include <array>
#include <functional>
#include <utility>

namespace sluice {

namespace {

constexpr qsizetype MostOfRest = 64 * 1024;
constexpr Millis RestSilence {2000};

}

/// The rest of one answer, read to its end and thrown away.
class HttpClient::Rest final : public HttpExchange::Listener
{
public:
    Rest(std::unique_ptr<HttpExchange> exchange, std::function<void(Rest*)> over)
        : m_exchange(std::move(exchange))
        , m_over(std::move(over))
    {
        m_exchange->setListener(*this);
        m_exchange->setSilence(RestSilence);
    }

    void headCame(const HttpResponseHead&) override { }
    void exchangeFailed(const Error&) override { end(); }

    void bodyReadable() override
    {
        std::array<char, 4096> bytes;
        for (;;) {
            const Result<qsizetype> count = m_exchange->read(bytes);
            m_taken += count.value_or(0);
            if (!count || m_exchange->isWhole() || m_taken > MostOfRest) {
                end();
                return;
            }
            if (*count == 0) {
                m_exchange->awaitBody();
                return;
            }
        }
    }

private:
    void end()
    {
        if (m_over) // a call that was asked for before may still come
            std::exchange(m_over, {})(this);
    }

    std::unique_ptr<HttpExchange> m_exchange;
    std::function<void(Rest*)> m_over;
    qsizetype m_taken = 0;
};

HttpClient::HttpClient(boost::asio::io_context& loop, std::shared_ptr<const TlsContext> tls, const HttpClientOptions& options)
    : m_loop(loop)
    , m_tls(std::move(tls))
    , m_idle(std::make_shared<IdleLinks>(loop, options.idlePerOrigin, options.idleTime))
{ }

HttpClient::~HttpClient()
{
    m_rests.clear();
    m_idle->close();
}

std::unique_ptr<HttpExchange> HttpClient::open(
    const HttpRequest& request, HttpExchange::Listener& listener, const HttpTimeouts& timeouts)
{
    return std::unique_ptr<HttpExchange>(new HttpExchange(m_loop, m_idle, m_tls, request, timeouts, listener));
}

void HttpClient::finish(std::unique_ptr<HttpExchange> exchange)
{
    auto rest = std::make_unique<Rest>(std::move(exchange), [this](Rest* over) {
        const auto found = m_rests.find(over);
        // It is the caller.
        boost::asio::post(m_loop, [gone = std::move(found->second)] { });
        m_rests.erase(found);
    });
    Rest* const raw = rest.get();
    m_rests.emplace(raw, std::move(rest));
    raw->bodyReadable();
}

}

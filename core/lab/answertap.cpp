#include "core/lab/answertap.h"

#include <algorithm>

namespace sluice {

WireTap::Exchange AnswerTap::exchangeBegan(const HttpRequest& request)
{
    const std::lock_guard lock(m_mutex);
    if (m_exchanges.size() == MaxExchanges)
        return Exchange(MaxExchanges);
    m_exchanges.push_back(
        {.method = request.method, .url = request.url.adjusted(QUrl::RemoveUserInfo), .at = std::chrono::steady_clock::now()});
    return Exchange(m_exchanges.size() - 1);
}

void AnswerTap::headCame(Exchange exchange, const HttpResponseHead& head)
{
    const std::lock_guard lock(m_mutex);
    if (TappedExchange* found = find(exchange))
        found->head = head;
}

void AnswerTap::bodyCame(Exchange exchange, QByteArrayView bytes)
{
    const std::lock_guard lock(m_mutex);
    TappedExchange* found = find(exchange);
    if (!found)
        return;
    const qsizetype room = TappedExchange::MaxBodyBytes - found->body.size();
    found->isTooLong = found->isTooLong || bytes.size() > room;
    found->body.append(bytes.first(std::min(bytes.size(), room)));
}

void AnswerTap::exchangeEnded(Exchange exchange, const std::optional<Error>& error)
{
    const std::lock_guard lock(m_mutex);
    TappedExchange* found = find(exchange);
    if (!found)
        return;
    found->endedAt = std::chrono::steady_clock::now();
    found->error = error;
}

std::vector<TappedExchange> AnswerTap::exchanges() const
{
    const std::lock_guard lock(m_mutex);
    return m_exchanges;
}

TappedExchange* AnswerTap::find(Exchange exchange)
{
    const auto index = static_cast<std::size_t>(exchange);
    return index < m_exchanges.size() ? &m_exchanges[index] : nullptr;
}

}

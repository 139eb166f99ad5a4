#include "core/gateway/sharedlookup.h"

namespace sluice {

namespace {

constexpr Millis BetweenLooks {50};
constexpr int MostLooks = 40; // two seconds: a busy gateway, a slow Redis
constexpr int LooksForUnknown = 4; // most of these never were

}

SharedLookup::SharedLookup(Exchange& exchange, SharedStreams& shared, const QByteArray& id, Known known)
    : m_exchange(exchange)
    , m_shared(shared)
    , m_id(id)
    , m_known(std::move(known))
    , m_timer(shared.registry().loop())
    , m_isWanted(std::make_shared<bool>(true))
{
    look();
}

void SharedLookup::look()
{
    ++m_looks;
    m_shared.find(m_id, [this, wanted = std::weak_ptr(m_isWanted)](const auto& found) {
        if (!wanted.expired())
            take(found);
    });
}

void SharedLookup::take(const Result<std::optional<SharedStreams::Found>>& found)
{
    if (!found)
        m_exchange.reply(refusalReply(found.error())); // this goes later, here and below
    else if (!*found && m_looks >= LooksForUnknown)
        m_exchange.reply(unknownStreamReply());
    else if (!*found || !m_known(m_exchange, **found, m_looks >= MostLooks))
        m_timer.startIn(BetweenLooks, [this] { look(); });
}

}

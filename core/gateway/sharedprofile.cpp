#include "core/gateway/sharedprofile.h"

#include "core/gateway/sharedkeys.h"

namespace sluice {

namespace {

constexpr Millis BetweenLooks {50};
constexpr int MostLooks = 4; // most of these never were
// A trace has ten thousand similar lines.
constexpr int PackingLevel = 1;

}

SharedProfile::SharedProfile(Exchange& exchange, SharedStreams& shared, const QByteArray& id)
    : m_exchange(exchange)
    , m_shared(shared)
    , m_id(id)
    , m_timer(shared.registry().loop())
    , m_isWanted(std::make_shared<bool>(true))
{
    look();
}

void SharedProfile::leave(SharedStreams& shared, const QByteArray& id, const QByteArray& json)
{
    shared.redis().send({"SET", sharedkeys::profile(id), qCompress(json, PackingLevel), "PX",
        QByteArray::number(shared.registry().limits().logAge.count())});
}

void SharedProfile::look()
{
    ++m_looks;
    m_shared.redis().send({"GET", sharedkeys::profile(m_id)}, [this, wanted = std::weak_ptr(m_isWanted)](const auto& reply) {
        if (!wanted.expired())
            take(reply);
    });
}

void SharedProfile::take(const Result<RedisValue>& reply)
{
    const QByteArray json = reply ? qUncompress(reply->text) : QByteArray();
    if (!reply)
        m_exchange.reply(refusalReply(reply.error())); // this goes later, here and below
    else if (!json.isEmpty())
        m_exchange.reply(jsonReply(200, json));
    else if (m_looks < MostLooks)
        m_timer.startIn(BetweenLooks, [this] { look(); });
    else
        m_exchange.reply(detailReply(
            404, u"There is no profile of such a stream here; one that runs on another gateway has it there until it ends"));
}

}

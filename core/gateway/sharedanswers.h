#pragma once

#include "core/gateway/answerstore.h"
#include "core/redis/redisconnection.h"

#include <chrono>
#include <memory>
#include <unordered_map>

namespace sluice {

/// The response cache of several gateways, in the Redis they share: `sluice:answer:KEY`, packed, forgotten after its age. How
/// much it may be in all is Redis' own business (maxmemory and its policy). While Redis is away there are no hits. Gateway
/// thread.
class SharedAnswers final : public AnswerStore
{
public:
    /// A longer answer is not kept: packing it would hold the other streams up.
    static constexpr qsizetype MaxAnswerBytes = 1024 * 1024;

    SharedAnswers(boost::asio::io_context& loop, std::chrono::seconds maxAge);
    ~SharedAnswers() override;

    /// Nothing is found or kept before.
    void connect(const RedisAddress& address);

    quint64 find(const QJsonObject& determining, std::function<void(const Lookup&)> found) override;
    void cancel(quint64 lookup) override;
    void store(const QByteArray& key, std::shared_ptr<const RecordedAnswer> answer, std::function<void()> done) override;

private:
    void take(quint64 lookup, const QByteArray& key, const Result<RedisValue>& reply);
    QByteArray age() const;

    boost::asio::io_context& m_loop;
    const std::chrono::seconds m_maxAge;
    std::unordered_map<quint64, std::function<void(const Lookup&)>> m_lookups;
    quint64 m_last = 0;
    std::unique_ptr<RedisConnection> m_redis; // goes first: it calls back into the rest
};

}

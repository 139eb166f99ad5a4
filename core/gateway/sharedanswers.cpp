#include "core/gateway/sharedanswers.h"

#include "core/base/logging.h"
#include "core/gateway/sharedkeys.h"
#include "core/store/cachekey.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>

namespace sluice {

namespace {

// Most of what there is to gain, at a fraction of the time.
constexpr int PackingLevel = 1;

}

SharedAnswers::SharedAnswers(boost::asio::io_context& loop, std::chrono::seconds maxAge)
    : m_loop(loop)
    , m_maxAge(maxAge)
{ }

SharedAnswers::~SharedAnswers() = default;

void SharedAnswers::connect(const RedisAddress& address)
{
    m_redis = std::make_unique<RedisConnection>(m_loop, address);
}

QByteArray SharedAnswers::age() const
{
    return QByteArray::number(m_maxAge.count());
}

quint64 SharedAnswers::find(const QJsonObject& determining, std::function<void(const Lookup&)> found)
{
    Q_ASSERT(m_redis);
    const QByteArray key = cacheKey(determining);
    const quint64 lookup = ++m_last;
    m_lookups.emplace(lookup, std::move(found));
    m_redis->send({"GETEX", sharedkeys::answer(key), "EX", age()},
        [this, lookup, key](const Result<RedisValue>& reply) { take(lookup, key, reply); });
    return lookup;
}

void SharedAnswers::cancel(quint64 lookup)
{
    m_lookups.erase(lookup);
}

void SharedAnswers::take(quint64 lookup, const QByteArray& key, const Result<RedisValue>& reply)
{
    const auto waiting = m_lookups.extract(lookup);
    if (waiting.empty())
        return;
    Lookup result {.key = key, .answer = nullptr};
    if (reply && !reply->isNil()) {
        // What cannot be unpacked is a miss, and is replaced by the next answer.
        if (const std::optional<RecordedAnswer> answer = RecordedAnswer::fromBytes(qUncompress(reply->text)))
            result.answer = std::make_shared<const RecordedAnswer>(*answer);
    }
    waiting.mapped()(result);
}

void SharedAnswers::store(const QByteArray& key, std::shared_ptr<const RecordedAnswer> answer, std::function<void()> done)
{
    Q_ASSERT(m_redis);
    if (answer->bytes() > MaxAnswerBytes) {
        boost::asio::post(m_loop, std::move(done));
        return;
    }
    m_redis->send({"SET", sharedkeys::answer(key), qCompress(answer->toBytes(), PackingLevel), "EX", age()},
        [done = std::move(done)](const Result<RedisValue>& reply) {
            if (!reply)
                qCWarning(lcGateway, "An answer is not kept: %s", qUtf8Printable(reply.error().message));
            done();
        });
}

}

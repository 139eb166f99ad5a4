#include "core/redis/redischeck.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <hiredis/hiredis.h>

#include <memory>

using namespace Qt::StringLiterals;

namespace sluice {

namespace {

constexpr timeval Patience {3, 0};

using Context = std::unique_ptr<redisContext, decltype(&redisFree)>;
using Reply = std::unique_ptr<void, decltype(&freeReplyObject)>;

std::optional<QString> refusal(redisContext& context, void* given)
{
    const Reply owned(given, &freeReplyObject);
    if (!given)
        return QString::fromUtf8(context.errstr);
    const auto& reply = *static_cast<redisReply*>(given);
    return reply.type == REDIS_REPLY_ERROR ? std::optional(QString::fromUtf8(reply.str, qsizetype(reply.len))) : std::nullopt;
}

std::optional<QString> letIn(redisContext& context, const RedisAddress& address)
{
    if (address.password.isEmpty())
        return refusal(context, redisCommand(&context, "PING"));
    if (address.user.isEmpty())
        return refusal(context, redisCommand(&context, "AUTH %s", address.password.constData()));
    return refusal(context, redisCommand(&context, "AUTH %s %s", address.user.constData(), address.password.constData()));
}

}

std::expected<RedisAddress, QString> checkRedis(const RedisAddress& where)
{
    RedisAddress address = where;
    const QString name = u"Redis at %1:%2: "_s.arg(QString::fromLatin1(where.host)).arg(where.port);
    boost::system::error_code error;
    boost::asio::io_context loop;
    boost::asio::ip::tcp::resolver resolver(loop);
    const auto found = resolver.resolve(where.host.toStdString(), std::to_string(where.port), error);
    if (error || found.empty())
        return std::unexpected(name + QString::fromStdString(error.message()));
    address.host = QByteArray::fromStdString(found.begin()->endpoint().address().to_string());

    const Context context(redisConnectWithTimeout(address.host.constData(), address.port, Patience), &redisFree);
    if (!context || context->err)
        return std::unexpected(name + (context ? QString::fromUtf8(context->errstr) : u"out of memory"_s));
    redisSetTimeout(context.get(), Patience);
    if (const std::optional<QString> problem = letIn(*context, address))
        return std::unexpected(name + *problem);
    if (const std::optional<QString> problem = refusal(*context, redisCommand(context.get(), "SELECT %d", address.database)))
        return std::unexpected(name + *problem);
    return address;
}

}

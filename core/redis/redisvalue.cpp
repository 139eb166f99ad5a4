#include "core/redis/redisvalue.h"

#include <hiredis/hiredis.h>

namespace sluice {

const RedisValue& RedisValue::at(std::size_t index) const
{
    static const RedisValue nil;
    return index < items.size() ? items[index] : nil;
}

RedisValue RedisValue::from(const redisReply& reply)
{
    RedisValue value;
    switch (reply.type) {
    case REDIS_REPLY_STRING:
    case REDIS_REPLY_STATUS:
    case REDIS_REPLY_ERROR:
        value.type = reply.type == REDIS_REPLY_ERROR ? Type::Error : Type::Text;
        value.text = QByteArray(reply.str, qsizetype(reply.len));
        break;
    case REDIS_REPLY_INTEGER:
        value.type = Type::Integer;
        value.integer = reply.integer;
        break;
    case REDIS_REPLY_ARRAY:
        value.type = Type::Array;
        value.items.reserve(reply.elements);
        for (std::size_t i = 0; i < reply.elements; ++i)
            value.items.push_back(from(*reply.element[i]));
        break;
    default:
        break;
    }
    return value;
}

}

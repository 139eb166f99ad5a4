#pragma once

#include <QByteArray>

#include <vector>

struct redisReply;

namespace sluice {

/// A reply of Redis, or a part of one (RESP2).
struct RedisValue
{
    enum class Type { Nil, Text, Integer, Array, Error };

    Type type = Type::Nil;
    qint64 integer = 0;
    QByteArray text; ///< also the words of an Error
    std::vector<RedisValue> items; ///< of an Array

    bool isNil() const { return type == Type::Nil; }
    bool isError() const { return type == Type::Error; }
    /// The item at \a index, or Nil.
    const RedisValue& at(std::size_t index) const;

    static RedisValue from(const redisReply& reply);
};

}

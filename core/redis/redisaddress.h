#pragma once

#include <QByteArray>
#include <QString>

#include <expected>

namespace sluice {

/// Where a Redis server is and how to be let in.
struct RedisAddress
{
    QByteArray host = "127.0.0.1"; ///< a connection needs an IP address: see checkRedis()
    quint16 port = 6379;
    int database = 0;
    QByteArray user {}; ///< empty = the default one
    QByteArray password {}; ///< empty = none

    bool operator==(const RedisAddress&) const = default;
};

/// Reads redis://[USER@]HOST[:PORT][/DATABASE], or HOST[:PORT]; a sentence about what is wrong. A password has no place in it:
/// command lines are seen by everyone.
std::expected<RedisAddress, QString> parseRedisAddress(const QString& text);

}

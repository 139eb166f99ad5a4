#pragma once

#include <QByteArray>

namespace sluice {

/// The names that gateways use in the Redis they share, and the words they say to each other; docs/gateway.md describes both. The
/// braces keep what belongs to a stream on one node of a Redis cluster.
namespace sharedkeys {

inline QByteArray events(const QByteArray& stream)
{
    return "sluice:stream:{" + stream + '}';
}

inline QByteArray owner(const QByteArray& stream)
{
    return "sluice:stream:{" + stream + "}:owner";
}

inline QByteArray profile(const QByteArray& stream)
{
    return "sluice:stream:{" + stream + "}:profile";
}

inline QByteArray channel(const QByteArray& gateway)
{
    return "sluice:gateway:" + gateway;
}

inline QByteArray alive(const QByteArray& gateway)
{
    return "sluice:gateway:" + gateway + ":alive";
}

inline QByteArray answer(const QByteArray& key)
{
    return "sluice:answer:" + key.toHex();
}

/// An event's number is the first half of its id in the Redis stream; Redis' short form of the whole.
inline QByteArray entry(quint64 sequence)
{
    return QByteArray::number(sequence) + "-0";
}

constexpr const char* EventField = "e";
constexpr const char* EndField = "end"; ///< beside the last event

}

}

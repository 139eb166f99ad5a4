#pragma once

#include <QString>
#include <QtGlobal>

#include <vector>

namespace sluice::bench {

/// A piece of an answer as it came: what the text had grown to with it, and since when it was under way.
struct Arrival
{
    qint64 characters = 0; ///< UTF-16, of the whole answer
    qint64 sentUs = 0; ///< the event's "m", where the server says when it wrote it; else when it was decoded
};

/// The name of a provider that is "openai" and keeps note of every piece of text. For one stream at a time.
inline const QString BenchProviderName = QStringLiteral("bench");

/// What came since this was asked last. Any thread.
std::vector<Arrival> takeArrivals();

}

#pragma once

#include "core/lab/answertap.h"

#include <QByteArray>
#include <QString>
#include <QStringList>

namespace sluice {

class Provider;

/// What stands out in the body of an event stream, as the standard and the provider want it. A value.
struct StreamReview
{
    qsizetype events = 0; ///< with data
    QStringList oddities {}; ///< a few words each, at most MostOddities; none = the stream is as it should be
    bool isUtf8 = true;
    bool hasEndMark = false; ///< what the provider's protocol ends a stream with came last
    QString endMark {}; ///< its name: "[DONE]"

    static constexpr qsizetype MostOddities = 5;
};

/// \a body is without content coding. Pure.
StreamReview reviewStream(QByteArrayView body, QStringView providerName);

}

#pragma once

#include "core/lab/answertap.h"

#include <QByteArray>
#include <QString>

namespace sluice {

class Provider;

/// What one exchange brought, taken apart without the engine: what an answer may be held against.
struct DecodedExchange
{
    QString text;
    bool isFinished = false; ///< the provider's own end came
};

/// Pure. Of a body that is too long, or that nobody can read to its end, what stands before that.
DecodedExchange decodeExchange(const TappedExchange& exchange, const Provider& provider);

/// The body without its content coding, as far as it can be read.
QByteArray plainBody(const TappedExchange& exchange);

}

#pragma once

#include "core/base/error.h"
#include "core/wire/http.h"

namespace sluice {

class HttpStream;
class Provider;

/// The body of an answer of status 400 or above, as far as it is wanted: it holds the server's own words. Network thread only.
class ErrorText
{
public:
    static constexpr qsizetype MaxBytes = 64 * 1024; ///< as sent, and again decoded

    explicit ErrorText(const HttpResponseHead& head)
        : m_head(head)
    { }

    /// Takes what has arrived. False when no more is wanted.
    bool readFrom(HttpStream& stream);

    /// The error that head and body stand for, also of a body that is cut.
    Error toError(const Provider& provider) const;

private:
    HttpResponseHead m_head;
    QByteArray m_bytes;
};

}

#include "core/engine/errortext.h"

#include "core/chat/provider.h"
#include "core/net/httpstream.h"
#include "core/wire/inflater.h"

namespace sluice {

bool ErrorText::readFrom(HttpStream& stream)
{
    while (m_bytes.size() < MaxBytes) {
        const QByteArray piece = stream.read(MaxBytes - m_bytes.size());
        if (piece.isEmpty())
            return true;
        m_bytes += piece;
    }
    return false;
}

Error ErrorText::toError(const Provider& provider) const
{
    if (headerValue(m_head.headers, "content-encoding").trimmed().toLower() != "gzip")
        return provider.errorFromResponse(m_head, m_bytes);
    Inflater inflater;
    inflater.feed(m_bytes);
    QByteArray text;
    for (Result<QByteArrayView> block = inflater.next(); block && !block->isEmpty() && text.size() < MaxBytes;
        block = inflater.next())
        text.append(*block);
    return provider.errorFromResponse(m_head, text);
}

}

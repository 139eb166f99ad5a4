#pragma once

#include <QByteArray>
#include <QByteArrayView>

namespace sluice {

/// What one outgoing event consists of. Empty \c type and \c id are left out. CR, LF and NUL in them, which the format cannot
/// carry, become spaces, so that no value can forge a line.
struct SseFrame
{
    QByteArrayView type;
    QByteArrayView data; ///< CR and CRLF become LF; each line is its own data: line. Empty is an event with empty data.
    QByteArrayView id;
};

/// Appends \a frame to \a out in the WHATWG event stream format, blank line included.
void writeSseEvent(QByteArray& out, const SseFrame& frame);

/// Appends the comment ": text" (one for each line of \a text) and a blank line.
void writeSseComment(QByteArray& out, QByteArrayView text);

}

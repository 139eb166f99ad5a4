#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QByteArrayView>

namespace sluice {

/// Standard output without a buffer: what was written is out. Blocks while the reader is slow, which is how the stream behind it
/// is held back. Needs a SignalWatcher alive: it turns a vanished reader into an error of write().
class StandardOutput
{
public:
    enum class State {
        Open,
        Closed, ///< the reader went away or a signal came: end quietly
        Failed, ///< disk full and the like: error() says why
    };

    /// Writes \a bytes as they are. The state afterwards; nothing is written once it is not Open.
    State write(QByteArrayView bytes);

    /// Writes text of a server: on a terminal without the control characters that could steer it.
    State writeText(QByteArrayView utf8);

    State state() const { return m_state; }
    Error error() const { return m_error; }

private:
    State m_state = State::Open;
    Error m_error;
};

/// \a utf8 with control characters other than line feed and tab (C0, DEL and C1) shown as U+FFFD.
QByteArray withoutControls(QByteArrayView utf8);

}

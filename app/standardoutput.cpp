#include "app/standardoutput.h"

#include "app/signalwatcher.h"

#include <cerrno>
#include <cstring>

#include <poll.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace sluice {

namespace {

/// Blocks until standard output takes bytes again; it may have been made non-blocking by whoever shares it.
void awaitWritable()
{
    pollfd out {.fd = STDOUT_FILENO, .events = POLLOUT, .revents = 0};
    ::poll(&out, 1, -1);
}

}

StandardOutput::State StandardOutput::write(QByteArrayView bytes)
{
    while (m_state == State::Open && !bytes.isEmpty()) {
        const ssize_t written = ::write(STDOUT_FILENO, bytes.data(), static_cast<size_t>(bytes.size()));
        if (written >= 0) {
            bytes = bytes.sliced(written);
            continue;
        }
        if ((errno == EINTR || errno == EAGAIN) && SignalWatcher::hasCaught()) {
            m_state = State::Closed;
        } else if (errno == EAGAIN) {
            awaitWritable();
        } else if (errno == EPIPE) {
            m_state = State::Closed;
        } else if (errno != EINTR) {
            m_state = State::Failed;
            m_error = {.kind = ErrorKind::Storage,
                .message = u"Cannot write to standard output: %1"_s.arg(QString::fromLocal8Bit(std::strerror(errno))),
                .httpStatus = 0,
                .retryAfter = {}};
        }
    }
    return m_state;
}

StandardOutput::State StandardOutput::writeText(QByteArrayView utf8)
{
    static const bool isTerminal = ::isatty(STDOUT_FILENO) == 1;
    return isTerminal ? write(withoutControls(utf8)) : write(utf8);
}

QByteArray withoutControls(QByteArrayView utf8)
{
    constexpr QByteArrayView Replacement = "\xef\xbf\xbd";
    QByteArray out;
    out.reserve(utf8.size());
    for (qsizetype i = 0; i < utf8.size(); ++i) {
        const auto byte = static_cast<unsigned char>(utf8[i]);
        const auto next = i + 1 < utf8.size() ? static_cast<unsigned char>(utf8[i + 1]) : 0;
        const bool isC1 = byte == 0xc2 && next >= 0x80 && next < 0xa0; // U+0080 to U+009F
        const bool isC0 = byte < 0x20 && byte != '\n' && byte != '\t';
        if (!isC0 && !isC1 && byte != 0x7f) {
            out.append(utf8[i]);
            continue;
        }
        out.append(Replacement);
        i += isC1 ? 1 : 0;
    }
    return out;
}

}

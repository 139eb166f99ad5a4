#include "tests/support/streamcrowd.h"

#include "tests/support/rawclient.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <ctime>
#include <optional>

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace sluice::test {

namespace {

qint64 micros(const timespec& time)
{
    return qint64(time.tv_sec) * 1'000'000 + time.tv_nsec / 1000;
}

qint64 clockMicros(clockid_t clock)
{
    timespec time {};
    clock_gettime(clock, &time);
    return micros(time);
}

/// When the kernel had the last of the bytes of \a message; nothing where it does not say.
std::optional<qint64> stampOf(msghdr& message)
{
    for (cmsghdr* part = CMSG_FIRSTHDR(&message); part; part = CMSG_NXTHDR(&message, part)) {
        if (part->cmsg_level != SOL_SOCKET || part->cmsg_type != SCM_TIMESTAMPNS)
            continue;
        timespec time {};
        std::memcpy(&time, CMSG_DATA(part), sizeof time);
        return micros(time);
    }
    return std::nullopt;
}

}

qint64 monotonicMicros()
{
    return clockMicros(CLOCK_MONOTONIC);
}

int connectTo(quint16 port)
{
    const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address {};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (socket >= 0 && ::connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0)
        return socket;
    const int why = errno;
    ::close(socket);
    errno = why;
    return -1;
}

StreamCrowd::StreamCrowd(quint16 port, const QByteArray& target)
    : m_port(port)
    , m_request(rawRequest(port, "POST", target))
    , m_epoll(::epoll_create1(EPOLL_CLOEXEC))
{ }

StreamCrowd::~StreamCrowd()
{
    for (const CrowdStream& stream : m_streams) {
        if (stream.socket >= 0)
            ::close(stream.socket);
    }
    ::close(m_epoll);
}

bool StreamCrowd::open(int count, int perSecond, Millis patience)
{
    const qint64 start = monotonicMicros();
    const qint64 last = start + Micros(patience).count();
    for (int opened = 0; opened < count;) {
        const qint64 due = std::min<qint64>(count, 1 + (monotonicMicros() - start) * perSecond / 1'000'000);
        for (; opened < due; ++opened)
            add();
        read(Millis(1));
    }
    while (m_waiting > 0 && monotonicMicros() < last)
        read(Millis(10));
    return m_waiting == 0 && this->count(CrowdStream::State::Failed) == 0;
}

void StreamCrowd::readFor(Millis time)
{
    const qint64 last = monotonicMicros() + Micros(time).count();
    for (qint64 now = monotonicMicros(); now < last; now = monotonicMicros())
        read(Millis((last - now) / 1000 + 1));
}

bool StreamCrowd::readToEnd(Millis patience)
{
    const qint64 last = monotonicMicros() + Micros(patience).count();
    while (m_open > 0 && monotonicMicros() < last)
        read(Millis(10));
    return count(CrowdStream::State::Complete) == int(m_streams.size());
}

int StreamCrowd::count(CrowdStream::State state) const
{
    return int(std::ranges::count(m_streams, state, &CrowdStream::state));
}

qint64 StreamCrowd::events() const
{
    qint64 sum = 0;
    for (const CrowdStream& stream : m_streams)
        sum += qint64(stream.events.size());
    return sum;
}

void StreamCrowd::add()
{
    CrowdStream& stream = m_streams.emplace_back();
    ++m_waiting;
    ++m_open;
    stream.socket = connectTo(m_port);
    if (stream.socket < 0) {
        fail(stream, QByteArray("connect: ") + std::strerror(errno));
        return;
    }
    const int on = 1;
    ::setsockopt(stream.socket, SOL_SOCKET, SO_TIMESTAMPNS, &on, sizeof on);
    stream.askedUs = monotonicMicros();
    if (::send(stream.socket, m_request.constData(), size_t(m_request.size()), MSG_NOSIGNAL) != m_request.size()) {
        fail(stream, QByteArray("send: ") + std::strerror(errno));
        return;
    }
    ::fcntl(stream.socket, F_SETFL, O_NONBLOCK);
    epoll_event interest {};
    interest.events = EPOLLIN;
    interest.data.ptr = &stream;
    ::epoll_ctl(m_epoll, EPOLL_CTL_ADD, stream.socket, &interest);
}

void StreamCrowd::read(Millis longest)
{
    std::array<epoll_event, 256> ready;
    const int count = ::epoll_wait(m_epoll, ready.data(), int(ready.size()), int(longest.count()));
    for (int i = 0; i < count; ++i)
        readStream(*static_cast<CrowdStream*>(ready[size_t(i)].data.ptr));
}

void StreamCrowd::readStream(CrowdStream& stream)
{
    std::array<char, 64 * 1024> bytes;
    std::array<char, 256> control;
    iovec part {bytes.data(), bytes.size()};
    msghdr message {};
    message.msg_iov = &part;
    message.msg_iovlen = 1;
    message.msg_control = control.data();
    message.msg_controllen = control.size();
    const ssize_t count = ::recvmsg(stream.socket, &message, 0);
    if (count <= 0) {
        if (count == 0 || (errno != EAGAIN && errno != EINTR))
            fail(stream, count == 0 ? "closed before its end" : QByteArray("recv: ") + std::strerror(errno));
        return;
    }
    Arrival arrival {.readUs = monotonicMicros()};
    // The kernel's stamp is wall time.
    const std::optional<qint64> stamp = stampOf(message);
    arrival.atSocketUs = stamp ? *stamp - (clockMicros(CLOCK_REALTIME) - arrival.readUs) : arrival.readUs;
    stream.line.append(bytes.data(), count);
    qsizetype start = 0;
    for (qsizetype end = stream.line.indexOf('\n'); end >= 0 && stream.socket >= 0; end = stream.line.indexOf('\n', start)) {
        takeLine(stream, QByteArrayView(stream.line).sliced(start, end - start), arrival);
        start = end + 1;
    }
    stream.line.remove(0, start);
}

void StreamCrowd::takeLine(CrowdStream& stream, QByteArrayView line, Arrival arrival)
{
    if (line.startsWith("HTTP/1.1 ")) {
        if (!line.startsWith("HTTP/1.1 200 "))
            fail(stream, line.toByteArray().trimmed());
    } else if (line.startsWith("id: ")) {
        stream.events.push_back(arrival);
        if (stream.events.size() == 1) {
            stream.state = CrowdStream::State::Streaming;
            --m_waiting;
        }
        if (line.sliced(4).toByteArray().toULongLong() != stream.events.size())
            fail(stream, "event " + line.sliced(4).toByteArray() + " came as number " + QByteArray::number(stream.events.size()));
    } else if (line == QByteArrayView("event: error")) {
        fail(stream, "event: error");
    } else if (line == QByteArrayView("event: done")) {
        stream.isLast = true;
    } else if (line == QByteArrayView("0\r")) { // no line of an event
        if (stream.isLast)
            end(stream, CrowdStream::State::Complete);
        else
            fail(stream, "ended without its last event");
    }
}

void StreamCrowd::fail(CrowdStream& stream, const QByteArray& why)
{
    if (m_problem.isEmpty())
        m_problem = why;
    end(stream, CrowdStream::State::Failed);
}

void StreamCrowd::end(CrowdStream& stream, CrowdStream::State state)
{
    if (stream.state == CrowdStream::State::Waiting)
        --m_waiting;
    --m_open;
    stream.state = state;
    if (stream.socket >= 0)
        ::close(stream.socket);
    stream.socket = -1;
}

}

#pragma once

#include "core/base/clock.h"

#include <QByteArray>
#include <QtGlobal>

#include <deque>
#include <vector>

namespace sluice::test {

/// When an event came. Microseconds of CLOCK_MONOTONIC.
struct Arrival
{
    qint64 atSocketUs = 0; ///< in the kernel: what this process was late is not in it
    qint64 readUs = 0;
};

/// One client of a crowd.
struct CrowdStream
{
    enum class State { Waiting, Streaming, Complete, Failed };

    int socket = -1; ///< -1 once it is over
    State state = State::Waiting;
    qint64 askedUs = 0;
    QByteArray line; ///< as far as it has come
    bool isLast = false; ///< `event: done` was there
    std::vector<Arrival> events; ///< number n at n - 1
};

/// Many clients of /chat… routes at once, in the calling thread, by epoll. Each must get 200, the events 1, 2, 3… without a gap,
/// and `done`: everything else is a failure, of which the first is kept in words.
class StreamCrowd
{
public:
    /// Each asks for \a target by POST.
    StreamCrowd(quint16 port, const QByteArray& target);
    /// Closes what is open.
    ~StreamCrowd();
    Q_DISABLE_COPY_MOVE(StreamCrowd)

    /// Opens \a count more, \a perSecond at most, and reads meanwhile. True when the first event of each is there within \a
    /// patience.
    bool open(int count, int perSecond, Millis patience);
    void readFor(Millis time);
    /// True when each is complete within \a patience.
    bool readToEnd(Millis patience);

    int count(CrowdStream::State state) const;
    qint64 events() const;
    const std::deque<CrowdStream>& streams() const { return m_streams; }
    QByteArray problem() const { return m_problem; }

private:
    void add();
    void read(Millis longest);
    void readStream(CrowdStream& stream);
    void takeLine(CrowdStream& stream, QByteArrayView line, Arrival arrival);
    void fail(CrowdStream& stream, const QByteArray& why);
    void end(CrowdStream& stream, CrowdStream::State state);

    const quint16 m_port;
    const QByteArray m_request;
    int m_epoll = -1;
    std::deque<CrowdStream> m_streams; // epoll refers to them
    int m_waiting = 0; // streams without an event
    int m_open = 0;
    QByteArray m_problem;
};

/// A connected TCP socket to \a port of this machine, or -1.
int connectTo(quint16 port);

qint64 monotonicMicros();

}

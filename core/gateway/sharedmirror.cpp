#include "core/gateway/sharedmirror.h"

#include "core/gateway/sharedkeys.h"
#include "core/gateway/sharedprofile.h"
#include "core/gateway/sharedstreams.h"
#include "core/profile/profilejson.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>

namespace sluice {

namespace {

// Beside the age of the log: a running stream's entries are refreshed every few seconds.
constexpr Millis RunningMargin {90000};

}

/// The clients of one other gateway, as one reader of the stream. Gone when that gateway tells nothing for a while.
class SharedMirror::RemoteReader final : public StreamReader
{
public:
    RemoteReader(SharedMirror& mirror, QByteArray gateway)
        : m_mirror(mirror)
        , m_gateway(std::move(gateway))
        , m_timer(mirror.m_shared.registry().loop())
    { }

    void heard(quint64 next)
    {
        m_next = std::max(m_next, next);
        m_timer.startIn(m_mirror.m_shared.options().ownerTimeout, [this] { m_mirror.leave(m_gateway); });
    }

    quint64 sentUpTo() const override { return m_next; }
    void streamGrew() override { } // told once Redis has it
    void cutOff() override { } // it will find the gap

private:
    SharedMirror& m_mirror;
    const QByteArray m_gateway;
    Timer m_timer;
    quint64 m_next = 1;
};

SharedMirror::SharedMirror(SharedStreams& shared, const std::shared_ptr<GatewayStream>& stream)
    : m_shared(shared)
    , m_id(stream->id())
    , m_stream(stream)
{ }

SharedMirror::~SharedMirror()
{
    if (const std::shared_ptr<GatewayStream> stream = m_stream.lock()) {
        for (const auto& reader : std::as_const(m_readers))
            stream->detach(*reader);
    }
}

void SharedMirror::streamGrew()
{
    // A loop turn's events go together.
    if (std::exchange(m_isPosted, true))
        return;
    boost::asio::post(m_shared.registry().loop(), [weak = weak_from_this()] {
        if (const std::shared_ptr<SharedMirror> self = weak.lock()) {
            self->m_isPosted = false;
            self->flush();
        }
    });
}

void SharedMirror::profileFinished()
{
    boost::asio::post(m_shared.registry().loop(), [weak = weak_from_this()] {
        const std::shared_ptr<SharedMirror> self = weak.lock();
        const std::shared_ptr<GatewayStream> stream = self ? self->m_stream.lock() : nullptr;
        if (stream)
            SharedProfile::leave(self->m_shared, stream->id(), profileJson(stream->id(), *stream->clock()));
    });
}

void SharedMirror::startAnew()
{
    m_next = m_confirmed;
    m_isBegun = false;
    flush();
}

void SharedMirror::flush()
{
    const std::shared_ptr<GatewayStream> stream = m_stream.lock();
    if (!stream) {
        m_shared.mirrorDone(m_id);
        return;
    }
    const StreamLog& log = stream->log();
    m_next = std::max(m_next, log.firstSequence());
    const quint64 before = m_next;
    while (m_next < log.nextSequence() && m_shared.mayWrite(shared_from_this()))
        write(*stream, m_next++);
    if (m_next == before)
        return;
    if (!std::exchange(m_isBegun, true) || (stream->isEnded() && m_next == log.nextSequence()))
        refresh();
    for (auto reader = m_readers.cbegin(); reader != m_readers.cend(); ++reader)
        m_shared.say(reader.key(), "grew " + m_id);
}

void SharedMirror::write(const GatewayStream& stream, quint64 sequence)
{
    const StreamLog& log = stream.log();
    QList<QByteArray> command {"XADD", sharedkeys::events(m_id)};
    if (log.firstSequence() > m_trimmed) {
        m_trimmed = log.firstSequence();
        command << "MINID" << "=" << sharedkeys::entry(m_trimmed);
    }
    command << sharedkeys::entry(sequence) << sharedkeys::EventField << log.event(sequence).toByteArray();
    if (stream.isEnded() && sequence + 1 == log.nextSequence())
        command << sharedkeys::EndField << "1";
    m_shared.redis().send(command, [weak = weak_from_this(), sequence](const Result<RedisValue>& reply) {
        if (const std::shared_ptr<SharedMirror> self = weak.lock())
            self->confirmed(sequence, reply);
    });
}

void SharedMirror::confirmed(quint64 sequence, const Result<RedisValue>& reply)
{
    // One that was written already, and whose reply was lost, is refused because its number is not above the last.
    const bool isThere =
        reply || (reply.error().kind == ErrorKind::Storage && reply.error().message.contains(u"equal or smaller"));
    if (!isThere) {
        m_shared.refused(reply.error());
        return;
    }
    if (sequence == m_confirmed || reply)
        m_confirmed = std::max(m_confirmed, sequence + 1);
    m_shared.written();
    const std::shared_ptr<GatewayStream> stream = m_stream.lock();
    if (!stream || (stream->isEnded() && m_confirmed >= stream->log().nextSequence()))
        m_shared.mirrorDone(m_id); // may end this
}

void SharedMirror::refresh()
{
    const std::shared_ptr<GatewayStream> stream = m_stream.lock();
    const bool isRunning = stream && !stream->isEnded();
    const QByteArray age =
        QByteArray::number((m_shared.registry().limits().logAge + (isRunning ? RunningMargin : Millis(0))).count());
    m_shared.redis().send({"SET", sharedkeys::owner(m_id), m_shared.gatewayId(), "PX", age});
    m_shared.redis().send({"PEXPIRE", sharedkeys::events(m_id), age});
}

void SharedMirror::follow(const QByteArray& gateway, quint64 next)
{
    const std::shared_ptr<GatewayStream> stream = m_stream.lock();
    if (!stream)
        return;
    std::shared_ptr<RemoteReader>& reader = m_readers[gateway];
    const bool isNew = !reader;
    if (isNew)
        reader = std::make_shared<RemoteReader>(*this, gateway);
    reader->heard(next);
    if (isNew) {
        stream->attach(*reader);
        m_shared.say(gateway, "grew " + m_id); // what came before it was known here
    } else {
        stream->readerAdvanced();
    }
}

void SharedMirror::leave(const QByteArray& gateway)
{
    const std::shared_ptr<RemoteReader> reader = m_readers.take(gateway);
    const std::shared_ptr<GatewayStream> stream = m_stream.lock();
    if (!reader)
        return;
    if (stream)
        stream->detach(*reader);
    boost::asio::post(m_shared.registry().loop(), [reader] { }); // its timer may be the caller
}

void SharedMirror::cancel(const Error& error)
{
    if (const std::shared_ptr<GatewayStream> stream = m_stream.lock())
        stream->cancel(error);
}

}

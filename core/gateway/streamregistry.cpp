#include "core/gateway/streamregistry.h"

#include <boost/asio/io_context.hpp>

#include <QRandomGenerator>

namespace sluice {

namespace {

// Bounds what is remembered of ended streams whose logs may be empty by then.
constexpr std::size_t MaxEnded = 20000;

}

StreamRegistry::StreamRegistry(boost::asio::io_context& loop, const StreamLimits& limits)
    : m_loop(loop)
    , m_limits(limits)
    , m_ageTimer(loop)
{ }

StreamRegistry::~StreamRegistry()
{
    clear();
}

QByteArray StreamRegistry::newId()
{
    std::array<quint32, 4> random {};
    QRandomGenerator::system()->fillRange(random.data(), qsizetype(random.size()));
    return QByteArray(reinterpret_cast<const char*>(random.data()), qsizetype(sizeof random)).toHex();
}

std::shared_ptr<GatewayStream> StreamRegistry::create(
    std::unique_ptr<AnswerFormat> format, StreamSetup setup, const QByteArray& id)
{
    auto stream = std::make_shared<GatewayStream>(*this, id, std::move(format), std::move(setup));
    m_streams.insert(id, stream);
    m_active.insert(stream.get());
    if (m_onCreated)
        m_onCreated(stream);
    return stream;
}

std::shared_ptr<GatewayStream> StreamRegistry::find(const QByteArray& id) const
{
    return m_streams.value(id);
}

void StreamRegistry::removeActive(ActiveAnswer& answer)
{
    if (m_active.erase(&answer) > 0 && m_active.empty() && m_onIdle)
        m_onIdle();
}

void StreamRegistry::cancelAll(const Error& error)
{
    // Each leaves m_active as it ends.
    for (ActiveAnswer* answer : std::vector(m_active.begin(), m_active.end()))
        answer->cancel(error);
}

void StreamRegistry::clear()
{
    m_onIdle = {};
    m_ageTimer.stop();
    m_active.clear();
    m_ended.clear();
    m_evictable.clear();
    // A stream that goes reports its bytes back to this: out of the hash first.
    std::exchange(m_streams, {}).clear();
}

void StreamRegistry::addLogBytes(qint64 difference)
{
    m_logBytes += difference;
    if (difference > 0 && m_logBytes > m_limits.logTotalBytes)
        makeRoom();
}

void StreamRegistry::makeRoom()
{
    // Streams that somebody still reads keep their logs and go to the back; they must not make each event a walk over all.
    int patience = 8;
    while (m_logBytes > m_limits.logTotalBytes && !m_evictable.empty() && patience > 0) {
        const QByteArray id = m_evictable.front();
        m_evictable.pop_front();
        const std::shared_ptr<GatewayStream> stream = find(id);
        if (!stream)
            continue;
        if (stream->hasReaders()) {
            m_evictable.push_back(id);
            --patience;
        } else {
            stream->dropLog();
        }
    }
}

void StreamRegistry::streamEnded(GatewayStream& stream)
{
    if (!m_streams.contains(stream.id()))
        return;
    m_ended.push_back({stream.id(), steadyClock().now()});
    m_evictable.push_back(stream.id());
    if (m_ended.size() > MaxEnded)
        forgetFirst();
    if (!m_ageTimer.isActive())
        m_ageTimer.start(m_ended.front().at + m_limits.logAge, [this] { forgetOld(); });
    removeActive(stream);
}

std::shared_ptr<GatewayStream> StreamRegistry::forget(GatewayStream& stream)
{
    std::shared_ptr<GatewayStream> kept = m_streams.take(stream.id());
    removeActive(stream);
    return kept;
}

void StreamRegistry::forgetOld()
{
    const TimePoint now = steadyClock().now();
    while (!m_ended.empty() && m_ended.front().at + m_limits.logAge <= now)
        forgetFirst();
    if (!m_ended.empty())
        m_ageTimer.start(m_ended.front().at + m_limits.logAge, [this] { forgetOld(); });
}

void StreamRegistry::forgetFirst()
{
    // A reader that is still sending the rest shares the stream and finishes.
    m_streams.remove(m_ended.front().id);
    m_ended.pop_front();
    while (!m_evictable.empty() && !m_streams.contains(m_evictable.front()))
        m_evictable.pop_front();
}

}

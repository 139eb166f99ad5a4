#include "core/gateway/sharedstream.h"

#include "core/gateway/sharedkeys.h"
#include "core/gateway/sharedstreams.h"

#include <algorithm>

namespace sluice {

namespace {

constexpr int EventsAtOnce = 64;
// Words between gateways can be lost; and they say that somebody still reads here.
constexpr Millis PollTime {1000};
constexpr int SilentPollsBeforeDoubt = 2;
// Redis away for so many polls: the client may have more luck elsewhere.
constexpr int MostFailures = 10;

}

SharedStream::SharedStream(SharedStreams& shared, const QByteArray& id, QByteArray owner, quint64 from, RouteMetrics& metrics)
    : FollowedStream(shared.registry(), id, true)
    , m_shared(shared)
    , m_owner(std::move(owner))
    , m_pollTimer(shared.registry().loop())
{
    editableLog().beginAt(from);
    watchQueue(&metrics, nullptr);
}

SharedStream::~SharedStream()
{
    m_shared.streamClosed(*this);
}

void SharedStream::start(bool isOver)
{
    if (isOver)
        markEnded();
    else
        poll();
}

void SharedStream::grew()
{
    m_hasMore = true;
    fetch();
}

void SharedStream::setReading(Reading reading)
{
    if (reading == Reading::Go)
        fetch();
}

void SharedStream::readersLeft()
{
    m_pollTimer.stop();
    if (!isEnded() && !m_shared.isFollowed(id())) // its gateway knows one reader for all that are here
        m_shared.say(m_owner, "leave " + id() + ' ' + m_shared.gatewayId());
}

void SharedStream::poll()
{
    tellWhere();
    if (++m_silentPolls > SilentPollsBeforeDoubt)
        askForOwner();
    fetch();
    m_pollTimer.startIn(PollTime, [this] { poll(); });
}

void SharedStream::tellWhere()
{
    m_toldNext = std::max({m_toldNext, fastestReader(), log().firstSequence()});
    m_isTelling = true;
    m_shared.redis().send({"PUBLISH", sharedkeys::channel(m_owner),
                              "follow " + id() + ' ' + m_shared.gatewayId() + ' ' + QByteArray::number(m_toldNext)},
        [weak = weak_from_this()](const Result<RedisValue>& reply) {
            const std::shared_ptr<SharedStream> self = weak.lock();
            if (!self)
                return;
            self->m_isTelling = false;
            if (reply) // else the next poll tells
                self->readersAdvanced();
        });
}

/// What they send while Redis passes the last word on goes into one.
void SharedStream::readersAdvanced()
{
    if (!m_isTelling && !isEnded() && fastestReader() > m_toldNext)
        tellWhere();
}

void SharedStream::fetch()
{
    if (m_isFetching || isEnded() || reading() == Reading::Paused)
        return;
    m_isFetching = true;
    m_hasMore = false;
    m_shared.redis().send({"XRANGE", sharedkeys::events(id()), sharedkeys::entry(log().nextSequence()), "+", "COUNT",
                              QByteArray::number(EventsAtOnce)},
        [weak = weak_from_this()](const Result<RedisValue>& reply) {
            if (const std::shared_ptr<SharedStream> self = weak.lock())
                self->take(reply);
        });
}

void SharedStream::take(const Result<RedisValue>& reply)
{
    m_isFetching = false;
    if (!reply) {
        if (++m_failures > MostFailures)
            breakOff();
        return; // the next poll tries again
    }
    m_failures = 0;
    const qint64 before = log().bytes();
    for (const RedisValue& entry : reply->items) {
        if (!takeEntry(entry)) {
            afterWriting(before);
            breakOff();
            return;
        }
    }
    if (isEnded())
        m_pollTimer.stop();
    if (!reply->items.empty())
        m_silentPolls = 0;
    const bool isFull = reply->items.size() == EventsAtOnce;
    afterWriting(before);
    if (isFull || m_hasMore)
        fetch();
}

bool SharedStream::takeEntry(const RedisValue& entry)
{
    if (isEnded() || entry.at(0).text != sharedkeys::entry(log().nextSequence()))
        return false; // what is missing was dropped before it was read
    const RedisValue& fields = entry.at(1);
    if (fields.at(0).text != sharedkeys::EventField)
        return false;
    editableLog().append(fields.at(1).text);
    if (fields.at(2).text == sharedkeys::EndField)
        markEnded();
    return true;
}

void SharedStream::askForOwner()
{
    m_shared.redis().send({"EXISTS", sharedkeys::alive(m_owner)}, [weak = weak_from_this()](const Result<RedisValue>& reply) {
        const std::shared_ptr<SharedStream> self = weak.lock();
        if (self && reply && reply->integer == 0 && !self->isEnded())
            self->m_shared.endOrphan(self->id(), self->log().nextSequence());
    });
}

void SharedStream::breakOff()
{
    m_pollTimer.stop();
    cutOffReaders();
}

}

#include "core/gateway/sharedstreams.h"

#include "core/base/logging.h"
#include "core/gateway/chatformat.h"
#include "core/gateway/sharedkeys.h"
#include "core/gateway/sharedmirror.h"
#include "core/gateway/sharedstream.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace sluice {

namespace {

// What may wait for Redis' replies; the logs hold the rest meanwhile.
constexpr qint64 MaxWaitingBytes = 8 * 1024 * 1024;
constexpr Millis RetryPause {1000};
constexpr int BeatsPerRefresh = 15;

quint64 sequenceOf(const RedisValue& range)
{
    const QByteArray entry = range.at(0).at(0).text;
    return entry.left(entry.indexOf('-')).toULongLong();
}

}

SharedStreams::SharedStreams(StreamRegistry& registry, const SharedOptions& options)
    : m_registry(registry)
    , m_options(options)
    , m_gatewayId(StreamRegistry::newId().left(16))
    , m_commands(std::make_unique<RedisConnection>(registry.loop(), options.redis))
    , m_words(std::make_unique<RedisConnection>(registry.loop(), options.redis))
    , m_beatTimer(registry.loop())
    , m_retryTimer(registry.loop())
{
    m_commands->setOnChanged([this](bool isReady) { connectionChanged(isReady); });
    m_words->subscribe(sharedkeys::channel(m_gatewayId), [this](const QByteArray& words) { takeWords(words); }, [] {});
    registry.setOnCreated([this](const std::shared_ptr<GatewayStream>& stream) { begin(stream); });
}

SharedStreams::~SharedStreams()
{
    m_registry.setOnCreated({});
}

void SharedStreams::begin(const std::shared_ptr<GatewayStream>& stream)
{
    if (!stream->hasEventIds())
        return; // nobody could say where to go on
    const auto mirror = std::make_shared<SharedMirror>(*this, stream);
    m_mirrors.insert(stream->id(), mirror);
    stream->setMirror(mirror);
    mirror->refresh();
}

void SharedStreams::connectionChanged(bool isReady)
{
    if (!isReady) {
        qCWarning(lcGateway, "Redis is away: streams go on, and are not resumed elsewhere until it is back");
        m_beatTimer.stop();
        return;
    }
    beat();
    const QList<std::shared_ptr<SharedMirror>> mirrors = m_mirrors.values();
    for (const std::shared_ptr<SharedMirror>& mirror : mirrors)
        mirror->startAnew();
}

void SharedStreams::beat()
{
    m_commands->send({"SET", sharedkeys::alive(m_gatewayId), "1", "PX", QByteArray::number(m_options.ownerTimeout.count())});
    static constexpr int BeatsPerTimeout = 3;
    m_beatTimer.startIn(m_options.ownerTimeout / BeatsPerTimeout, [this] { beat(); });
    if (++m_beats % BeatsPerRefresh != 0)
        return;
    for (const std::shared_ptr<SharedMirror>& mirror : std::as_const(m_mirrors))
        mirror->refresh();
}

void SharedStreams::say(const QByteArray& gateway, const QByteArray& words)
{
    m_commands->send({"PUBLISH", sharedkeys::channel(gateway), words});
}

void SharedStreams::takeWords(const QByteArray& words)
{
    const QList<QByteArray> parts = words.split(' ');
    const QByteArray id = parts.value(1);
    if (parts.at(0) == "grew") {
        // One that is told may go.
        std::vector<std::weak_ptr<SharedStream>> open;
        for (SharedStream* stream : m_open.values(id))
            open.push_back(stream->weak_from_this());
        for (const std::weak_ptr<SharedStream>& weak : open) {
            if (const std::shared_ptr<SharedStream> stream = weak.lock())
                stream->grew();
        }
        return;
    }
    const std::shared_ptr<SharedMirror> mirror = m_mirrors.value(id);
    if (!mirror)
        return;
    if (parts.at(0) == "follow")
        mirror->follow(parts.value(2), parts.value(3).toULongLong());
    else if (parts.at(0) == "leave")
        mirror->leave(parts.value(2));
    else if (parts.at(0) == "cancel")
        mirror->cancel({.kind = ErrorKind::Cancelled, .message = u"The stream was cancelled"_s});
}

bool SharedStreams::mayWrite(const std::shared_ptr<SharedMirror>& mirror)
{
    if (m_commands->isReady() && !m_retryTimer.isActive() && m_commands->waitingBytes() < MaxWaitingBytes)
        return true;
    if (m_commands->isReady()) // else all are told when it is
        m_waiting.push_back(mirror);
    return false;
}

void SharedStreams::written()
{
    if (m_waiting.empty() || m_retryTimer.isActive() || m_commands->waitingBytes() > MaxWaitingBytes / 2)
        return;
    for (const std::weak_ptr<SharedMirror>& weak : std::exchange(m_waiting, {})) {
        if (const std::shared_ptr<SharedMirror> mirror = weak.lock())
            mirror->flush();
    }
}

void SharedStreams::refused(const Error& error)
{
    if (error.kind == ErrorKind::Network || m_retryTimer.isActive())
        return; // a new connection starts anew
    qCWarning(lcGateway, "%s", qUtf8Printable(error.message));
    m_retryTimer.startIn(RetryPause, [this] {
        m_waiting.clear();
        const QList<std::shared_ptr<SharedMirror>> mirrors = m_mirrors.values();
        for (const std::shared_ptr<SharedMirror>& mirror : mirrors)
            mirror->startAnew();
    });
}

void SharedStreams::mirrorDone(const QByteArray& id)
{
    m_mirrors.remove(id);
}

void SharedStreams::streamClosed(SharedStream& stream)
{
    m_open.remove(stream.id(), &stream);
}

bool SharedStreams::isFollowed(const QByteArray& id) const
{
    const QList<SharedStream*> open = m_open.values(id);
    return std::any_of(open.begin(), open.end(), [](const SharedStream* stream) { return stream->hasReaders(); });
}

void SharedStreams::find(const QByteArray& id, FoundDone done)
{
    // The replies come in this order.
    const auto found = std::make_shared<Found>();
    m_commands->send({"GET", sharedkeys::owner(id)}, [found](const Result<RedisValue>& reply) {
        if (reply)
            found->owner = reply->text;
    });
    m_commands->send({"XRANGE", sharedkeys::events(id), "-", "+", "COUNT", "1"}, [found](const Result<RedisValue>& reply) {
        if (reply && !reply->items.empty())
            found->first = sequenceOf(*reply);
    });
    m_commands->send(
        {"XREVRANGE", sharedkeys::events(id), "+", "-", "COUNT", "1"}, [found, done = std::move(done)](const auto& reply) {
            if (!reply) {
                done(std::unexpected(reply.error()));
                return;
            }
            if (reply->items.empty() && found->owner.isEmpty()) {
                done(std::nullopt);
                return;
            }
            if (reply->items.empty()) { // its model still thinks
                done(*found);
                return;
            }
            found->next = sequenceOf(*reply) + 1;
            found->hasEnded = reply->at(0).at(1).at(2).text == sharedkeys::EndField;
            done(*found);
        });
}

std::shared_ptr<SharedStream> SharedStreams::open(const QByteArray& id, const Found& found, quint64 from, RouteMetrics& metrics)
{
    auto stream = std::make_shared<SharedStream>(*this, id, found.owner, from, metrics);
    m_open.insert(id, stream.get());
    stream->start(found.hasEnded && from == found.next);
    return stream;
}

void SharedStreams::cancel(const QByteArray& id, const Found& found)
{
    if (found.hasEnded)
        return;
    say(found.owner, "cancel " + id);
    m_commands->send({"EXISTS", sharedkeys::alive(found.owner)}, [this, id, next = found.next](const Result<RedisValue>& reply) {
        if (reply && reply->integer == 0)
            endOrphan(id, next);
    });
}

void SharedStreams::endOrphan(const QByteArray& id, quint64 next)
{
    StreamLog last;
    last.beginAt(next);
    ChatFormat().end(
        {.finishReason = {}, .error = Error {.kind = ErrorKind::Server, .message = u"The gateway of this stream is gone"_s}}, {},
        last);
    m_commands->send({"XADD", sharedkeys::events(id), sharedkeys::entry(next), sharedkeys::EventField,
        last.event(next).toByteArray(), sharedkeys::EndField, "1"});
}

}

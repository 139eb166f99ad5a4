#include "core/redis/redisconnection.h"

#include "core/redis/redissocket.h"
#include "core/sockets/timer.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>

#include <hiredis/async.h>
#include <hiredis/hiredis.h>

#include <algorithm>
#include <vector>

using namespace Qt::StringLiterals;

namespace sluice {

namespace {

constexpr Millis FirstPause {50};
constexpr Millis LongestPause {2000};
// A host that drops packets answers nothing for minutes.
constexpr Millis ConnectTimeout {5000};

Error notThere()
{
    return {.kind = ErrorKind::Network, .message = u"Redis cannot be reached"_s};
}

}

struct RedisConnection::Private : std::enable_shared_from_this<Private>
{
    Private(boost::asio::io_context& io, RedisAddress where)
        : loop(io)
        , address(std::move(where))
        , timer(io)
    { }

    /// One command on its way. Owned by hiredis' list of callbacks, which calls each exactly once.
    struct Sent
    {
        std::weak_ptr<Private> owner;
        qint64 bytes;
        Done done;
    };

    void connect();
    void retry();
    void letIn();
    void isLetIn(const Result<RedisValue>& reply);
    void lost(redisAsyncContext* which);
    void setReady(bool ready);
    void send(const QList<QByteArray>& command, Done done);
    void subscribe();
    void takeMessage(const redisReply& reply);
    void close();

    static void connected(const redisAsyncContext* context, int status);
    static void replied(redisAsyncContext* context, void* reply, void* data);
    static void published(redisAsyncContext* context, void* reply, void* data);

    boost::asio::io_context& loop;
    const RedisAddress address;
    Timer timer; ///< until the next attempt, or the end of this one
    redisAsyncContext* context = nullptr;
    bool isReady = false;
    Millis pause = FirstPause;
    qint64 waitingBytes = 0;
    std::function<void(bool)> onChanged;
    QByteArray channel;
    std::function<void(const QByteArray&)> onMessage;
    std::function<void()> onSubscribed;
};

void RedisConnection::Private::connect()
{
    redisAsyncContext* made = redisAsyncConnect(address.host.constData(), address.port);
    if (!made || made->err || !watchRedisSocket(loop, made)) {
        if (made)
            redisAsyncFree(made);
        retry();
        return;
    }
    context = made;
    context->data = this;
    redisAsyncSetConnectCallback(context, &connected);
    redisAsyncSetDisconnectCallback(context, [](const redisAsyncContext* gone, int) {
        if (auto* self = static_cast<Private*>(gone->data))
            self->lost(const_cast<redisAsyncContext*>(gone));
    });
    timer.startIn(ConnectTimeout, [this] {
        close();
        retry();
    });
}

void RedisConnection::Private::connected(const redisAsyncContext* context, int status)
{
    auto* self = static_cast<Private*>(context->data);
    if (!self)
        return;
    if (status == REDIS_OK)
        self->letIn();
    else
        self->lost(const_cast<redisAsyncContext*>(context));
}

void RedisConnection::Private::letIn()
{
    if (address.database != 0)
        send({"SELECT", QByteArray::number(address.database)}, {});
    QList<QByteArray> first {"PING"};
    if (!address.password.isEmpty() && address.user.isEmpty())
        first = {"AUTH", address.password};
    else if (!address.password.isEmpty())
        first = {"AUTH", address.user, address.password};
    send(first, [this](const Result<RedisValue>& reply) { isLetIn(reply); });
}

void RedisConnection::Private::isLetIn(const Result<RedisValue>& reply)
{
    if (!context)
        return;
    if (!reply) {
        close();
        retry();
        return;
    }
    timer.stop();
    pause = FirstPause;
    setReady(true);
    if (!channel.isEmpty())
        subscribe();
}

void RedisConnection::Private::lost(redisAsyncContext* which)
{
    if (context != which)
        return;
    context = nullptr; // hiredis frees it
    setReady(false);
    retry();
}

void RedisConnection::Private::retry()
{
    timer.startIn(pause, [this] { connect(); });
    pause = std::min(pause * 2, LongestPause);
}

void RedisConnection::Private::setReady(bool ready)
{
    if (isReady == ready)
        return;
    isReady = ready;
    if (onChanged)
        onChanged(ready);
}

void RedisConnection::Private::close()
{
    if (redisAsyncContext* old = std::exchange(context, nullptr)) {
        old->data = nullptr;
        redisAsyncFree(old); // what waits for a reply is told that there is none
    }
    setReady(false);
}

void RedisConnection::Private::send(const QList<QByteArray>& command, Done done)
{
    if (!context) {
        if (done)
            boost::asio::post(loop, [done = std::move(done), alive = weak_from_this()] {
                if (!alive.expired())
                    done(std::unexpected(notThere()));
            });
        return;
    }
    std::vector<const char*> parts;
    std::vector<std::size_t> sizes;
    qint64 bytes = 0;
    for (const QByteArray& part : command) {
        parts.push_back(part.constData());
        sizes.push_back(std::size_t(part.size()));
        bytes += part.size();
    }
    auto sent = std::make_unique<Sent>(Sent {weak_from_this(), bytes, std::move(done)});
    waitingBytes += bytes;
    if (redisAsyncCommandArgv(context, &replied, sent.get(), int(parts.size()), parts.data(), sizes.data()) == REDIS_OK) {
        sent.release(); // to replied()
        return;
    }
    waitingBytes -= bytes; // it is being closed
    if (sent->done)
        boost::asio::post(loop, [done = std::move(sent->done), alive = weak_from_this()] {
            if (!alive.expired())
                done(std::unexpected(notThere()));
        });
}

void RedisConnection::Private::replied(redisAsyncContext*, void* reply, void* data)
{
    const std::unique_ptr<Sent> sent(static_cast<Sent*>(data));
    const std::shared_ptr<Private> self = sent->owner.lock();
    if (!self)
        return;
    self->waitingBytes -= sent->bytes;
    if (!sent->done)
        return;
    if (!reply) {
        sent->done(std::unexpected(notThere()));
        return;
    }
    RedisValue value = RedisValue::from(*static_cast<redisReply*>(reply));
    if (value.isError())
        sent->done(std::unexpected(Error {.kind = ErrorKind::Storage, .message = u"Redis: "_s + QString::fromUtf8(value.text)}));
    else
        sent->done(std::move(value));
}

void RedisConnection::Private::subscribe()
{
    redisAsyncCommand(context, &published, nullptr, "SUBSCRIBE %b", channel.constData(), std::size_t(channel.size()));
}

void RedisConnection::Private::published(redisAsyncContext* context, void* reply, void*)
{
    auto* self = static_cast<Private*>(context->data);
    if (self && reply)
        self->takeMessage(*static_cast<redisReply*>(reply));
}

void RedisConnection::Private::takeMessage(const redisReply& reply)
{
    const RedisValue value = RedisValue::from(reply);
    if (value.at(0).text == "subscribe" && onSubscribed)
        onSubscribed();
    else if (value.at(0).text == "message" && onMessage)
        onMessage(value.at(2).text);
}

RedisConnection::RedisConnection(boost::asio::io_context& loop, const RedisAddress& address)
    : d(std::make_shared<Private>(loop, address))
{
    d->timer.startIn(Millis(0), [state = d.get()] { state->connect(); });
}

RedisConnection::~RedisConnection()
{
    d->onChanged = {};
    d->timer.stop();
    const std::weak_ptr<Private> alive = d;
    if (redisAsyncContext* old = std::exchange(d->context, nullptr)) {
        old->data = nullptr;
        std::shared_ptr<Private> last = std::move(d);
        last.reset(); // nobody is called back from here on
        redisAsyncFree(old);
    }
}

void RedisConnection::setOnChanged(std::function<void(bool)> callback)
{
    d->onChanged = std::move(callback);
}

bool RedisConnection::isReady() const
{
    return d->isReady;
}

void RedisConnection::send(const QList<QByteArray>& command, Done done)
{
    if (d->isReady) {
        d->send(command, std::move(done));
    } else if (done) {
        boost::asio::post(d->loop, [done = std::move(done), alive = std::weak_ptr(d)] {
            if (!alive.expired())
                done(std::unexpected(notThere()));
        });
    }
}

qint64 RedisConnection::waitingBytes() const
{
    return d->waitingBytes;
}

void RedisConnection::subscribe(
    const QByteArray& channel, std::function<void(const QByteArray&)> message, std::function<void()> subscribed)
{
    d->channel = channel;
    d->onMessage = std::move(message);
    d->onSubscribed = std::move(subscribed);
    if (d->isReady)
        d->subscribe();
}

}

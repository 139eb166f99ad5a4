#include "core/gateway/cachethread.h"

#include "core/store/cachekey.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>

#include <pthread.h>

#include <condition_variable>
#include <map>
#include <mutex>
#include <thread>
#include <unordered_map>

namespace sluice {

namespace {

WallTime wallClock()
{
    return std::chrono::time_point_cast<Millis>(std::chrono::system_clock::now());
}

}

struct CacheThread::Private
{
    using Job = std::function<void(ResponseCache&)>;

    Private(boost::asio::io_context& io, QString name, const CacheLimits& bounds)
        : loop(io)
        , file(std::move(name))
        , limits(bounds)
    { }

    void post(quint64 number, Job job);
    void run();

    boost::asio::io_context& loop;
    const QString file;
    const CacheLimits limits;

    // Gateway thread only.
    quint64 last = 0;
    std::unordered_map<quint64, std::function<void(const Lookup&)>> lookups;
    std::thread thread;

    std::mutex mutex;
    std::condition_variable changed;
    std::map<quint64, Job> jobs; // guarded by mutex, like all below; done in the order of their numbers
    qsizetype waitingBytes = 0;
    bool isEnding = false;
};

void CacheThread::Private::post(quint64 number, Job job)
{
    {
        const std::scoped_lock lock(mutex);
        jobs.emplace(number, std::move(job));
    }
    changed.notify_one();
    if (!thread.joinable())
        thread = std::thread([this] { run(); });
}

void CacheThread::Private::run()
{
    pthread_setname_np(pthread_self(), "gateway-cache");
    ResponseCache cache(file, limits);
    std::unique_lock lock(mutex);
    for (;;) {
        changed.wait(lock, [this] { return isEnding || !jobs.empty(); });
        if (jobs.empty())
            return;
        const Job job = std::move(jobs.extract(jobs.begin()).mapped());
        lock.unlock();
        job(cache);
        lock.lock();
    }
}

CacheThread::CacheThread(boost::asio::io_context& loop, const QString& file, const CacheLimits& limits)
    : d(std::make_shared<Private>(loop, file, limits))
{ }

CacheThread::~CacheThread()
{
    {
        const std::scoped_lock lock(d->mutex);
        d->isEnding = true;
    }
    d->changed.notify_one();
    if (d->thread.joinable())
        d->thread.join();
}

quint64 CacheThread::find(const QJsonObject& determining, std::function<void(const Lookup&)> found)
{
    const quint64 number = ++d->last;
    d->lookups.emplace(number, std::move(found));
    const std::weak_ptr<Private> weak = d;
    d->post(number, [number, determining, weak, &loop = d->loop](ResponseCache& cache) {
        Lookup result {.key = cacheKey(determining), .answer = {}};
        if (std::optional<RecordedAnswer> answer = cache.find(result.key, wallClock()))
            result.answer = std::make_shared<const RecordedAnswer>(std::move(*answer));
        boost::asio::post(loop, [number, weak, result = std::move(result)] {
            const std::shared_ptr<Private> alive = weak.lock();
            auto callback = alive ? alive->lookups.extract(number) : decltype(alive->lookups)::node_type();
            if (!callback.empty())
                callback.mapped()(result);
        });
        cache.writeUses(); // nobody waits for it any more
    });
    return number;
}

void CacheThread::cancel(quint64 lookup)
{
    d->lookups.erase(lookup);
    const std::scoped_lock lock(d->mutex);
    d->jobs.erase(lookup);
}

void CacheThread::store(const QByteArray& key, std::shared_ptr<const RecordedAnswer> answer, std::function<void()> done)
{
    const qsizetype bytes = answer->bytes();
    bool fits = false;
    {
        const std::scoped_lock lock(d->mutex);
        fits = d->waitingBytes + bytes <= MaxWaitingBytes;
        if (fits)
            d->waitingBytes += bytes;
    }
    if (!fits) {
        boost::asio::post(d->loop, std::move(done));
        return;
    }
    // The thread is joined before its owner goes.
    d->post(
        ++d->last, [key, answer = std::move(answer), bytes, done = std::move(done), d = d.get()](ResponseCache& cache) mutable {
            cache.store(key, *answer, wallClock());
            answer.reset();
            {
                const std::scoped_lock lock(d->mutex);
                d->waitingBytes -= bytes;
            }
            boost::asio::post(d->loop, std::move(done));
        });
}

}

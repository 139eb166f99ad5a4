#include "core/lab/loadrun.h"

#include "core/base/threadhandover.h"
#include "core/lab/loadgenerator.h"
#include "core/sockets/filelimit.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>

#include <algorithm>
#include <thread>

namespace sluice {

namespace {

constexpr Millis ProgressInterval {250};

}

struct LoadRun::Private
{
    LoadRun& run;
    boost::asio::io_context loop;
    LoadGenerator generator; // from here on only the thread's
    Timer progressTimer;
    std::thread thread;

    Private(LoadRun& owner, LoadPlan plan, LoadSetup setup, std::function<void(const LoadSample&)> sample)
        : run(owner)
        , loop(1)
        , generator(loop, std::move(plan), std::move(setup), {.sample = std::move(sample), .done = [this] { done(); }})
        , progressTimer(loop)
    {
        raiseFileLimit();
        thread = std::thread([this] {
            generator.start();
            tellLater();
            loop.run();
        });
    }

    /// Calls \a told in the owner's thread.
    template <typename Function>
    void post(Function told)
    {
        QMetaObject::invokeMethod(&run, handover::posted(std::move(told)), Qt::QueuedConnection);
    }

    void tellLater()
    {
        progressTimer.startIn(ProgressInterval, [this] {
            const auto progress =
                std::make_shared<const LoadProgress>(LoadProgress {.active = generator.active(), .report = generator.report()});
            post([&run = run, progress] { Q_EMIT run.progressed(progress); });
            tellLater();
        });
    }

    void done()
    {
        progressTimer.stop();
        const auto report = std::make_shared<const LoadReport>(generator.report());
        post([&run = run, report] { Q_EMIT run.finished(report); });
    }
};

LoadRun::LoadRun(LoadPlan plan, LoadSetup setup, std::function<void(const LoadSample&)> sample, QObject* parent)
    : QObject(parent)
    , d(std::make_unique<Private>(*this, std::move(plan), std::move(setup), std::move(sample)))
{ }

LoadRun::~LoadRun()
{
    d->loop.stop();
    d->thread.join();
}

void LoadRun::stop()
{
    boost::asio::post(d->loop, [this] { d->generator.stop(); });
}

}

// The part of ChatSession that is about the stream that runs in it.
#include "core/engine/chatsessionprivate.h"

namespace sluice {

void ChatSession::stop()
{
    d->writer.stop();
}

void ChatSession::interrupt()
{
    d->writer.interrupt();
}

void ChatSession::setStrategy(const StrategyOptions& options)
{
    d->writer.setStrategy(options);
}

void ChatSession::setFrameInterval(Millis interval)
{
    d->writer.setFrameInterval(interval);
}

std::shared_ptr<const StreamTimeline> ChatSession::timeline() const
{
    return d->writer.timeline();
}

int ChatSession::timelineRow() const
{
    return timeline() ? d->messages.tree().rowOf(d->answerId) : -1;
}

void ChatSession::setWatched(bool isWatched)
{
    d->writer.setWatched(isWatched);
}

void ChatSession::askTimeline(int row, QObject* context, const TimelineKeeper::Done& done)
{
    const int id = row >= 0 && row < messageCount() ? d->messages.tree().idAt(row) : -1;
    if (id < 0 || id == d->answerId || !d->timelines)
        done(id >= 0 && id == d->answerId ? timeline() : nullptr);
    else
        d->timelines->ask(id, context, done);
}

StreamStatus ChatSession::status() const
{
    return d->writer.status();
}

bool ChatSession::isRunning() const
{
    return d->writer.isRunning();
}

}

#include "core/gateway/busysource.h"

#include <utility>

using namespace Qt::StringLiterals;

namespace sluice {

namespace {

constexpr Millis RetryAfter {1000};

}

BusySource::BusySource(StreamPool& slots, std::unique_ptr<AnswerSource> source)
    : m_slots(slots)
    , m_source(std::move(source))
{ }

BusySource::~BusySource()
{
    stop();
}

void BusySource::start(AnswerSink& sink)
{
    m_sink = &sink;
    m_waiter = m_slots.enter([this](Result<SlotPool::Slot> slot) { takeTurn(std::move(slot)); });
}

void BusySource::takeTurn(Result<SlotPool::Slot> slot)
{
    m_waiter = 0;
    if (slot) {
        m_slot = std::move(*slot);
        m_source->start(static_cast<AnswerSink&>(*this));
        return;
    }
    takeEnd({.finishReason = {},
        .error = Error {.kind = ErrorKind::Server,
            .message = u"The model is busy, please try again later"_s,
            .httpStatus = 503,
            .retryAfter = RetryAfter}});
}

void BusySource::takeEnd(const StreamEnd& end)
{
    m_slot.release();
    std::exchange(m_sink, nullptr)->takeEnd(end); // this may be gone now
}

void BusySource::stop()
{
    if (m_waiter != 0)
        m_slots.leave(std::exchange(m_waiter, 0));
    if (m_sink)
        m_source->stop();
    m_sink = nullptr;
    m_slot.release();
}

}

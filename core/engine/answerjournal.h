#pragma once

#include "core/base/clock.h"
#include "core/chat/messagesink.h"

#include <optional>

namespace sluice {

/// Tells a MessageSink how a running answer grows: everything when its state changes, else only what is new, and that at most
/// once in an Interval. What it costs does not depend on how long the answer is. One answer at a time. Pure but for the sink;
/// time is passed in.
class AnswerJournal
{
public:
    /// With the 40 ms until held text is told of (StreamPipeline::HeldInterval), the 100 ms that a frame may take in a
    /// conversation that nobody sees, and a moment until the disk has it, text is safe 250 ms after it came.
    static constexpr Millis Interval {100};

    /// \a sink must outlive this.
    explicit AnswerJournal(MessageSink& sink);

    /// The answer that is written from now on, as it is: \a id, a version of the turn after \a parent.
    void begin(int id, int parent, const Message& message, TimePoint now);

    /// The answer has changed, or \a held: text that has come behind its own, and that it will have later. Returns when it must
    /// be told of again, unless this is called before; nothing = it need not.
    std::optional<TimePoint> update(const Message& message, const QString& held, TimePoint now);

    /// All of the answer as it is now.
    void put(const Message& message, TimePoint now);

private:
    bool isOther(const Message& message) const;

    MessageSink& m_sink;
    int m_id = -1;
    int m_parent = -1;
    // What the sink has of it; m_text may count held text in.
    MessageState m_state = MessageState::Pending;
    int m_rewrites = 0;
    qsizetype m_seams = 0;
    std::optional<ReplayTicket> m_ticket;
    qsizetype m_text = 0;
    qsizetype m_reasoning = 0;
    TimePoint m_toldAt;
};

}

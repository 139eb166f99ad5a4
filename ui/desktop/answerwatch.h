#pragma once

#include "core/base/clock.h"
#include "core/engine/streamstate.h"

#include <QHash>
#include <QObject>

namespace sluice {

class Conversations;

/// An answer that ended.
struct EndedAnswer
{
    QString conversation; ///< id
    StreamState state = StreamState::Finished; ///< Finished, Stopped or Failed
    Millis time {0}; ///< from the question on
};

/// Which conversations are being answered, and for how long: what the desktop is told of them. Looks at the list of conversations
/// only. GUI thread.
class AnswerWatch final : public QObject
{
    Q_OBJECT

public:
    /// Both must outlive this.
    explicit AnswerWatch(Conversations& conversations, const Clock& clock = steadyClock(), QObject* parent = nullptr);

    int running() const { return int(m_since.size()); }

Q_SIGNALS:
    void runningChanged();
    /// Not for one whose conversation was removed.
    void ended(const sluice::EndedAnswer& answer);

private:
    void look(int first, int last);
    void forgetRemoved();

    Conversations& m_conversations;
    const Clock& m_clock;
    QHash<QString, TimePoint> m_since; // by id of the conversation
};

}

#pragma once

#include "core/base/clock.h"
#include "core/chat/conversation.h"
#include "ui/chat/sentencegatherer.h"

#include <QAccessible>
#include <QBasicTimer>
#include <QObject>
#include <QPersistentModelIndex>

#include <functional>

class QAbstractItemModel;

namespace sluice {

/// Reads a running answer out to who uses a screen reader: its sentences as they become whole, at most once in an interval, what
/// is left of it when it ends, and how it ended. Follows the last row of a model with the roles of messageroles.h; what was there
/// before the row was shown is not read. Without a screen reader it looks at nothing. GUI thread.
class AnswerAnnouncer final : public QObject
{
    Q_OBJECT

public:
    static constexpr Millis Interval {1000};

    using Say = std::function<void(const QString& text)>;

    /// \a model and \a clock must outlive this. \a isHeard tells whether there is a screen reader.
    AnswerAnnouncer(QAbstractItemModel& model, Say say, QObject* parent = nullptr, const Clock& clock = steadyClock(),
        std::function<bool()> isHeard = &QAccessible::isActive);

    bool isWaiting() const { return m_timer.isActive(); } ///< has something to say that is not due yet

protected:
    void timerEvent(QTimerEvent* event) override;

private:
    void follow();
    void takeChange(int lastRow);
    void takeText();
    void takeTrouble();
    void sayWhenDue();
    void sayNow(const QString& text);
    void finish(MessageState state);

    QAbstractItemModel& m_model;
    const Say m_say;
    const Clock& m_clock;
    const std::function<bool()> m_isHeard;
    QPersistentModelIndex m_answer; ///< the one that runs; invalid = none
    SentenceGatherer m_sentences;
    QString m_gathered; ///< waits for its time
    qsizetype m_taken = 0; ///< characters of the answer
    int m_rewrites = 0;
    QString m_trouble;
    TimePoint m_next; ///< not before
    QBasicTimer m_timer;
};

}

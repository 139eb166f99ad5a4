#pragma once

#include "core/sockets/timer.h"
#include "tests/support/originserver.h"

#include <QByteArrayList>

#include <deque>
#include <map>
#include <memory>
#include <vector>

namespace sluice::test {

/// The bytes of a whole answer and where its events end. Shared by all that say it.
struct AnswerBytes
{
    QByteArray body;
    std::vector<qsizetype> ends;

    static std::shared_ptr<const AnswerBytes> of(const QByteArrayList& events);
    /// The same with \a name, which is as long, in the place of \a old.
    std::shared_ptr<const AnswerBytes> renamed(const QByteArray& old, const QByteArray& name) const;
};

/// An answer that a server makes and keeps: event by event, in its own time, for any number of readers from any byte on. The end
/// of it reaches them when they have read that far. Server thread of its OriginServer, where it must also end.
class KeptAnswer : public std::enable_shared_from_this<KeptAnswer>
{
public:
    /// \a pace is the time between two events; 0 makes them all at once.
    KeptAnswer(boost::asio::io_context& loop, std::shared_ptr<const AnswerBytes> bytes, Millis pace);

    void start();
    /// No more events but \a last, if it is not over.
    void stop(const QByteArray& last = {});

    /// Sends what there is from byte \a from of the body on, then what comes. The head of the answer has been sent.
    void follow(const OriginExchangePtr& exchange, qsizetype from);

    bool isOver() const { return m_isOver; } ///< all events are made, or it was stopped
    bool isStopped() const { return m_isStopped; }
    int readers() const { return int(m_readers.size()); }
    qsizetype eventsMade() const { return m_next; }
    qsizetype size() const { return madeBytes() + m_last.size(); }
    /// Where the event of that number begins (0 = the first); where the last made ends for those that follow it.
    qsizetype offsetOf(qsizetype event) const;

    std::function<void()> onReaderGone;

private:
    struct Reader
    {
        OriginExchangePtr exchange;
        qsizetype position = 0;
    };

    qsizetype madeBytes() const { return offsetOf(m_next); }
    void makeNext();
    void pumpAll();
    void pump(const std::shared_ptr<Reader>& reader);
    void remove(const std::shared_ptr<Reader>& reader);

    Timer m_timer;
    const std::shared_ptr<const AnswerBytes> m_bytes;
    const Millis m_pace;
    QByteArray m_last; ///< what stop() put behind the events
    std::vector<std::shared_ptr<Reader>> m_readers;
    qsizetype m_next = 0;
    bool m_isOver = false;
    bool m_isStopped = false;
};

/// The answers that a server keeps: the newest 256. Server thread.
class KeptAnswers
{
public:
    void add(const QByteArray& id, std::shared_ptr<KeptAnswer> answer);
    std::shared_ptr<KeptAnswer> find(const QByteArray& id) const; ///< null when it is not there
    void clear() { m_answers.clear(); }

private:
    std::map<QByteArray, std::shared_ptr<KeptAnswer>> m_answers;
    std::deque<QByteArray> m_order;
};

}

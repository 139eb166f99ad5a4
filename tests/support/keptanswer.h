#pragma once

#include "core/gateway/timer.h"
#include "tests/support/originserver.h"

#include <QByteArrayList>

#include <memory>
#include <vector>

namespace sluice::test {

/// An answer that a server makes and keeps: event by event, in its own time, for any number of readers from any byte on. The end
/// of it reaches them when they have read that far. Server thread of its OriginServer, where it must also end.
class KeptAnswer : public std::enable_shared_from_this<KeptAnswer>
{
public:
    /// \a pace is the time between two events; 0 makes them all at once.
    KeptAnswer(boost::asio::io_context& loop, QByteArrayList events, Millis pace);

    void start();
    /// No more events but \a last, if it is not over.
    void stop(const QByteArray& last = {});

    /// Sends what there is from byte \a from of the body on, then what comes. The head of the answer has been sent.
    void follow(const OriginExchangePtr& exchange, qsizetype from);

    bool isOver() const { return m_isOver; } ///< all events are made, or it was stopped
    bool isStopped() const { return m_isStopped; }
    int readers() const { return int(m_readers.size()); }
    qsizetype eventsMade() const { return m_next; }
    qsizetype size() const { return m_body.size(); }
    /// Where the event of that number begins (0 = the first); the end of the body behind the last made.
    qsizetype offsetOf(qsizetype event) const;

    std::function<void()> onReaderGone;

private:
    struct Reader
    {
        OriginExchangePtr exchange;
        qsizetype position = 0;
    };

    void makeNext();
    void pumpAll();
    void pump(const std::shared_ptr<Reader>& reader);
    void remove(const std::shared_ptr<Reader>& reader);

    Timer m_timer;
    const QByteArrayList m_events;
    const Millis m_pace;
    QByteArray m_body;
    std::vector<qsizetype> m_offsets;
    std::vector<std::shared_ptr<Reader>> m_readers;
    qsizetype m_next = 0;
    bool m_isOver = false;
    bool m_isStopped = false;
};

}

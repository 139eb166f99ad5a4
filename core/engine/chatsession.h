#pragma once

#include "core/chat/conversation.h"
#include "core/chat/messagesink.h"
#include "core/chat/messagesource.h"
#include "core/chat/messagetree.h"
#include "core/engine/chatengine.h"
#include "core/engine/sessiontarget.h"
#include "core/figures/timelinekeeper.h"

#include <QObject>
#include <QString>

#include <memory>

namespace sluice {

/// One conversation and the stream that may run in it. It belongs to the list of conversations, never to a widget: it goes on
/// while another conversation is shown. Consumer's thread.
///
/// Its messages are rows: the stored ones of its source, of which only the pages used last are in memory, and those of this run.
/// A turn may have several versions; rows are the ones chosen now, and what comes after an older version comes back with it. Text
/// that arrived is never removed, and replaced only by a restart that says it differently (Message::rewrites); an error stands
/// beside it, in Message::error.
///
/// With a sink, every message goes there as it comes, and a running answer while it grows (AnswerJournal). A session that is
/// destroyed while its answer runs leaves it *interrupted*.
///
/// A request takes earlier turns along as RequestContext says; stored ones that it needs are loaded first, and the stream starts
/// when they are there.
class ChatSession final : public QObject
{
    Q_OBJECT

public:
    /// \a engine must outlive this. Without \a source no messages are there already; without \a sink nothing is stored; without
    /// \a timelines only that of the last stream is known.
    explicit ChatSession(ChatEngine& engine, const QString& id, std::unique_ptr<MessageSource> source = nullptr,
        std::unique_ptr<MessageSink> sink = nullptr, std::unique_ptr<TimelineKeeper> timelines = nullptr,
        QObject* parent = nullptr);
    ~ChatSession() override;

    QString id() const;
    QString title() const; ///< from the first message until renamed; empty before it
    void setTitle(const QString& title);

    int messageCount() const;
    /// Null while a stored message is not loaded. Valid until any other call, or the event loop.
    const Message* loadedMessage(int row) const;
    /// Sees to it that \a row and its neighbours get loaded: at once, then it is true, or later, with messagesLoaded(). Also true
    /// for what cannot be read, where loadedMessage() stays null. Asking twice costs nothing.
    bool load(int row);
    SiblingPlace siblingPlace(int row) const;
    bool canContinue() const; ///< the last message is an answer that was stopped, interrupted or failed
    /// Whether a message that is in memory holds \a needle, in any case.
    bool contains(QStringView needle) const;

    // Each starts a stream; not while one runs.

    /// Appends the user's turn and an answer. One of text and attachments may be empty.
    void send(const QString& text, const SessionTarget& target, const QList<Attachment>& attachments = {});
    /// One more version of the answer in \a row, which becomes the last row.
    void regenerate(int row, const SessionTarget& target);
    void regenerate(const SessionTarget& target); ///< the last one
    /// One more version of the user's turn in \a row, and an answer to it.
    void editAndResend(int row, const QString& text, const SessionTarget& target, const QList<Attachment>& attachments = {});
    /// The last answer goes on where it ended, if canContinue(), by the best means that its endpoint has: see ResumePlan. What
    /// comes is appended to it, without the beginning when the server repeats that, behind a Seam. What was measured is of the
    /// newest stream.
    void continueAnswer(const SessionTarget& target);

    /// Shows the version \a by places from that of \a row, and what followed it; nothing happens when there is none. A stream
    /// that runs in what is left goes on.
    void switchSibling(int row, int by);

    /// Shows the version of every turn that leads to message \a id, which a search found. Its row; -1 when there is no such
    /// message, or while a request is put together.
    int showMessage(int id);

    void stop();
    /// A stream that runs is let go of: its answer is Interrupted, with all that came, and the sink has that when this returns.
    void interrupt();
    /// For the running stream; later ones take the target's.
    void setStrategy(const StrategyOptions& options);
    /// How often the growing answer changes at most, now and later: a conversation that nobody sees needs it less often.
    void setFrameInterval(Millis interval);

    /// How the running stream goes, or else how the last one of this session went; null when there is none, or nothing is known
    /// yet. Each one that is given out stays as it is. While it runs it is kept up to date only as long as somebody watches.
    std::shared_ptr<const StreamTimeline> timeline() const;
    int timelineRow() const; ///< of the answer that timeline() is about; -1 when it is not shown
    void setWatched(bool isWatched); ///< now and later
    /// The timeline of the answer in \a row: \a done is called once, at once where it is timeline(), else later, unless
    /// \a context is destroyed before. Null when there is none.
    void askTimeline(int row, QObject* context, const TimelineKeeper::Done& done);

    StreamStatus status() const;
    bool isRunning() const;

Q_SIGNALS:
    void messagesAppended(int first, int last);
    /// Rows from \a first to the last one. Between the two, they are still there.
    void messagesAboutToBeRemoved(int first, int last);
    void messagesRemoved(int first, int last);
    void frameCame(sluice::TimePoint received); ///< before its messageChanged(): when the oldest delta in it came
    /// Also at most once a frame for the growing answer.
    void messageChanged(int row);
    /// Stored messages are there now. Once for all rows that came together.
    void messagesLoaded(int first, int last);
    void statusChanged(const sluice::StreamStatus& status);
    /// Ten times a second while it is watched, and at the end of every stream.
    void timelineChanged();
    void titleChanged();

private:
    struct Private;
    std::unique_ptr<Private> d;
};

}

#pragma once

#include "core/chat/messagesink.h"
#include "core/engine/answerjournal.h"
#include "core/engine/duetimer.h"

#include <memory>
#include <optional>

namespace sluice {

class BranchedMessages;

/// Keeps a MessageSink up to date with the messages of a session; without a sink it does nothing. Owned by its session;
/// consumer's thread.
class SessionJournal
{
public:
    /// \a messages must outlive this; \a sink may be null.
    SessionJournal(const BranchedMessages& messages, std::unique_ptr<MessageSink> sink);

    /// A user's turn \a id has been added; it is the version shown.
    void added(int id);
    /// Version \a id is chosen.
    void chosen(int id);
    /// An answer begins, or goes on: \a id, the version shown. It is what changed() and finish() are about.
    void begin(int id);
    /// That message has changed, or what has come behind its text: \a held. It reaches the sink now or a little later.
    void changed(const QString& held);
    /// An earlier answer \a id, which ended, has changed once more.
    void settled(int id);
    /// All of it, now: nothing more will come.
    void finish();

private:
    void chooseAmong(int id);
    void tell();

    const BranchedMessages& m_messages;
    const std::unique_ptr<MessageSink> m_sink;
    std::optional<AnswerJournal> m_answer;
    int m_id = -1;
    QString m_held;
    DueTimer m_timer;
};

}

#pragma once

#include "core/chat/conversation.h"
#include "core/engine/chatengine.h"

#include <QObject>
#include <QString>

#include <memory>
#include <vector>

namespace sluice {

/// What a conversation sends with its next message.
struct SessionTarget
{
    Endpoint endpoint;
    QByteArray key;
    QString model;
    StrategyOptions strategy;
};

/// One conversation and the stream that may run in it. It belongs to the list of conversations, never to a widget: it goes on
/// while another conversation is shown. Consumer's thread.
///
/// Text that arrived is never removed; an error stands beside it, in Message::error.
class ChatSession final : public QObject
{
    Q_OBJECT

public:
    /// \a engine must outlive this.
    ChatSession(ChatEngine& engine, const QString& id, QObject* parent = nullptr);
    ~ChatSession() override;

    QString id() const;
    QString title() const; ///< from the first message until renamed; empty before it
    void setTitle(const QString& title);

    int messageCount() const;
    const Message& message(int index) const;

    /// Appends the user's turn and an answer, and starts the stream. Not while one runs.
    void send(const QString& text, const SessionTarget& target);
    /// Asks again for the last answer, which is replaced only once the new stream is started. Not while one runs.
    void regenerate(const SessionTarget& target);
    void stop();
    /// For the running stream; later ones take the target's.
    void setStrategy(const StrategyOptions& options);
    /// How often the growing answer changes at most, now and later: a conversation that nobody sees needs it less often.
    void setFrameInterval(Millis interval);

    StreamStatus status() const;
    bool isRunning() const;

Q_SIGNALS:
    void messagesAppended(int first, int last);
    /// Also at most once a frame for the growing answer.
    void messageChanged(int index);
    void messageRemoved(int index);
    void statusChanged(const sluice::StreamStatus& status);
    void titleChanged();

private:
    struct Private;
    std::unique_ptr<Private> d;
};

}

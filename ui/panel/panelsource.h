#pragma once

#include "ui/panel/panelcontent.h"

#include <QObject>
#include <QPointer>

namespace sluice {

class ChatEngine;
class ChatSession;

/// Which answer the performance panel is about, and what is known of it: the one that runs, the last one, or an earlier one that
/// was asked for. While nobody looks it asks for nothing. GUI thread.
class PanelSource final : public QObject
{
    Q_OBJECT

public:
    /// \a engine must outlive this.
    explicit PanelSource(ChatEngine& engine, QObject* parent = nullptr);
    ~PanelSource() override;

    /// The shown conversation; null = none.
    void setSession(ChatSession* session);
    /// An earlier answer of it, until its next stream.
    void showRow(int row);
    int askedRow() const { return m_row; } ///< -1 = none
    void setActive(bool isActive);
    bool isActive() const { return m_isActive; }

    const PanelContent& content() const { return m_content; }

Q_SIGNALS:
    void changed();

private:
    void takeStatus();
    void follow();
    void takeLive();
    void ask(int row);
    bool showsLive() const;
    int lastAnswer() const;
    Message answerIn(int row) const;

    ChatEngine& m_engine;
    QPointer<ChatSession> m_session;
    PanelContent m_content;
    int m_row = -1; ///< asked for; -1: the running or last answer
    bool m_isUnread = false; // its message was not loaded when it was asked for
    bool m_isActive = false;
    bool m_wasRunning = false;
    quint64 m_question = 0; ///< the last one to the store: an older answer is too late
};

}

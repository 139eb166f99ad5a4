#pragma once

#include "core/engine/chatsession.h"

#include <QPersistentModelIndex>
#include <QPointer>
#include <QWidget>

#include <functional>

class QAction;
class QStackedLayout;
class QToolButton;

namespace sluice {

class AttachmentDraft;
class AttachmentDrafts;
class ChatView;
class Composer;
class ConversationModel;
class Conversations;
class EditBar;
class ElidedLabel;
class EndpointChoice;
class FindInChat;
class NextAnswer;
class NoticeBar;
class RepaintPacing;
class ScrollKeeper;
class Settings;
class StreamMetrics;
class WelcomePanel;

/// The middle of the window: one conversation, its composer, and what an empty one shows instead. Which conversation it shows
/// changes nothing about any stream. GUI thread.
class ChatPane final : public QWidget
{
    Q_OBJECT

public:
    /// All must outlive this.
    ChatPane(Conversations& conversations, EndpointChoice& choice, Settings& settings, QWidget* parent = nullptr);

    /// Null = nothing yet: an empty pane.
    void showSession(ChatSession* session);
    /// Goes to message \a id of the shown session, on whatever branch it is, and marks \a found in it.
    void showMessage(int id, const QString& found);
    /// What was not kept yet of the shown one is, now.
    void keepPlace();
    /// What \a former, which is on screen or was a moment ago, shows and holds of its conversation beside what that keeps: an
    /// edit, files that are read, cursor, place, search. Both show the same one, or none.
    void takeOver(ChatPane& former);
    ChatSession* session() const { return m_session; }
    void stop();
    /// Asks \a endpoint, which needs no key, in the shown session. The answer is not cached.
    void askOnce(const Endpoint& endpoint, const QString& prompt);
    FindInChat* find() const { return m_find; }

    Composer* composer() const { return m_composer; }
    WelcomePanel* welcome() const { return m_welcome; }
    NoticeBar* notice() const { return m_notice; }
    /// Whether the shown conversation takes answers from the response cache.
    QAction* cacheAction() const { return m_cacheAction; }
    NextAnswer* nextAnswer() const { return m_nextAnswer; }
    QToolButton* sidebarButton() const { return m_sidebarButton; }
    QToolButton* panelButton() const { return m_panelButton; }
    /// What the frames of this window cost, by percentile; nothing before the first.
    std::optional<Micros> frameTime(double percent) const;
    void countFramesIn(StreamMetrics* metrics); ///< null, as at first: nowhere

Q_SIGNALS:
    void addEndpointRequested();
    void timelineWanted(int row); ///< of the shown session
    void sessionShown(sluice::ChatSession* session); ///< may be null
    void recordingDropped(const QString& fileName);

protected:
    void changeEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    QWidget* makeHeader();
    QAction* makeCacheAction();
    void connectComposer();
    void connectMessages();
    void send(const QString& text);
    void startAnswer(
        ChatSession& session, const QString& text, const QList<Attachment>& attachments, const SessionTarget& target);
    void connectAttachments();
    void showAttachments();
    bool refusesImages(const SessionTarget& target, const QList<Attachment>& attachments);
    bool refusesImagesBefore(const SessionTarget& target, const ChatSession& session, int row);
    void takeEarlyDraft(const QString& draft);
    void beginEdit(int row);
    void openEdit(int row);
    void endEdit();
    bool isEditing() const;
    void sendEdited(const QString& text);
    void regenerate(int row);
    void continueAnswer();
    /// Calls \a start with the shown session once its target is known, unless it runs by then.
    void withIdleSession(std::function<void(ChatSession&, const SessionTarget&)> start);
    void offerPrompt(const QString& prompt);
    void setStrategy(const QString& name);
    StrategyOptions strategyFor(const ChatSession* session) const;
    void takeDefaultStrategy();
    void keepTarget(const ChatSession* session);
    void updateTarget();
    void updateMessages();
    void updateTitle();
    void applyTheme();
    void applyPace();

    Conversations& m_conversations;
    EndpointChoice& m_choice;
    Settings& m_settings;
    QPointer<ChatSession> m_session;
    bool m_isNobodys = true; // what is written: no conversation was shown yet that would have it
    QAction* m_cacheAction;
    NextAnswer* m_nextAnswer;
    QToolButton* m_sidebarButton;
    QToolButton* m_panelButton;
    ElidedLabel* m_title;
    NoticeBar* m_notice;
    QStackedLayout* m_stack;
    QWidget* m_nothing; // while a conversation is being opened
    WelcomePanel* m_welcome;
    ChatView* m_view;
    ConversationModel* m_model;
    EditBar* m_editBar;
    FindInChat* m_find;
    RepaintPacing* m_pacing;
    ScrollKeeper* m_scroll;
    Composer* m_composer;
    AttachmentDrafts* m_drafts;
    AttachmentDraft* m_editedAttachments; // of m_edited
    QPersistentModelIndex m_edited; // the turn whose text is in the composer
};

}

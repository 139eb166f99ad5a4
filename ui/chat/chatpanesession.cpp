// The part of ChatPane that is about which conversation it shows, and where that was left.

#include "ui/chat/chatpane.h"

#include "ui/chat/attachmentdraft.h"
#include "ui/chat/attachmentdrafts.h"
#include "ui/chat/chatview.h"
#include "ui/chat/composer.h"
#include "ui/chat/conversationmodel.h"
#include "ui/chat/findinchat.h"
#include "ui/chat/repaintpacing.h"
#include "ui/chat/scrollkeeper.h"
#include "ui/chat/targetbar.h"
#include "ui/chat/welcomepanel.h"
#include "ui/conversations.h"
#include "ui/elidedlabel.h"
#include "ui/endpointchoice.h"

#include <QAction>
#include <QStackedLayout>

#include <utility>

namespace sluice {

namespace {

const Message* lastUserTurn(const ChatSession& session)
{
    for (int row = session.messageCount() - 1; row >= 0; --row) {
        const Message* message = session.loadedMessage(row);
        if (!message) // not worth a read
            break;
        if (message->role == Role::User)
            return message;
    }
    return nullptr;
}

}

void ChatPane::showSession(ChatSession* session)
{
    if (session == m_session)
        return;
    m_view->finishPress(); // while it is about the one that is left
    m_composer->finishPress();
    endEdit();
    m_scroll->leave();
    if (m_session)
        m_session->disconnect(this);
    m_find->close();
    const bool wasNobodys = std::exchange(m_isNobodys, !session);
    m_session = session;
    m_pacing->setSession(session); // before the model: a frame begins there
    m_model->setSession(session);
    if (session) {
        connect(
            session, &ChatSession::statusChanged, this, [this](const StreamStatus& status) { m_composer->setStatus(status); });
        connect(session, &ChatSession::messagesAppended, this, &ChatPane::updateMessages);
        connect(session, &ChatSession::titleChanged, this, &ChatPane::updateTitle);
    }
    const ConversationPlace place = m_conversations.place(session);
    m_choice.recall(place.endpointId, place.model);
    m_cacheAction->setEnabled(session);
    m_cacheAction->setChecked(session && place.usesCache);
    if (wasNobodys)
        takeEarlyDraft(place.draft);
    else
        m_composer->setText(place.draft);
    showAttachments();
    m_composer->setStatus(session ? session->status() : StreamStatus {});
    m_composer->targetBar()->setStrategy(strategyFor(session).name);
    updateMessages();
    updateTitle();
    m_scroll->show(session);
    Q_EMIT sessionShown(session);
}

void ChatPane::showMessage(int id, const QString& found)
{
    const int row = m_session ? m_session->showMessage(id) : -1;
    m_scroll->reveal(row, [this, found] {
        if (!found.isEmpty())
            m_find->open(found);
    });
}

// What was written while there was nobody to have it belongs to the first who comes, behind what that one has.
void ChatPane::takeEarlyDraft(const QString& draft)
{
    m_composer->putBefore(draft);
    m_conversations.setDraft(m_session, m_composer->text());
}

void ChatPane::takeOver(ChatPane& former)
{
    m_drafts->takeOver(*former.m_drafts);
    showAttachments();
    if (m_session != former.m_session)
        return;
    if (former.isEditing()) {
        openEdit(former.m_edited.row());
        m_editedAttachments->takeOver(*former.m_editedAttachments);
    }
    m_composer->takeOver(*former.m_composer);
    m_view->takeOver(*former.m_view);
    m_find->takeOver(*former.m_find);
}

void ChatPane::keepPlace()
{
    m_scroll->keep();
    m_conversations.save();
}

void ChatPane::updateMessages()
{
    const bool hasMessages = m_session && m_session->messageCount() > 0;
    QWidget* empty = m_session ? static_cast<QWidget*>(m_welcome) : m_nothing;
    m_stack->setCurrentWidget(hasMessages ? m_view : empty);
    const Message* last = m_session ? lastUserTurn(*m_session) : nullptr;
    m_composer->setRecall(last ? last->text : QString(), last ? last->attachments : QList<Attachment>());
}

void ChatPane::updateTitle()
{
    const QString title = m_session && m_session->messageCount() > 0 ? m_conversations.displayTitle(m_session->id()) : QString();
    m_title->showText(title);
}

}

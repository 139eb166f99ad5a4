// The part of ChatPane that does what is asked of a message: edit, regenerate, continue, another version.

#include "ui/chat/chatpane.h"

#include "ui/chat/answerannouncer.h"
#include "ui/chat/attachmentdraft.h"
#include "ui/chat/chatview.h"
#include "ui/chat/composer.h"
#include "ui/chat/conversationmodel.h"
#include "ui/chat/editbar.h"
#include "ui/chat/messageeditor.h"
#include "ui/chat/repaintpacing.h"
#include "ui/conversations.h"
#include "ui/spokennotice.h"

namespace sluice {

void ChatPane::connectMessages()
{
    connect(m_view, &ChatView::regenerateRequested, this, &ChatPane::regenerate);
    connect(m_view, &ChatView::timelineWanted, this, &ChatPane::timelineWanted);
    connect(m_view, &ChatView::continueRequested, this, &ChatPane::continueAnswer);
    connect(m_view, &ChatView::editRequested, this, &ChatPane::beginEdit);
    connect(m_view, &ChatView::siblingRequested, this, [this](int row, int by) {
        if (m_session)
            m_session->switchSibling(row, by);
    });
    connect(m_editBar, &EditBar::cancelled, this, &ChatPane::endEdit);
    connect(m_model, &QAbstractItemModel::rowsRemoved, this, [this] {
        if (isEditing() && !m_edited.isValid())
            endEdit(); // another version of it, or of an earlier turn, is shown
    });
    auto* voice = new SpokenNotice(this);
    connect(m_view, &ChatView::stopFocused, voice, &SpokenNotice::say);
    new AnswerAnnouncer(*m_model, [voice](const QString& text) { voice->say(text); }, this);
}

void ChatPane::regenerate(int row)
{
    withIdleSession([this, row](ChatSession& session, const SessionTarget& target) {
        if (refusesImagesBefore(target, session, row))
            return;
        const bool isCurrent = m_view->currentIndex().row() == row;
        session.regenerate(row, target);
        if (&session != m_session)
            return;
        if (isCurrent) // who works by keyboard stays with the message
            m_view->selectionModel()->setCurrentIndex(m_model->index(row), QItemSelectionModel::NoUpdate);
        m_view->followLatest();
    });
}

void ChatPane::continueAnswer()
{
    withIdleSession([this](ChatSession& session, const SessionTarget& target) {
        session.continueAnswer(target);
        if (&session == m_session)
            m_view->followLatest();
    });
}

bool ChatPane::isEditing() const
{
    return m_editBar->isVisibleTo(this);
}

void ChatPane::beginEdit(int row)
{
    const Message* turn = m_session && row < m_session->messageCount() ? m_session->loadedMessage(row) : nullptr;
    if (!turn || turn->role != Role::User)
        return;
    openEdit(row);
    m_composer->setText(turn->text);
    m_editedAttachments->set(turn->attachments);
    m_composer->editor()->setFocus();
}

void ChatPane::openEdit(int row)
{
    m_edited = m_model->index(row);
    m_editBar->show();
    showAttachments();
}

void ChatPane::endEdit()
{
    if (!isEditing())
        return;
    m_editBar->hide();
    m_edited = QPersistentModelIndex();
    m_composer->setText(m_conversations.draft(m_session));
    showAttachments();
    m_editedAttachments->clear();
}

void ChatPane::sendEdited(const QString& text)
{
    withIdleSession([this, text, attachments = m_editedAttachments->attachments(), row = m_edited.row()](
                        ChatSession& session, const SessionTarget& target) {
        if (refusesImages(target, attachments))
            return;
        session.editAndResend(row, text, target, attachments); // its rows go, and the edit ends with them
        if (&session == m_session)
            m_view->followLatest();
    });
}

void ChatPane::countFramesIn(StreamMetrics* metrics)
{
    m_pacing->setMetrics(metrics);
}

std::optional<Micros> ChatPane::frameTime(double percent) const
{
    return m_pacing->meter().percentile(percent);
}

}

#include "ui/chat/attachmentdrafts.h"

#include "core/engine/chatsession.h"
#include "ui/chat/attachmentdraft.h"
#include "ui/conversations.h"

#include <utility>

namespace sluice {

AttachmentDrafts::AttachmentDrafts(Conversations& conversations, QObject* parent)
    : QObject(parent)
    , m_conversations(conversations)
{ }

AttachmentDraft* AttachmentDrafts::makeDraft(const QString& id)
{
    auto* draft = new AttachmentDraft(this);
    draft->set(m_conversations.draftAttachments(id));
    keep(id, *draft);
    return draft;
}

void AttachmentDrafts::keep(const QString& id, AttachmentDraft& draft)
{
    connect(&draft, &AttachmentDraft::changed, this,
        [this, &draft, id] { m_conversations.setDraftAttachments(id, draft.attachments()); });
}

AttachmentDraft* AttachmentDrafts::of(ChatSession& session)
{
    AttachmentDraft*& draft = m_drafts[session.id()];
    if (!draft)
        draft = makeDraft(session.id());
    watch(session);
    return draft;
}

void AttachmentDrafts::watch(ChatSession& session)
{
    session.disconnect(this);
    connect(&session, &QObject::destroyed, this, [this, id = session.id()] {
        const auto found = m_drafts.find(id);
        if (found == m_drafts.end() || !found->second->isEmpty())
            return;
        found->second->deleteLater(); // somebody may be looking at it
        m_drafts.erase(found);
    });
}

void AttachmentDrafts::takeOver(AttachmentDrafts& former)
{
    for (const auto& [id, draft] : std::exchange(former.m_drafts, {})) {
        draft->disconnect(&former);
        draft->setParent(this);
        keep(id, *draft);
        if (AttachmentDraft* own = std::exchange(m_drafts[id], draft)) { // made of what is kept: has nothing that this has not
            own->disconnect(this);
            own->deleteLater();
        }
        if (ChatSession* session = m_conversations.session(id))
            watch(*session);
    }
}

}

#include "ui/chat/attachmentdrafts.h"

#include "core/engine/chatsession.h"
#include "ui/chat/attachmentdraft.h"
#include "ui/conversations.h"

namespace sluice {

AttachmentDrafts::AttachmentDrafts(Conversations& conversations, QObject* parent)
    : QObject(parent)
    , m_conversations(conversations)
{ }

AttachmentDraft* AttachmentDrafts::makeDraft(const QString& id)
{
    auto* draft = new AttachmentDraft(this);
    draft->set(m_conversations.draftAttachments(id));
    connect(draft, &AttachmentDraft::changed, this,
        [this, draft, id] { m_conversations.setDraftAttachments(id, draft->attachments()); });
    return draft;
}

AttachmentDraft* AttachmentDrafts::of(ChatSession& session)
{
    AttachmentDraft*& draft = m_drafts[session.id()];
    if (!draft)
        draft = makeDraft(session.id());
    session.disconnect(this);
    connect(&session, &QObject::destroyed, this, [this, id = session.id()] {
        const auto found = m_drafts.find(id);
        if (found == m_drafts.end() || !found->second->isEmpty())
            return;
        found->second->deleteLater(); // somebody may be looking at it
        m_drafts.erase(found);
    });
    return draft;
}

}

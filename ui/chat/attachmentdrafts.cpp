#include "ui/chat/attachmentdrafts.h"

#include "core/engine/chatsession.h"
#include "ui/chat/attachmentdraft.h"

namespace sluice {

AttachmentDraft* AttachmentDrafts::of(ChatSession& session)
{
    AttachmentDraft*& draft = m_drafts[session.id()];
    if (!draft)
        draft = new AttachmentDraft(this);
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

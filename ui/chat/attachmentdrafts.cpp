#include "ui/chat/attachmentdrafts.h"

#include "core/engine/chatsession.h"
#include "ui/chat/attachmentdraft.h"

namespace sluice {

AttachmentDraft* AttachmentDrafts::of(ChatSession& session)
{
    AttachmentDraft*& draft = m_drafts[&session];
    if (draft)
        return draft;
    draft = new AttachmentDraft(this);
    connect(&session, &QObject::destroyed, this, [this, gone = &session] {
        const auto found = m_drafts.find(gone);
        if (found == m_drafts.end())
            return;
        found->second->deleteLater(); // somebody may be looking at it
        m_drafts.erase(found);
    });
    return draft;
}

}

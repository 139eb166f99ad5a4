// The part of ChatPane that is about attachments.

#include "ui/chat/chatpane.h"

#include "core/chat/attachmenttext.h"
#include "core/chat/provider.h"
#include "ui/chat/attachmentdraft.h"
#include "ui/chat/attachmentdrafts.h"
#include "ui/chat/attachmentdrop.h"
#include "ui/chat/attachmentwords.h"
#include "ui/chat/chatview.h"
#include "ui/chat/composer.h"
#include "ui/noticebar.h"

#include <algorithm>
#include <optional>
#include <variant>

namespace sluice {

namespace {

/// A recording alone is to be played; among other files it is one of them.
std::optional<QString> offeredRecording(const QList<OfferedAttachment>& offered)
{
    const auto* file = offered.size() == 1 ? std::get_if<AttachmentReading::File>(&offered.first().source) : nullptr;
    const bool isRecording = file && file->path.endsWith(QLatin1StringView(".sluice"), Qt::CaseInsensitive);
    return isRecording ? std::optional(file->path) : std::nullopt;
}

}

void ChatPane::connectAttachments()
{
    m_drafts = new AttachmentDrafts(m_conversations, this);
    m_editedAttachments = new AttachmentDraft(this);
    auto* drop = new AttachmentDrop(*this, *m_composer->box());
    connect(drop, &AttachmentDrop::dropped, this, [this](const QList<OfferedAttachment>& offered) {
        if (const auto recording = offeredRecording(offered)) {
            Q_EMIT recordingDropped(*recording);
            return;
        }
        m_composer->attachments()->add(offered);
        m_composer->setFocus(Qt::OtherFocusReason);
    });
    connect(m_view, &ChatView::attachmentNotSaved, this, [this](const QString& path) {
        m_notice->showNotice(tr("%1 could not be written: choose another place for it.").arg(path));
    });
}

void ChatPane::showAttachments()
{
    m_composer->setAttachments(isEditing() ? m_editedAttachments : m_session ? m_drafts->of(*m_session) : nullptr);
}

bool ChatPane::refusesImages(const SessionTarget& target, const QList<Attachment>& attachments)
{
    const Provider* provider = providerNamed(target.endpoint.provider);
    if (!provider || provider->takesImages() || std::ranges::none_of(attachments, &Attachment::isImage))
        return false;
    m_composer->attachments()->refuse(imagesRefused(target.endpoint.name));
    return true;
}

// Only what is about to be sent: of earlier turns such a provider takes nothing.
bool ChatPane::refusesImagesBefore(const SessionTarget& target, const ChatSession& session, int row)
{
    const Message* question = row > 0 ? session.loadedMessage(row - 1) : nullptr;
    return question && refusesImages(target, question->attachments);
}

}

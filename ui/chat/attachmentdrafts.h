#pragma once

#include <QObject>

#include <map>

namespace sluice {

class AttachmentDraft;
class ChatSession;

/// What is attached to the next message of each conversation, for this run. Files that are read go on being read while another
/// conversation is shown. GUI thread.
class AttachmentDrafts final : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    /// Lives as long as \a session; with something in it longer, for when the conversation is opened again.
    AttachmentDraft* of(ChatSession& session);

private:
    std::map<QString, AttachmentDraft*> m_drafts; // children, by the conversation's id
};

}

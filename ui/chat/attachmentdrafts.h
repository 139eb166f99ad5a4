#pragma once

#include <QObject>

#include <map>

namespace sluice {

class AttachmentDraft;
class ChatSession;
class Conversations;

/// What is attached to the next message of each conversation; \c Conversations keep it. Files that are read go on being read
/// while another conversation is shown. GUI thread.
class AttachmentDrafts final : public QObject
{
    Q_OBJECT

public:
    /// \a conversations must outlive this.
    explicit AttachmentDrafts(Conversations& conversations, QObject* parent = nullptr);

    /// Lives as long as \a session; with something in it longer, for when the conversation is opened again.
    AttachmentDraft* of(ChatSession& session);
    /// Those of \a former are these from now on, with what is still read for them. What of() gave before is gone then, a little
    /// later.
    void takeOver(AttachmentDrafts& former);

private:
    AttachmentDraft* makeDraft(const QString& id);
    void keep(const QString& id, AttachmentDraft& draft);
    void watch(ChatSession& session);

    Conversations& m_conversations;
    std::map<QString, AttachmentDraft*> m_drafts; // children, by the conversation's id
};

}

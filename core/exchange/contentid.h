#pragma once

#include "core/chat/conversation.h"
#include "core/store/conversationsummary.h"

#include <QCryptographicHash>
#include <QString>

namespace sluice {

/// Makes a conversation's id out of what is said in it, so that a file without ids, or with one that is taken, is known again the
/// next time. The same on every machine and in every version: what it hashes must not change. Pin and times that change do not
/// count, and the title only where nothing is said.
class ContentId
{
public:
    /// \a summary as the file has it.
    explicit ContentId(const ConversationSummary& summary);

    /// All messages, by id.
    void add(int parent, const Message& message);

    /// After the last message. \a variant tells ids of the same content apart.
    QString id(int variant) const;

private:
    void addNumber(qint64 number);
    void addBytes(const QByteArray& bytes);

    QCryptographicHash m_hash;
    const QString m_title;
    int m_messages = 0;
};

}

#include "core/exchange/contentid.h"

#include <QUuid>
#include <QtEndian>

namespace sluice {

ContentId::ContentId(const ConversationSummary& summary)
    : m_hash(QCryptographicHash::Sha1)
    , m_title(summary.title)
{
    addBytes(summary.id.toUtf8());
    addNumber(summary.createdAt);
}

void ContentId::add(int parent, const Message& message)
{
    ++m_messages;
    addNumber(parent);
    addBytes(roleName(message.role).toUtf8());
    addBytes(message.text.toUtf8());
    addBytes(message.reasoning.toUtf8());
    addNumber(message.createdAt.isValid() ? message.createdAt.toMSecsSinceEpoch() : 0);
    addNumber(message.attachments.size());
    for (const Attachment& attachment : message.attachments)
        addBytes(attachment.data);
}

QString ContentId::id(int variant) const
{
    QByteArray bytes = m_hash.result() + QByteArray::number(variant);
    if (m_messages == 0)
        bytes += m_title.toUtf8();
    return QUuid::createUuidV5(QUuid(), bytes).toString(QUuid::WithoutBraces);
}

// Lengths go before bytes: where one text ends and the next begins counts.
void ContentId::addNumber(qint64 number)
{
    const qint64 bytes = qToLittleEndian(number);
    m_hash.addData(QByteArrayView(reinterpret_cast<const char*>(&bytes), sizeof bytes));
}

void ContentId::addBytes(const QByteArray& bytes)
{
    addNumber(bytes.size());
    m_hash.addData(bytes);
}

}

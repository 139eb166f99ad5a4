#include "ui/chat/attachmentdraft.h"

#include "ui/chat/attachmentwords.h"

#include <QMimeData>
#include <QUrl>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace sluice {

namespace {

constexpr qsizetype MaxRefusals = 3; // shown: who drops a folder's worth of wrong files need not read about all of them

int nextId() // GUI thread only
{
    static int last = 0;
    return ++last;
}

}

AttachmentDraft::AttachmentDraft(QObject* parent)
    : QObject(parent)
{ }

AttachmentDraft::~AttachmentDraft() = default;

QList<Attachment> AttachmentDraft::attachments() const
{
    QList<Attachment> ready;
    for (const Entry& entry : m_entries) {
        if (entry.isReady)
            ready.append(entry.attachment);
    }
    return ready;
}

void AttachmentDraft::add(const QList<OfferedAttachment>& offered)
{
    if (offered.isEmpty())
        return;
    m_refusals.clear();
    for (const OfferedAttachment& one : offered) {
        if (m_entries.size() >= AttachmentLimits::Count) {
            refuse(faultSentence(AttachmentFault::TooMany, nameFor(one))); // for all that follow
            break;
        }
        read(one);
    }
    announce();
}

void AttachmentDraft::addFiles(const QStringList& paths)
{
    QList<QUrl> urls;
    for (const QString& path : paths)
        urls.append(QUrl::fromLocalFile(path));
    QMimeData mime;
    mime.setUrls(urls);
    add(offeredAttachments(mime));
}

void AttachmentDraft::read(const OfferedAttachment& offered)
{
    const int id = nextId();
    const QString name = nameFor(offered);
    m_entries.append({.id = id, .name = name, .attachment = {}, .change = {}});
    m_readings.emplace_back(id,
        std::make_unique<AttachmentReading>(
            name, offered.source, [this, id](const PreparedAttachment& prepared) { take(id, prepared); }));
}

void AttachmentDraft::take(int id, const PreparedAttachment& prepared)
{
    std::erase_if(m_readings, [id](const auto& reading) { return reading.first == id; });
    const auto entry = std::ranges::find(m_entries, id, &Entry::id);
    if (entry == m_entries.end())
        return;
    const std::optional<AttachmentFault> fault =
        prepared.attachment ? faultBeside(attachments(), *prepared.attachment) : std::optional(prepared.attachment.error());
    if (fault) {
        const QString name = entry->name;
        m_entries.erase(entry);
        refuse(faultSentence(*fault, name));
        return;
    }
    entry->attachment = *prepared.attachment;
    entry->change = prepared.change;
    entry->isReady = true;
    announce();
}

void AttachmentDraft::takeOver(AttachmentDraft& former)
{
    if (former.m_entries.isEmpty() && former.m_refusals.isEmpty())
        return;
    for (const QString& sentence : std::as_const(former.m_refusals))
        refuse(sentence);
    for (const Entry& entry : std::as_const(former.m_entries)) {
        if (const std::optional<AttachmentFault> fault = faultOf(entry))
            refuse(faultSentence(*fault, entry.name));
        else
            m_entries.append(entry);
    }
    for (auto& reading : former.m_readings) {
        const int id = reading.first;
        if (std::ranges::find(m_entries, id, &Entry::id) == m_entries.end())
            continue;
        reading.second->setDone([this, id](const PreparedAttachment& prepared) { take(id, prepared); });
        m_readings.push_back(std::move(reading));
    }
    former.clear();
    announce();
}

/// Why \a entry, of another draft, cannot be here.
std::optional<AttachmentFault> AttachmentDraft::faultOf(const Entry& entry) const
{
    if (m_entries.size() >= AttachmentLimits::Count)
        return AttachmentFault::TooMany;
    return entry.isReady ? faultBeside(attachments(), entry.attachment) : std::nullopt;
}

void AttachmentDraft::set(const QList<Attachment>& attachments)
{
    m_readings.clear();
    m_entries.clear();
    m_refusals.clear();
    for (const Attachment& attachment : attachments)
        m_entries.append({.id = nextId(), .name = attachment.name, .attachment = attachment, .change = {}, .isReady = true});
    announce();
}

void AttachmentDraft::remove(int id)
{
    std::erase_if(m_readings, [id](const auto& reading) { return reading.first == id; });
    m_refusals.clear();
    if (m_entries.removeIf([id](const Entry& entry) { return entry.id == id; }) > 0)
        announce();
}

void AttachmentDraft::refuse(const QString& sentence)
{
    m_refusals.removeAll(sentence);
    m_refusals.append(sentence);
    if (m_refusals.size() > MaxRefusals)
        m_refusals.removeFirst();
    announce();
}

void AttachmentDraft::announce()
{
    ++m_revision;
    Q_EMIT changed();
}

QString AttachmentDraft::nameFor(const OfferedAttachment& offered) const
{
    if (!offered.name.isEmpty())
        return offered.name;
    const auto isTaken = [this](
                             const QString& name) { return std::ranges::find(m_entries, name, &Entry::name) != m_entries.end(); };
    QString name = tr("Pasted image");
    for (int number = 2; isTaken(name); ++number)
        name = tr("Pasted image %1").arg(number);
    return name;
}

}

#pragma once

#include "core/chat/attachmentrules.h"
#include "ui/chat/attachmentmime.h"

#include <QObject>
#include <QStringList>

#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace sluice {

/// The attachments of a message that is being written, in the order they came; some may still be read. Knows the bounds of a
/// message. GUI thread.
class AttachmentDraft final : public QObject
{
    Q_OBJECT

public:
    struct Entry
    {
        int id = 0; ///< no other entry of any draft has it
        QString name;
        Attachment attachment; ///< empty while it is read
        ImageChange change;
        bool isReady = false;
    };

    explicit AttachmentDraft(QObject* parent = nullptr);
    ~AttachmentDraft() override;

    const QList<Entry>& entries() const { return m_entries; }
    QList<Attachment> attachments() const; ///< those that are ready
    bool isEmpty() const { return m_entries.isEmpty(); }
    bool isReading() const { return !m_readings.empty(); }
    /// Another number after each change.
    int revision() const { return m_revision; }

    void add(const QList<OfferedAttachment>& offered);
    void addFiles(const QStringList& paths);
    /// Replaces all; what is read is dropped.
    void set(const QList<Attachment>& attachments);
    void clear() { set({}); }
    /// What \a former has goes behind what this has, also what is still read; as much as a message holds. \a former is empty
    /// then.
    void takeOver(AttachmentDraft& former);
    void remove(int id);

    /// Why what was offered last is not attached, a sentence each, the last few of them.
    QStringList refusals() const { return m_refusals; }
    void refuse(const QString& sentence);

Q_SIGNALS:
    void changed();

private:
    void read(const OfferedAttachment& offered);
    void take(int id, const PreparedAttachment& prepared);
    std::optional<AttachmentFault> faultOf(const Entry& entry) const;
    void announce();
    QString nameFor(const OfferedAttachment& offered) const;

    QList<Entry> m_entries;
    std::vector<std::pair<int, std::unique_ptr<AttachmentReading>>> m_readings; // by id
    QStringList m_refusals;
    int m_revision = 0;
};

}

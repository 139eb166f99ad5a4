#pragma once

#include "core/base/clock.h"
#include "core/chat/delta.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QList>
#include <QString>

#include <optional>

namespace sluice {

/// The deltas of an answer with the times at which they came. Kept in columns: a delta costs what its text costs and 9 bytes.
/// A value.
class RecordedAnswer
{
public:
    /// Appends \a delta, which came \a at after the request. False, and nothing is appended, for a kind of delta that cannot be
    /// played back.
    bool append(const Delta& delta, Micros at);

    qsizetype count() const { return m_kinds.size(); } ///< of deltas
    qsizetype bytes() const; ///< of memory, about
    bool hasContent() const { return !m_text.isEmpty() || !m_tools.isEmpty(); }

    QString finishReason() const { return m_finishReason; }
    Micros duration() const { return m_duration; } ///< request → finish
    void finish(const QString& finishReason, Micros at);

    /// For the disk; not compressed.
    QByteArray toBytes() const;
    /// Nothing when \a bytes are not what toBytes() of this version makes.
    static std::optional<RecordedAnswer> fromBytes(QByteArrayView bytes);

    bool operator==(const RecordedAnswer&) const = default;

private:
    friend class RecordedAnswerReader;

    struct Tool
    {
        int index = 0;
        QString id;
        QString name;

        bool operator==(const Tool&) const = default;
    };

    void appendRow(char kind, qsizetype length, Micros at);
    bool isSound() const;

    // One row a delta.
    QByteArray m_kinds;
    QList<quint32> m_lengths; ///< characters of m_text
    QList<quint32> m_gaps; ///< microseconds since the row before, at most 71 minutes

    QString m_text; ///< of all rows, one behind the other
    QList<Tool> m_tools;
    QList<Usage> m_usages;
    QString m_finishReason;
    Micros m_lastAt {0};
    Micros m_duration {0};
};

/// Reads the deltas of an answer in order. \a answer must outlive it; it may grow meanwhile.
class RecordedAnswerReader
{
public:
    explicit RecordedAnswerReader(const RecordedAnswer& answer);

    bool isAtEnd() const { return m_row == m_answer.count(); }
    qsizetype row() const { return m_row; } ///< of the next delta
    Micros at() const; ///< when the next delta came; the last one's time at the end
    Delta next();

private:
    const RecordedAnswer& m_answer;
    qsizetype m_row = 0;
    qsizetype m_textAt = 0;
    qsizetype m_toolAt = 0;
    qsizetype m_usageAt = 0;
    Micros m_lastAt {0}; ///< of the delta before the next
};

}

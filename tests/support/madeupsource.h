#pragma once

#include "core/chat/messagesource.h"

#include <algorithm>
#include <climits>
#include <utility>

namespace sluice::test {

/// Stored messages that are made up when asked for: "Row N" with its id, the user's and the assistant's in turn. Answers during
/// the call, or when the test calls answer().
class MadeUpSource final : public MessageSource
{
public:
    explicit MadeUpSource(int count, bool answersAtOnce = false)
        : m_count(count)
        , m_answersAtOnce(answersAtOnce)
    { }

    QList<int> requests; ///< first rows, in order
    int unreadableFrom = INT_MAX; ///< rows from here on cannot be read
    MessageState lastState = MessageState::Complete; ///< of the last one
    QString filling; ///< behind each text
    QList<Attachment> attachments; ///< of each
    std::vector<MessageShape::Link> jumps; ///< as in MessageShape
    std::vector<MessageShape::Link> chosen;

    int count() const override { return m_count; }
    MessageShape shape() const override { return {.count = m_count, .jumps = jumps, .chosen = chosen}; }

    void request(int first, int number) override
    {
        requests << first;
        m_open << std::pair(first, number);
        if (m_answersAtOnce)
            answer();
    }

    /// Answers all open requests.
    void answer()
    {
        const auto open = std::exchange(m_open, {});
        for (const auto& [first, number] : open) {
            QList<Message> messages;
            for (int row = first; row < std::min(first + number, unreadableFrom); ++row) {
                Message message;
                message.role = row % 2 == 0 ? Role::User : Role::Assistant;
                message.text = QStringLiteral("Row %1").arg(row) + filling;
                message.attachments = attachments;
                if (row == m_count - 1)
                    message.state = lastState;
                messages << message;
            }
            Q_EMIT loaded(first, messages);
        }
    }

    qsizetype openRequests() const { return m_open.size(); }

private:
    int m_count;
    bool m_answersAtOnce;
    QList<std::pair<int, int>> m_open;
};

}

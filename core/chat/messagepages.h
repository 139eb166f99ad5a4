#pragma once

#include "core/chat/messagesource.h"

#include <list>
#include <memory>
#include <unordered_map>
#include <unordered_set>

namespace sluice {

/// How much of a MessageSource stays in memory.
struct PageLimits
{
    int messages = 64; ///< of a page
    int pages = 32;
    /// Pages beyond this are dropped although there are few of them, all but the \c kept used last.
    qsizetype characters = qsizetype(8) * 1024 * 1024;
    int kept = 4;
};

/// The pages of a MessageSource that were used last; a page is messages whose ids follow one another. The rest costs nothing.
/// Lives in one thread, like its source.
class MessagePages final : public QObject
{
    Q_OBJECT

public:
    explicit MessagePages(std::unique_ptr<MessageSource> source, const PageLimits& limits = {}, QObject* parent = nullptr);
    ~MessagePages() override;

    int count() const { return m_shape.count; }
    const MessageShape& shape() const { return m_shape; }

    /// Null while it is not loaded. Valid until the next call of load(), or the event loop.
    const Message* message(int id) const;

    /// Sees to it that the page of \a id is loaded. True when it is already: then message() is null only for what the source
    /// could not read, and asking again is no use.
    bool load(int id);

    /// Whether a message that is loaded fulfils \a condition.
    template <typename Condition>
    bool anyLoaded(Condition condition) const
    {
        for (const auto& [number, page] : m_pages) {
            for (const Message& candidate : page.messages) {
                if (condition(candidate))
                    return true;
            }
        }
        return false;
    }

Q_SIGNALS:
    /// The messages \a first to \a last, those of a page, have come. Only for what did not come during load().
    void loaded(int first, int last);

private:
    struct Page
    {
        QList<Message> messages;
        qsizetype characters = 0;
        std::list<int>::iterator use;
    };

    void store(int first, const QList<Message>& messages);
    void evict();

    const std::unique_ptr<MessageSource> m_source;
    const MessageShape m_shape;
    const PageLimits m_limits;
    std::unordered_map<int, Page> m_pages; // by number
    mutable std::list<int> m_uses; // numbers, the one used last in front
    std::unordered_set<int> m_asked;
    qsizetype m_characters = 0;
    bool m_isLoading = false;
};

}

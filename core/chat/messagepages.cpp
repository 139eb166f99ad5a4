#include "core/chat/messagepages.h"

#include <QScopedValueRollback>

#include <algorithm>
#include <functional>
#include <numeric>

namespace sluice {

namespace {

qsizetype heldBytes(const QList<Attachment>& attachments)
{
    return std::transform_reduce(attachments.begin(), attachments.end(), qsizetype(0), std::plus(),
        [](const Attachment& attachment) { return attachment.data.size(); });
}

}

MessagePages::MessagePages(std::unique_ptr<MessageSource> source, const PageLimits& limits, QObject* parent)
    : QObject(parent)
    , m_source(std::move(source))
    , m_shape(m_source->shape())
    , m_limits(limits)
{
    connect(m_source.get(), &MessageSource::loaded, this, &MessagePages::store);
}

MessagePages::~MessagePages() = default;

const Message* MessagePages::message(int id) const
{
    const auto found = m_pages.find(id / m_limits.messages);
    if (found == m_pages.end())
        return nullptr;
    const Page& page = found->second;
    m_uses.splice(m_uses.begin(), m_uses, page.use);
    const int inPage = id % m_limits.messages;
    return inPage < page.messages.size() ? &page.messages[inPage] : nullptr;
}

bool MessagePages::load(int id)
{
    Q_ASSERT(id >= 0 && id < count());
    const int number = id / m_limits.messages;
    if (m_pages.contains(number))
        return true;
    if (!m_asked.insert(number).second)
        return false;
    const QScopedValueRollback guard(m_isLoading, true);
    const int first = number * m_limits.messages;
    m_source->request(first, std::min(m_limits.messages, count() - first));
    return m_pages.contains(number);
}

void MessagePages::store(int first, const QList<Message>& messages)
{
    const int number = first / m_limits.messages;
    if (first % m_limits.messages != 0 || m_asked.erase(number) == 0)
        return; // nobody asked for it
    m_uses.push_front(number);
    Page page {.messages = messages.first(std::min(messages.size(), qsizetype(m_limits.messages))), .use = m_uses.begin()};
    for (Message& message : page.messages) {
        // What is still being written is not read from here: no stream belongs to it any more.
        if (message.state == MessageState::Pending || message.state == MessageState::Streaming)
            message.state = MessageState::Interrupted;
        page.characters += message.text.size() + message.reasoning.size() + heldBytes(message.attachments) / 2;
    }
    m_characters += page.characters;
    m_pages.emplace(number, std::move(page));
    evict();
    if (!m_isLoading)
        Q_EMIT loaded(first, std::min(first + m_limits.messages, count()) - 1);
}

void MessagePages::evict()
{
    const auto isTooMuch = [this] {
        const int pages = int(m_uses.size());
        return pages > m_limits.pages || (m_characters > m_limits.characters && pages > m_limits.kept);
    };
    while (isTooMuch()) {
        const auto oldest = m_pages.find(m_uses.back());
        m_characters -= oldest->second.characters;
        m_pages.erase(oldest);
        m_uses.pop_back();
    }
}

}

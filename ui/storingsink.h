#pragma once

#include "core/chat/messagesink.h"

#include <functional>
#include <memory>
#include <utility>

namespace sluice {

/// The sink of a conversation that is not stored yet: \a store is called before anything is written. GUI thread.
class StoringSink final : public MessageSink
{
public:
    StoringSink(std::unique_ptr<MessageSink> sink, std::function<void()> store)
        : m_sink(std::move(sink))
        , m_store(std::move(store))
    { }

    void put(int id, int parent, const Message& message) override
    {
        m_store();
        m_sink->put(id, parent, message);
    }

    void grow(int id, const QString& text, const QString& reasoning) override { m_sink->grow(id, text, reasoning); }
    void choose(int parent, int child) override { m_sink->choose(parent, child); }

private:
    const std::unique_ptr<MessageSink> m_sink;
    const std::function<void()> m_store;
};

}

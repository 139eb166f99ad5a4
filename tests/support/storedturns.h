#pragma once

#include "core/chat/messagesource.h"

namespace sluice::test {

/// Messages that are there at once, in a straight line.
class StoredTurns final : public MessageSource
{
public:
    explicit StoredTurns(QList<Message> turns)
        : m_turns(std::move(turns))
    { }

    int count() const override { return int(m_turns.size()); }
    void request(int first, int number) override { Q_EMIT loaded(first, m_turns.mid(first, number)); }

private:
    const QList<Message> m_turns;
};

}

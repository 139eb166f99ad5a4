#pragma once

#include "core/store/historydatabase.h"
#include "core/store/historytask.h"

namespace sluice {

/// Counts the conversations that are in the list. number() is read when the task is over.
class HistoryCount final : public HistoryTask
{
public:
    Result<bool> step(HistoryDatabase& history) override
    {
        const Result<qint64> number = history.countListed();
        if (!number)
            return std::unexpected(number.error());
        m_number = *number;
        return true;
    }

    qint64 number() const { return m_number; }

private:
    qint64 m_number = 0;
};

}

#pragma once

#include "core/store/historydatabase.h"
#include "core/store/historytask.h"

namespace sluice {

/// Deletes every conversation that is there when its turn comes, for good.
class HistoryDeletion final : public HistoryTask
{
public:
    Result<bool> step(HistoryDatabase& history) override
    {
        const Result<void> done = history.purgeAll();
        if (!done)
            return std::unexpected(done.error());
        return true;
    }
};

}

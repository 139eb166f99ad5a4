#pragma once

#include <QtGlobal>

#include <atomic>

namespace sluice {

/// What HistoryStore tells its StoreSide past the queue. Any thread.
struct StoreFlags
{
    std::atomic<quint64> newestSearch = 0;
    std::atomic<bool> isEnding = false;
};

}

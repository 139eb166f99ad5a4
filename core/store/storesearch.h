#pragma once

#include "core/store/historysearch.h"
#include "core/store/storeside.h"

namespace sluice {

/// The search that the store thread is doing.
struct StoreSide::Search
{
    quint64 number = 0;
    QString query;
    HistorySearch search;
    SearchDone done;
};

}

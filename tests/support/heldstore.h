#pragma once

#include "core/store/historystore.h"
#include "core/store/historytask.h"

#include <QSemaphore>

#include <memory>

namespace sluice::test {

/// From the first task that the store comes to on, it does nothing until letGo(), or the end of this.
class HeldStore
{
public:
    explicit HeldStore(HistoryStore& store)
        : m_gate(std::make_shared<Gate>())
    {
        store.run(m_gate, &store, [](const Result<void>&) { });
    }
    ~HeldStore() { letGo(); }
    Q_DISABLE_COPY_MOVE(HeldStore)

    void letGo() { m_gate->opened.release(); }

private:
    struct Gate final : HistoryTask
    {
        QSemaphore opened;

        Result<bool> step(HistoryDatabase& /*history*/) override
        {
            opened.acquire();
            return true;
        }
    };

    std::shared_ptr<Gate> m_gate; // ours, and the store's, whose thread may be in it when we go
};

}

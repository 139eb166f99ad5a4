#pragma once

#include "core/store/storagefault.h"

#include <QFile>

#include <memory>

namespace sluice {

/// Sees to it that one history is written by one HistoryDatabase at a time, on this machine. Held while this object has it; the
/// system gives it back when the process ends, however that happens.
class HistoryLock final
{
public:
    /// None = it is ours. \a file is made when it is missing, and stays.
    StorageFault take(const QString& file);
    void giveBack() { m_file.reset(); }
    bool isOurs() const { return m_file != nullptr; }

private:
    std::unique_ptr<QFile> m_file;
};

}

#pragma once

#include "app/handover.h"
#include "core/base/clock.h"

#include <QFile>
#include <QLocalServer>
#include <QObject>

namespace sluice {

/// One program a data directory. Whoever has the lock of the directory's file `instance` is it, until its process ends, however
/// that happens: so a dead one is no obstacle, and of two that start at once only one wins. The file names the socket, in the
/// user's runtime directory and for this user only, over which later starts hand over what they were asked for. Main thread.
class SingleInstance final : public QObject
{
    Q_OBJECT

public:
    enum class Claim {
        First, ///< this program is the one
        HandedOver, ///< another one is, and has taken the handover: there is nothing left to do
        Alone, ///< another one is but does not answer, or nobody can tell: who goes on must expect company
    };

    /// \a dataDirectory is made when it is missing. Without a usable \a runtimeDirectory nobody can be asked.
    SingleInstance(const QString& dataDirectory, const QString& runtimeDirectory, QObject* parent = nullptr);
    ~SingleInstance() override;

    /// Blocks until it is clear, \a patience at most: before there is a window.
    Claim claim(const Handover& handover, Millis patience = Millis(10000));

Q_SIGNALS:
    /// Another start was asked for this, and has ended.
    void handedOver(const sluice::Handover& handover);

private:
    void listen();
    bool handOver(const Handover& handover, Millis patience);
    void takeConnection();

    const QString m_runtimeDirectory;
    QFile m_file; ///< open and locked as long as this is the one
    QLocalServer m_server;
};

}

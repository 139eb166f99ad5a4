#pragma once

#include "core/base/proxychoice.h"

#include <QByteArray>
#include <QObject>
#include <QSslConfiguration>
#include <QString>

#include <memory>
#include <vector>

class QNetworkAccessManager;

namespace sluice {

/// What all connections of one endpoint share. Managers never mix these: a manager reuses a connection whatever the new request
/// says.
struct TransportOptions
{
    QByteArray caCertificatesPem; ///< trusted in addition to the system's; empty = none
    bool http2Allowed = false; ///< Qt 6.4 has no backpressure on HTTP/2: opt-in
    ProxyChoice proxy {};
    bool isProxyForLoopback = false; ///< a manual proxy serves this computer, too: it was chosen for this very endpoint

    bool operator==(const TransportOptions&) const = default;
};

/// The QNetworkAccessManagers of one endpoint, six streams each: Qt runs six HTTP/1.1 exchanges per host and manager and lets the
/// seventh wait silently. A further manager is made when all are full. Network thread only. Its QObject children are exchanges;
/// they are destroyed before the managers.
class ManagerPool final : public QObject
{
    Q_OBJECT

public:
    explicit ManagerPool(const TransportOptions& options = {}, QObject* parent = nullptr);
    ~ManagerPool() override;

    /// A manager with a free slot, which is taken. Give it back with release() exactly once.
    QNetworkAccessManager& acquire();
    void release(QNetworkAccessManager& manager);

    const TransportOptions& options() const { return m_options; }
    /// The TLS policy of every request of this pool.
    const QSslConfiguration& tlsConfiguration() const { return m_tls; }
    /// Whether an exchange has ended on \a manager before, so that the next one may meet a connection that is dead by now.
    bool hasBeenUsed(const QNetworkAccessManager& manager) const;
    int managerCount() const;
    int activeStreams() const;

private:
    struct Slot;

    TransportOptions m_options;
    QSslConfiguration m_tls;
    std::vector<Slot> m_slots;
};

}

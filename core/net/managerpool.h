#pragma once

#include <QByteArray>
#include <QObject>
#include <QString>

#include <memory>

class QNetworkAccessManager;

namespace sluice {

/// What all connections of one endpoint share. Managers never mix these: a manager reuses a connection whatever the new request
/// says.
struct TransportOptions
{
    QByteArray caCertificatesPem; ///< trusted in addition to the system's; empty = none
    bool http2Allowed = false; ///< Qt 6.4 has no backpressure on HTTP/2: opt-in

    bool operator==(const TransportOptions&) const = default;
};

/// The QNetworkAccessManagers of one endpoint, six streams each: Qt runs six HTTP/1.1 exchanges per host and manager and lets the
/// seventh wait silently. A further manager is made when all are full. Network thread only.
class ManagerPool final : public QObject
{
    Q_OBJECT

public:
    explicit ManagerPool(const TransportOptions& options = {}, QObject* parent = nullptr);
    ~ManagerPool() override;

    /// A manager with a free slot, which is taken. Give it back with release() exactly once.
    QNetworkAccessManager& acquire();
    void release(QNetworkAccessManager& manager);

    const TransportOptions& options() const;
    int managerCount() const;
    int activeStreams() const;
};

}

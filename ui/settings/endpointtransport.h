#pragma once

#include "core/chat/endpoint.h"

#include <QObject>

class QFormLayout;
class QWidget;

namespace sluice {

class CertificateField;
class ProxyField;

/// The rows of the endpoint's dialog that say how its server is reached: proxy and certificate file. GUI thread.
class EndpointTransport final : public QObject
{
    Q_OBJECT

public:
    /// Adds its rows to \a form; \a parent owns it.
    EndpointTransport(QFormLayout& form, const Endpoint& initial, QWidget* parent);

    void writeTo(Endpoint& endpoint) const;
    bool isUsable() const;

Q_SIGNALS:
    void changed();

private:
    ProxyField* m_proxy;
    CertificateField* m_certificates;
};

}

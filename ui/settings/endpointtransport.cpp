#include "ui/settings/endpointtransport.h"

#include "ui/settings/certificatefield.h"
#include "ui/settings/proxyfield.h"

#include <QFormLayout>

namespace sluice {

EndpointTransport::EndpointTransport(QFormLayout& form, const Endpoint& initial, QWidget* parent)
    : QObject(parent)
    , m_proxy(new ProxyField(tr("Proxy"), ProxyField::Inherits::Yes, parent))
    , m_certificates(new CertificateField(initial.caFile, parent))
{
    m_proxy->setChoice(initial.proxy);
    form.addRow(tr("Proxy"), m_proxy);
    form.addRow(tr("Certificate file"), m_certificates);
    connect(m_proxy, &ProxyField::changed, this, &EndpointTransport::changed);
    connect(m_certificates, &CertificateField::changed, this, &EndpointTransport::changed);
}

void EndpointTransport::writeTo(Endpoint& endpoint) const
{
    endpoint.proxy = m_proxy->choice();
    endpoint.caFile = m_certificates->path();
}

bool EndpointTransport::isUsable() const
{
    return m_proxy->isUsable() && m_certificates->isUsable();
}

}

#include "core/engine/endpointpools.h"

#include "core/engine/certificatefile.h"
#include "core/engine/endpointproxy.h"

#include <QCoreApplication>
#include <QCryptographicHash>

#include <iterator>
#include <utility>

namespace sluice {

namespace {

/// Beyond this many, pools without a stream are closed: endpoints are edited, keys change.
constexpr std::size_t MaxIdlePools = 16;

/// All that connections may not be shared across. Holds no key: only its hash.
QByteArray poolKey(const Endpoint& endpoint, const QByteArray& key, const TransportOptions& transport)
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    const QByteArray origin = endpoint.baseUrl.adjusted(QUrl::RemovePath | QUrl::RemoveQuery | QUrl::RemoveFragment).toEncoded();
    for (const QByteArray& part :
        {endpoint.id.toUtf8(), origin, key, transport.caCertificatesPem, QByteArray(transport.http2Allowed ? "2" : "1"),
            transport.proxy.toText().toUtf8(), QByteArray(transport.isProxyForLoopback ? "1" : "0")}) {
        hash.addData(QByteArray::number(part.size()) + ':');
        hash.addData(part);
    }
    return hash.result();
}

}

Result<QByteArray> readCertificates(const QString& file)
{
    using Kind = CertificateTrouble::Kind;
    const std::expected<CertificateFile, CertificateTrouble> read = readCertificateFile(file);
    if (read)
        return read->pem;
    const QString name = file.left(200);
    const auto refuse = [](const QString& sentence) {
        return std::unexpected(Error {.kind = ErrorKind::Tls, .message = sentence});
    };
    switch (read.error().kind) {
    case Kind::Missing:
        return refuse(QCoreApplication::translate("Error", "The certificate file '%1' is not there.").arg(name));
    case Kind::Unreadable:
        return refuse(
            QCoreApplication::translate("Error", "The certificate file '%1' cannot be read: %2.").arg(name, read.error().reason));
    case Kind::TooLarge:
        return refuse(QCoreApplication::translate("Error", "The certificate file '%1' is larger than 4 MiB.").arg(name));
    case Kind::NoCertificate:
        return refuse(
            QCoreApplication::translate("Error", "The certificate file '%1' holds no certificate in PEM form.").arg(name));
    }
    Q_UNREACHABLE();
}

Result<std::shared_ptr<ManagerPool>> EndpointPools::poolFor(
    const Endpoint& endpoint, const QByteArray& key, const TransportOptions& transport)
{
    TransportOptions wanted = transport;
    const EndpointProxy proxy = EndpointProxy::of(endpoint, m_proxy);
    wanted.proxy = proxy.choice;
    wanted.isProxyForLoopback = proxy.isOwn;
    if (!endpoint.caFile.isEmpty()) {
        const Result<QByteArray> pem = readCertificates(endpoint.caFile);
        if (!pem)
            return std::unexpected(pem.error());
        wanted.caCertificatesPem += *pem;
    }
    const QByteArray name = poolKey(endpoint, key, wanted);
    if (const auto found = m_pools.find(name); found != m_pools.end())
        return found->second;
    dropIdle();
    return m_pools.emplace(name, std::make_shared<ManagerPool>(wanted)).first->second;
}

QList<ManagerPool*> EndpointPools::all() const
{
    QList<ManagerPool*> pools;
    for (const auto& [name, pool] : m_pools)
        pools.append(pool.get());
    return pools;
}

void EndpointPools::dropIdle()
{
    for (auto pool = m_pools.begin(); pool != m_pools.end() && m_pools.size() > MaxIdlePools;)
        pool = pool->second.use_count() == 1 && pool->second->activeStreams() == 0 ? m_pools.erase(pool) : std::next(pool);
}

}

#include "core/engine/endpointpools.h"

#include <QCryptographicHash>
#include <QFile>
#include <QFileInfo>
#include <QSslCertificate>

#include <iterator>
#include <utility>

namespace sluice {

using namespace Qt::StringLiterals;

namespace {

/// Beyond this many, pools without a stream are closed: endpoints are edited, keys change.
constexpr std::size_t MaxIdlePools = 16;

constexpr qint64 MaxCertificateBytes = 4 * 1024 * 1024; // the whole bundle of a distribution is a quarter of it

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
    const auto refuse = [&file](const QString& why) {
        return std::unexpected(
            Error {.kind = ErrorKind::Tls, .message = u"The certificate file '%1' %2."_s.arg(file.left(200), why)});
    };
    if (!QFileInfo(file).isFile()) // a pipe would be waited for
        return refuse(u"is not there"_s);
    QFile opened(file);
    if (!opened.open(QIODevice::ReadOnly))
        return refuse(u"cannot be read: %1"_s.arg(opened.errorString()));
    if (opened.size() > MaxCertificateBytes)
        return refuse(u"is larger than 4 MiB"_s);
    const QByteArray pem = opened.readAll();
    if (QSslCertificate::fromData(pem, QSsl::Pem).isEmpty())
        return refuse(u"holds no certificate in PEM form"_s);
    return pem;
}

Result<std::shared_ptr<ManagerPool>> EndpointPools::poolFor(
    const Endpoint& endpoint, const QByteArray& key, const TransportOptions& transport)
{
    TransportOptions wanted = transport;
    wanted.proxy = endpoint.proxy.value_or(m_proxy);
    wanted.isProxyForLoopback = endpoint.proxy.has_value();
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

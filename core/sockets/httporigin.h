#pragma once

#include <QByteArray>
#include <QString>
#include <QUrl>

namespace sluice {

/// Where an http or https URL leads: what a connection is made to, and kept for. A value.
struct HttpOrigin
{
    QByteArray host; ///< a name in its ASCII form, or an address without brackets
    quint16 port = 0;
    bool isSecure = false;

    static HttpOrigin of(const QUrl& url)
    {
        const bool isSecure = url.scheme() == QLatin1StringView("https");
        QByteArray host = url.host(QUrl::FullyEncoded).toLatin1();
        if (host.startsWith('['))
            host = host.sliced(1, host.size() - 2);
        return {host, quint16(url.port(isSecure ? 443 : 80)), isSecure};
    }

    /// For people: "example.org:443".
    QString place() const
    {
        const QString name = QString::fromLatin1(host.contains(':') ? '[' + host + ']' : host);
        return name + QLatin1Char(':') + QString::number(port);
    }

    bool operator==(const HttpOrigin&) const = default;
};

inline size_t qHash(const HttpOrigin& origin, size_t seed = 0)
{
    return qHashMulti(seed, origin.host, origin.port, origin.isSecure);
}

}

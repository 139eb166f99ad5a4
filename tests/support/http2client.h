#pragma once

#include "tests/support/rawclient.h"

#include <QElapsedTimer>
#include <QFile>
#include <QNetworkAccessManager>
#include <QNetworkProxy>
#include <QNetworkReply>
#include <QSslConfiguration>

#include <memory>

namespace sluice::test {

/// One answer of an Http2Client as it comes in; aborted when it goes. Needs the test's event loop.
class Http2Answer
{
public:
    explicit Http2Answer(QNetworkReply* reply)
        : m_reply(reply)
    {
        m_since.start();
        QObject::connect(reply, &QIODevice::readyRead, reply, [this] {
            m_body += m_reply->readAll();
            m_lastArrival = m_since.elapsed();
            if (m_firstArrival < 0)
                m_firstArrival = m_lastArrival;
        });
    }
    ~Http2Answer() { abort(); }
    Q_DISABLE_COPY_MOVE(Http2Answer)

    void abort() { m_reply->abort(); }
    bool isFinished() const { return m_reply->isFinished(); }
    bool isBroken() const { return isFinished() && m_reply->error() != QNetworkReply::NoError; }
    bool isHttp2() const { return m_reply->attribute(QNetworkRequest::Http2WasUsedAttribute).toBool(); }
    int status() const { return m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt(); }
    QByteArray header(const QByteArray& name) const { return m_reply->rawHeader(name); }
    QByteArray streamId() const { return header("X-Stream-Id"); }

    const QByteArray& body() const { return m_body; }
    QList<RawEvent> events() const
    {
        RawResponse response;
        response.body = m_body;
        return response.events();
    }
    /// Milliseconds between the first bytes of the body and the last so far.
    qint64 spread() const { return m_lastArrival - m_firstArrival; }

private:
    std::unique_ptr<QNetworkReply> m_reply;
    QByteArray m_body;
    QElapsedTimer m_since;
    qint64 m_firstArrival = -1; // ms
    qint64 m_lastArrival = -1; // ms
};

/// Qt's own HTTP client, with HTTP/2 where TLS agrees on it; trusts the certificate in a file, and that alone.
class Http2Client
{
public:
    Http2Client(quint16 port, const QString& certificate)
        : m_port(port)
    {
        m_manager.setProxy(QNetworkProxy::NoProxy);
        QFile file(certificate);
        if (!file.open(QIODevice::ReadOnly))
            qFatal("the test certificate is missing");
        m_tls.setCaCertificates({QSslCertificate(file.readAll())});
    }

    /// \a headers are "Name: value".
    std::unique_ptr<Http2Answer> ask(const QByteArray& method, const QByteArray& target, const QByteArray& body = {},
        const QList<QByteArray>& headers = {}, const QByteArray& host = "localhost")
    {
        QNetworkRequest request(QUrl::fromEncoded("https://" + host + ':' + QByteArray::number(m_port) + target));
        request.setAttribute(QNetworkRequest::Http2AllowedAttribute, true);
        request.setSslConfiguration(m_tls);
        request.setHeader(QNetworkRequest::ContentTypeHeader, QByteArrayLiteral("application/json"));
        for (const QByteArray& header : headers)
            request.setRawHeader(header.first(header.indexOf(':')), header.sliced(header.indexOf(':') + 2));
        return std::make_unique<Http2Answer>(m_manager.sendCustomRequest(request, method, body));
    }

private:
    const quint16 m_port;
    QNetworkAccessManager m_manager;
    QSslConfiguration m_tls = QSslConfiguration::defaultConfiguration();
};

}

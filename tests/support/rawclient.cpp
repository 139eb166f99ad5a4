#include "tests/support/rawclient.h"

#include <QElapsedTimer>

#include <sys/socket.h>

namespace sluice::test {

namespace {

constexpr int PatienceMs = 15000;
constexpr qint64 ReadBufferBytes = 256 * 1024;

/// Joins the chunks of \a in; true when the last one is there. \a in keeps what follows.
bool joinChunks(QByteArray& in, QByteArray& body)
{
    for (;;) {
        const qsizetype line = in.indexOf("\r\n");
        bool ok = false;
        const qsizetype size = line < 0 ? 0 : in.first(line).toLongLong(&ok, 16);
        if (!ok || in.size() < line + 2 + size + 2)
            return false;
        body += in.mid(line + 2, size);
        in.remove(0, line + 2 + size + 2);
        if (size == 0)
            return true;
    }
}

}

QByteArray RawResponse::header(QByteArrayView name) const
{
    for (const QByteArray& line : head.split('\n')) {
        const qsizetype colon = line.indexOf(':');
        if (colon > 0 && line.first(colon).compare(name, Qt::CaseInsensitive) == 0)
            return line.mid(colon + 1).trimmed();
    }
    return {};
}

QList<RawEvent> RawResponse::events() const
{
    QList<RawEvent> all;
    qsizetype start = 0;
    for (qsizetype end = body.indexOf("\n\n"); end >= 0; end = body.indexOf("\n\n", start)) {
        RawEvent event;
        event.block = body.mid(start, end + 2 - start);
        QList<QByteArray> lines;
        for (const QByteArray& line : body.mid(start, end - start).split('\n')) {
            if (line.startsWith("data: "))
                lines.append(line.mid(6));
            else if (line.startsWith("id: "))
                event.id = line.mid(4);
            else if (line.startsWith("event: "))
                event.type = line.mid(7);
        }
        event.data = lines.join('\n');
        if (!event.block.startsWith(':'))
            all.append(event);
        start = end + 2;
    }
    return all;
}

QByteArray RawResponse::text() const
{
    QByteArray all;
    for (const RawEvent& event : events())
        all += event.type.isEmpty() ? event.data : QByteArray();
    return all;
}

RawResponse parseResponse(const QByteArray& bytes)
{
    RawResponse response;
    const qsizetype end = bytes.indexOf("\r\n\r\n");
    if (end < 0)
        return response;
    response.head = bytes.first(end + 2);
    response.status = response.head.mid(9, 3).toInt();
    response.rest = bytes.mid(end + 4);
    response.isChunked = response.header("Transfer-Encoding") == "chunked";
    if (response.isChunked) {
        response.isComplete = joinChunks(response.rest, response.body);
        return response;
    }
    const QByteArray length = response.header("Content-Length");
    const bool hasNone = response.status == 204 || response.status == 100;
    const qsizetype size = hasNone ? 0 : length.isEmpty() ? response.rest.size() : length.toLongLong();
    response.isComplete = response.rest.size() >= size;
    response.body = response.rest.first(std::min(size, response.rest.size()));
    response.rest.remove(0, response.body.size());
    return response;
}

RawClient::RawClient(quint16 port)
{
    m_socket.setReadBufferSize(ReadBufferBytes); // else an event loop that runs reads on for a test that does not
    m_socket.connectToHost(QHostAddress::LocalHost, port);
    m_socket.waitForConnected(PatienceMs);
}

void RawClient::send(const QByteArray& bytes)
{
    m_socket.write(bytes);
    while (m_socket.bytesToWrite() > 0 && m_socket.waitForBytesWritten(PatienceMs)) { }
}

QByteArray RawClient::readAll()
{
    m_received += m_socket.readAll();
    while (m_socket.waitForReadyRead(PatienceMs))
        m_received += m_socket.readAll();
    m_received += m_socket.readAll();
    return m_received;
}

QByteArray RawClient::readUntil(const QByteArray& mark)
{
    m_received += m_socket.readAll();
    while (!m_received.contains(mark)) {
        if (!m_socket.waitForReadyRead(PatienceMs))
            return {};
        m_received += m_socket.readAll();
    }
    return m_received;
}

qsizetype RawClient::readBytes(qsizetype count)
{
    m_received += m_socket.readAll();
    while (m_received.size() < count && m_socket.waitForReadyRead(PatienceMs))
        m_received += m_socket.readAll();
    return m_received.size();
}

bool RawClient::isClosedWithin(int ms)
{
    QElapsedTimer timer;
    timer.start();
    while (m_socket.state() == QAbstractSocket::ConnectedState && timer.elapsed() < ms)
        m_socket.waitForReadyRead(std::max(1, ms - int(timer.elapsed())));
    return m_socket.state() != QAbstractSocket::ConnectedState;
}

void RawClient::closeSending()
{
    ::shutdown(int(m_socket.socketDescriptor()), SHUT_WR);
}

QByteArray rawRequest(
    quint16 port, const QByteArray& method, const QByteArray& target, const QByteArray& body, const QList<QByteArray>& headers)
{
    QByteArray request = method + ' ' + target + " HTTP/1.1\r\nHost: 127.0.0.1:" + QByteArray::number(port) + "\r\n";
    for (const QByteArray& header : headers)
        request += header + "\r\n";
    if (!body.isEmpty() || method == "POST")
        request += "Content-Length: " + QByteArray::number(body.size()) + "\r\n";
    return request + "\r\n" + body;
}

RawResponse exchange(
    quint16 port, const QByteArray& method, const QByteArray& target, const QByteArray& body, const QList<QByteArray>& headers)
{
    RawClient client(port);
    client.send(rawRequest(port, method, target, body, headers + QList<QByteArray> {"Connection: close"}));
    return parseResponse(client.readAll());
}

}

#pragma once

#include <QByteArray>
#include <QList>
#include <QTcpSocket>

#include <optional>

namespace sluice::test {

/// One event of a text/event-stream body, as its fields stand there.
struct RawEvent
{
    QByteArray id;
    QByteArray type;
    QByteArray data; ///< data lines joined by LF
    QByteArray block; ///< the bytes of it, blank line included

    bool operator==(const RawEvent&) const = default;
};

/// What a server sent, taken apart as far as it goes.
struct RawResponse
{
    int status = 0;
    QByteArray head;
    QByteArray body; ///< chunks joined
    bool isChunked = false;
    bool isComplete = false; ///< Content-Length reached, or the last chunk seen
    QByteArray rest; ///< what follows it

    QByteArray header(QByteArrayView name) const;
    QList<RawEvent> events() const;
    QByteArray text() const; ///< data of all events without a type
};

RawResponse parseResponse(const QByteArray& bytes);

/// A client of an HTTP server on loopback that sends exactly the bytes it is told to.
class RawClient
{
public:
    explicit RawClient(quint16 port);

    void send(const QByteArray& bytes);
    /// Everything until the server closes.
    QByteArray readAll();
    /// Until \a mark has come; what has come so far is returned and kept for the next call. Empty when it never does.
    QByteArray readUntil(const QByteArray& mark);
    /// At least \a count bytes in all, or fewer when the server closes.
    qsizetype readBytes(qsizetype count);
    /// Whether the server has closed; waits for it up to \a ms.
    bool isClosedWithin(int ms);
    void close() { m_socket.abort(); }
    void closeSending();
    QByteArray received() const { return m_received; }

private:
    QTcpSocket m_socket;
    QByteArray m_received;
};

/// A request with Host, Content-Length where it has a body or is a POST, and \a headers ("Name: value").
QByteArray rawRequest(quint16 port, const QByteArray& method, const QByteArray& target, const QByteArray& body = {},
    const QList<QByteArray>& headers = {});

/// Sends that request with Connection: close and reads the whole answer.
RawResponse exchange(quint16 port, const QByteArray& method, const QByteArray& target, const QByteArray& body = {},
    const QList<QByteArray>& headers = {});

}

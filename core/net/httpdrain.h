#pragma once

#include "core/base/clock.h"

#include <QObject>
#include <QTimer>

#include <memory>

namespace sluice {

class HttpStream;
class ManagerPool;

/// Reads the little that may follow an answer that is already complete, and throws it away, so that its connection can be used
/// again; closes the connection when more comes or it takes too long. Also sees calls through whose answer nobody needs. Network
/// thread only; a child of its pool, deletes itself when it is done.
class HttpDrain final : public QObject
{
    Q_OBJECT

public:
    static constexpr qint64 MaxBytes = 64 * 1024;
    /// Rest: nothing is lost when it is cut. Call: the server must still get it.
    enum class Purpose { Rest, Call };

    HttpDrain(std::unique_ptr<HttpStream> stream, ManagerPool& pool, Millis timeout, Purpose purpose = Purpose::Rest);
    ~HttpDrain() override;

    bool isCall() const { return m_purpose == Purpose::Call; }

Q_SIGNALS:
    /// Of a call, exactly once: the HTTP status it was answered with, 0 when it was not in time.
    void answered(int status);

private:
    void answer(int status);
    void readOn();
    void close();

    const Purpose m_purpose;
    std::unique_ptr<HttpStream> m_stream;
    QTimer m_timer;
    qint64 m_bytes = 0;
    bool m_isAnswered = false;
};

}

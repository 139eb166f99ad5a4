#pragma once

#include "core/base/clock.h"

#include <QObject>
#include <QTimer>

#include <memory>

namespace sluice {

class HttpStream;
class ManagerPool;

/// Reads the little that may follow an answer that is already complete, and throws it away, so that its connection can be used
/// again; closes the connection when more comes or it takes too long. Also ends calls whose answer nobody needs. Network thread
/// only; a child of its pool, deletes itself when it is done.
class HttpDrain final : public QObject
{
    Q_OBJECT

public:
    static constexpr qint64 MaxBytes = 64 * 1024;

    HttpDrain(std::unique_ptr<HttpStream> stream, ManagerPool& pool, Millis timeout);
    ~HttpDrain() override;

private:
    void readOn();
    void close();

    std::unique_ptr<HttpStream> m_stream;
    QTimer m_timer;
    qint64 m_bytes = 0;
};

}

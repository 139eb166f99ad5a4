#include "core/net/httpdrain.h"

#include "core/net/httpstream.h"
#include "core/net/managerpool.h"

#include <array>
#include <utility>

namespace sluice {

HttpDrain::HttpDrain(std::unique_ptr<HttpStream> stream, ManagerPool& pool, Millis timeout, Purpose purpose)
    : QObject(&pool)
    , m_purpose(purpose)
    , m_stream(std::move(stream))
{
    m_stream->disconnect();
    connect(m_stream.get(), &HttpStream::headReceived, this, [this](const HttpResponseHead& head) { answer(head.status); });
    connect(m_stream.get(), &HttpStream::readable, this, &HttpDrain::readOn);
    connect(m_stream.get(), &HttpStream::ended, this, &HttpDrain::close);
    connect(&m_timer, &QTimer::timeout, this, &HttpDrain::close);
    m_timer.setSingleShot(true);
    m_timer.start(timeout);
    // readable() is not repeated for what has already arrived.
    QMetaObject::invokeMethod(this, &HttpDrain::readOn, Qt::QueuedConnection);
}

HttpDrain::~HttpDrain() = default;

void HttpDrain::readOn()
{
    std::array<char, 16 * 1024> rest;
    while (const qsizetype count = m_stream->read(rest)) {
        m_bytes += count;
        if (m_bytes > MaxBytes) {
            close();
            return;
        }
    }
}

void HttpDrain::answer(int status)
{
    if (isCall() && !std::exchange(m_isAnswered, true))
        Q_EMIT answered(status);
}

void HttpDrain::close()
{
    m_stream->abort();
    deleteLater();
    answer(0);
}

}

#pragma once

#include <QByteArray>
#include <QIODevice>

namespace sluice {

/// A request body that can be sent once. Qt quietly sends a request up to three times more when the server closes before it
/// answers; for a POST that may mean to ask, and pay, again (RFC 9110 section 9.2.2). It gives up on a body that cannot be
/// rewound, with ContentReSendError. Network thread only; must live as long as its reply.
class OneShotBody final : public QIODevice
{
public:
    explicit OneShotBody(const QByteArray& bytes);

    qint64 size() const override;
    bool reset() override; ///< never

protected:
    qint64 readData(char* into, qint64 maxBytes) override;
    qint64 writeData(const char* from, qint64 maxBytes) override;

private:
    const QByteArray m_bytes;
    qint64 m_read = 0;
};

}

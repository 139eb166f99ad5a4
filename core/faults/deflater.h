#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QtGlobal>

#include <memory>

namespace sluice {

/// gzip (RFC 1952), one member, each piece followed by a sync flush, so that its reader can show it at once. Pure; one thread.
class Deflater
{
public:
    Deflater();
    ~Deflater();
    Q_DISABLE_COPY_MOVE(Deflater)

    QByteArray take(QByteArrayView bytes);
    QByteArray finish();

private:
    QByteArray run(QByteArrayView bytes, int flush);

    struct Private;
    std::unique_ptr<Private> d;
};

}

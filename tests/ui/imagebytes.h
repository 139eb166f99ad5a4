#pragma once

#include <QBuffer>
#include <QImage>
#include <QImageWriter>
#include <QtEndian>

#include <zlib.h>

#include <array>

namespace sluice::test {

/// A file with a picture of one colour.
inline QByteArray imageFile(const QSize& size, const char* format, QColor colour = Qt::red,
    QImageIOHandler::Transformations transformation = QImageIOHandler::TransformationNone)
{
    QImage image(size, QImage::Format_RGB32);
    image.fill(colour);
    QBuffer file;
    file.open(QIODevice::WriteOnly);
    QImageWriter writer(&file, format);
    writer.setTransformation(transformation);
    writer.write(image);
    return file.data();
}

inline QByteArray bigEndian(quint32 value)
{
    QByteArray bytes(4, 0);
    qToBigEndian(value, bytes.data());
    return bytes;
}

inline QByteArray pngChunk(const QByteArray& type, const QByteArray& data)
{
    const QByteArray body = type + data;
    const uLong sum = crc32(0, reinterpret_cast<const Bytef*>(body.constData()), uInt(body.size()));
    return bigEndian(quint32(data.size())) + body + bigEndian(quint32(sum));
}

/// A grey PNG that announces \a size, with \a packed as its data.
inline QByteArray greyPng(const QSize& size, const QByteArray& packed)
{
    const QByteArray header =
        bigEndian(quint32(size.width())) + bigEndian(quint32(size.height())) + QByteArray("\x08\0\0\0\0", 5);
    return QByteArray("\x89PNG\r\n\x1a\n", 8) + pngChunk("IHDR", header) + pngChunk("IDAT", packed) + pngChunk("IEND", {});
}

/// One pixel.
inline QByteArray smallGif()
{
    return QByteArray::fromHex("47494638396101000100800000ff0000ffffff2c00000000010001000002024401003b");
}

}

#include "ui/blocks/imagedecoder.h"

#include <QBuffer>
#include <QCoreApplication>
#include <QImageReader>

#include <algorithm>
#include <memory>

namespace sluice {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Image)
};

QByteArray formatOf(QByteArrayView bytes)
{
    if (bytes.startsWith("\x89PNG\r\n\x1a\n"))
        return "png";
    if (bytes.startsWith("\xff\xd8\xff"))
        return "jpeg";
    if (bytes.startsWith("GIF87a") || bytes.startsWith("GIF89a"))
        return "gif";
    if (bytes.startsWith("RIFF") && bytes.size() > 12 && bytes.sliced(8).startsWith("WEBP"))
        return "webp";
    return {};
}

/// A reader with its limits, at its header.
struct Opened
{
    std::unique_ptr<QBuffer> buffer;
    std::unique_ptr<QImageReader> reader; // of buffer
    QSize stored; // before it is turned
    bool isTurned = false; // by a quarter
};

std::unexpected<Error> failure(ErrorKind kind, const QString& message)
{
    return std::unexpected(Error {.kind = kind, .message = message});
}

Result<Opened> open(const QByteArray& bytes, qsizetype maxBytes)
{
    if (bytes.size() > maxBytes)
        return failure(ErrorKind::Overflow, Text::tr("The image is larger than %1 MB.").arg(maxBytes / (1024 * 1024)));
    const QByteArray format = formatOf(bytes);
    if (format.isEmpty() || !QImageReader::supportedImageFormats().contains(format))
        return failure(ErrorKind::Protocol, Text::tr("The image is of a kind that cannot be shown."));
    Opened opened {.buffer = std::make_unique<QBuffer>(), .reader = nullptr, .stored = {}, .isTurned = false};
    opened.buffer->setData(bytes);
    opened.buffer->open(QIODevice::ReadOnly);
    opened.reader = std::make_unique<QImageReader>(opened.buffer.get(), format);
    opened.reader->setAutoDetectImageFormat(false);
    opened.reader->setAutoTransform(true);
    opened.stored = opened.reader->size();
    opened.isTurned = opened.reader->transformation() & QImageIOHandler::TransformationRotate90;
    if (opened.stored.isEmpty())
        return failure(ErrorKind::Protocol, Text::tr("The image is damaged."));
    if (qint64(opened.stored.width()) * opened.stored.height() > MaxImagePixels)
        return failure(ErrorKind::Overflow, Text::tr("The image has more than %1 megapixels.").arg(MaxImagePixels / 1'000'000));
    return opened;
}

}

QSize scaledDown(const QSize& size, const QSize& box)
{
    if (size.width() <= box.width() && size.height() <= box.height())
        return size;
    return size.scaled(box, Qt::KeepAspectRatio).expandedTo({1, 1});
}

Result<QSize> imageSize(const QByteArray& bytes, qsizetype maxBytes)
{
    const Result<Opened> opened = open(bytes, maxBytes);
    if (!opened)
        return std::unexpected(opened.error());
    return opened->isTurned ? opened->stored.transposed() : opened->stored;
}

Result<QImage> decodeImage(const QByteArray& bytes, const QSize& box, qsizetype maxBytes)
{
    const Result<Opened> opened = open(bytes, maxBytes);
    if (!opened)
        return std::unexpected(opened.error());
    const QSize size = scaledDown(opened->stored, opened->isTurned ? box.transposed() : box);
    if (size != opened->stored)
        opened->reader->setScaledSize(size); // before it is turned
    QImageReader::setAllocationLimit(MaxImageMegabytes);
    const QImage image = opened->reader->read();
    if (image.isNull())
        return failure(ErrorKind::Protocol, Text::tr("The image is damaged."));
    // What the painter draws fastest.
    return image.convertToFormat(image.hasAlphaChannel() ? QImage::Format_ARGB32_Premultiplied : QImage::Format_RGB32);
}

}

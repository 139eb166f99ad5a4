#include "ui/chat/attachmentpreparing.h"

#include "ui/blocks/imagedecoder.h"

#include <QBuffer>
#include <QFile>
#include <QFileInfo>
#include <QImageReader>
#include <QPainter>

namespace sluice {

namespace {

constexpr int FirstQuality = 90; // of JPEG: text in screenshots stays sharp
constexpr int LastQuality = 60;
constexpr int QualityStep = 15;

constexpr QSize Box(AttachmentLimits::ImageSide, AttachmentLimits::ImageSide);

QByteArray packed(const QImage& image, const char* format, int quality)
{
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    return image.save(&buffer, format, quality) ? buffer.data() : QByteArray();
}

bool fits(const QByteArray& bytes)
{
    return !bytes.isEmpty() && bytes.size() <= AttachmentLimits::ImageBytes;
}

QImage onWhite(const QImage& image)
{
    if (!image.hasAlphaChannel())
        return image;
    QImage opaque(image.size(), QImage::Format_RGB32);
    opaque.fill(Qt::white);
    QPainter(&opaque).drawImage(0, 0, image);
    return opaque;
}

/// As PNG unless it \a isPhoto or that is too large.
std::expected<Attachment, AttachmentFault> pack(const QString& name, const QImage& image, bool isPhoto)
{
    if (!isPhoto) {
        const QByteArray bytes = packed(image, "png", -1);
        if (fits(bytes))
            return Attachment {.name = name, .mimeType = "image/png", .data = bytes};
    }
    const QImage opaque = onWhite(image);
    for (int quality = FirstQuality; quality >= LastQuality; quality -= QualityStep) {
        const QByteArray bytes = packed(opaque, "jpeg", quality);
        if (fits(bytes))
            return Attachment {.name = name, .mimeType = "image/jpeg", .data = bytes};
    }
    return std::unexpected(AttachmentFault::FileTooLarge);
}

bool isReadable(const Attachment& image)
{
    return QImageReader::supportedImageFormats().contains(image.mimeType.sliced(qsizetype(sizeof("image/") - 1)));
}

PreparedAttachment fitted(const Attachment& image)
{
    if (!isReadable(image)) { // WebP without its plugin: models read it all the same
        if (fits(image.data))
            return {.attachment = image};
        return {.attachment = std::unexpected(AttachmentFault::FileTooLarge)};
    }
    const Result<QSize> size = imageSize(image.data, AttachmentLimits::FileBytes);
    if (!size) {
        const bool isTooLarge = size.error().kind == ErrorKind::Overflow;
        return {.attachment = std::unexpected(isTooLarge ? AttachmentFault::TooManyPixels : AttachmentFault::DamagedImage)};
    }
    if (fits(image.data) && size->width() <= Box.width() && size->height() <= Box.height())
        return {.attachment = image};
    const Result<QImage> decoded = decodeImage(image.data, Box, AttachmentLimits::FileBytes);
    if (!decoded)
        return {.attachment = std::unexpected(AttachmentFault::DamagedImage)};
    return {.attachment = pack(image.name, *decoded, image.mimeType == "image/jpeg"),
        .change = {.from = *size, .to = decoded->size(), .isRepacked = decoded->size() == *size}};
}

}

std::expected<QByteArray, AttachmentFault> readAttachedFile(const QString& path)
{
    const QFileInfo info(path);
    if (info.exists() && !info.isFile()) // opening a pipe would wait for somebody to write
        return std::unexpected(AttachmentFault::NotAFile);
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly | QIODevice::Unbuffered))
        return std::unexpected(AttachmentFault::Unreadable);
    if (file.size() > AttachmentLimits::FileBytes)
        return std::unexpected(AttachmentFault::FileTooLarge);
    // It may grow meanwhile, and some say they are empty and are not.
    QByteArray bytes = file.read(AttachmentLimits::FileBytes + 1);
    if (file.error() != QFileDevice::NoError)
        return std::unexpected(AttachmentFault::Unreadable);
    return bytes;
}

PreparedAttachment prepareAttachment(const QString& name, const QByteArray& bytes)
{
    const std::expected<Attachment, AttachmentFault> attachment = attachmentOf(name, bytes);
    return attachment && attachment->isImage() ? fitted(*attachment) : PreparedAttachment {.attachment = attachment};
}

PreparedAttachment prepareAttachment(const QString& name, const QImage& image)
{
    if (image.isNull())
        return {.attachment = std::unexpected(AttachmentFault::DamagedImage)};
    const QSize size = scaledDown(image.size(), Box);
    const bool isScaled = size != image.size();
    const QImage scaled = isScaled ? image.scaled(size, Qt::IgnoreAspectRatio, Qt::SmoothTransformation) : image;
    return {.attachment = pack(name, scaled, false),
        .change = isScaled ? ImageChange {.from = image.size(), .to = size} : ImageChange()};
}

}

#pragma once

#include "core/chat/attachmentrules.h"

#include <QImage>
#include <QSize>

#include <expected>

namespace sluice {

// From a file or a picture to what a message takes along. Slow; any thread but the GUI's.

/// How an image was made to fit.
struct ImageChange
{
    QSize from; ///< px; invalid = the image is as it was
    QSize to;
    bool isRepacked = false; ///< in another format, or with less quality
};

struct PreparedAttachment
{
    std::expected<Attachment, AttachmentFault> attachment;
    ImageChange change = {};
};

/// The content of a file, of AttachmentLimits::FileBytes at most. Does not touch pipes, devices and folders.
std::expected<QByteArray, AttachmentFault> readAttachedFile(const QString& path);

/// Told by content. An image that is larger than AttachmentLimits say is scaled down, and packed as JPEG when that is not enough.
PreparedAttachment prepareAttachment(const QString& name, const QByteArray& bytes);

/// A picture without a file, as PNG.
PreparedAttachment prepareAttachment(const QString& name, const QImage& image);

}

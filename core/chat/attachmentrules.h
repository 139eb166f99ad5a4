#pragma once

#include "core/chat/attachment.h"

#include <QByteArrayView>
#include <QList>

#include <expected>
#include <optional>

namespace sluice {

// What may be attached, told by content and never by name. Pure, thread-safe.

/// Bounds of what a message takes along. Images are held to what providers take: Anthropic 5 MiB as base64 each, 2,000 px a side
/// once there are many, 32 MB a request; others shrink images themselves.
struct AttachmentLimits
{
    static constexpr qsizetype TextBytes = qsizetype(1024) * 1024; ///< as UTF-8
    static constexpr qsizetype ImageBytes = qsizetype(3840) * 1024; ///< as sent; 5 MiB as base64
    static constexpr int ImageSide = 2000; ///< px, as sent
    static constexpr qint64 ImagePixels = 40'000'000; ///< of a file that is scaled down
    static constexpr qsizetype FileBytes = qsizetype(32) * 1024 * 1024; ///< of a file that is looked at
    static constexpr qsizetype Count = 20; ///< in a message
    static constexpr qsizetype MessageBytes = qsizetype(20) * 1024 * 1024; ///< of all of them together
};

/// Why something cannot be attached. A person reads it as a sentence of the window's.
enum class AttachmentFault {
    Kind, ///< neither text nor an image that models take
    Empty,
    TextTooLong, ///< AttachmentLimits::TextBytes
    FileTooLarge, ///< AttachmentLimits::FileBytes, or an image that stays above ImageBytes however it is packed
    TooManyPixels,
    DamagedImage,
    TooMany, ///< AttachmentLimits::Count
    TooMuch, ///< AttachmentLimits::MessageBytes
    NotAFile, ///< a folder, a device, a pipe
    Unreadable, ///< not there, or not for us
};

/// "image/png", "image/jpeg", "image/gif" or "image/webp" by the first bytes; empty for everything else.
QByteArray imageTypeOf(QByteArrayView bytes);

/// \a bytes as UTF-8 without a byte order mark, when they are text: valid UTF-8, or UTF-16 or UTF-32 with a mark, and no NUL.
std::optional<QByteArray> textOf(const QByteArray& bytes);

/// The attachment that a file of that name and content makes. An image stays as it is, also when it is larger than may be sent:
/// who can decode it has to scale it down.
std::expected<Attachment, AttachmentFault> attachmentOf(const QString& name, const QByteArray& bytes);

/// Whether \a next fits beside \a others in one message; nothing when it does.
std::optional<AttachmentFault> faultBeside(const QList<Attachment>& others, const Attachment& next);

/// The type of what is known to be text, by the ending of its name: "application/json", "text/csv", "text/markdown", else
/// "text/plain".
QByteArray textTypeOf(const QString& name);

}

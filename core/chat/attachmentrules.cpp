#include "core/chat/attachmentrules.h"

#include "core/wire/utf8.h"

#include <QStringDecoder>

#include <algorithm>
#include <array>

namespace sluice {

using namespace Qt::StringLiterals;

namespace {

struct TypeOfEnding
{
    QLatin1StringView ending;
    const char* type;
};

constexpr std::array TypesOfEndings {
    TypeOfEnding {".json"_L1, "application/json"},
    TypeOfEnding {".csv"_L1, "text/csv"},
    TypeOfEnding {".md"_L1, "text/markdown"},
    TypeOfEnding {".markdown"_L1, "text/markdown"},
};

std::optional<QStringConverter::Encoding> markedEncoding(QByteArrayView bytes)
{
    const std::optional<QStringConverter::Encoding> found = QStringConverter::encodingForData(bytes);
    // Without a mark it guesses from a first '<' or zero: two letters of Latin-1 must not become one of Chinese.
    const bool hasMark = bytes.startsWith("\xEF\xBB\xBF") || bytes.startsWith("\xFF\xFE") || bytes.startsWith("\xFE\xFF")
        || bytes.startsWith(QByteArrayView("\0\0\xFE\xFF", 4));
    return hasMark ? found : std::nullopt;
}

bool beginsAsText(QByteArrayView bytes)
{
    constexpr qsizetype Regarded = 4096;
    constexpr qsizetype LongestCut = 3; // bytes of a character that the cut goes through
    const QByteArrayView first = bytes.first(std::min(bytes.size(), Regarded));
    if (markedEncoding(first))
        return true;
    if (first.contains('\0'))
        return false;
    for (qsizetype cut = 0; cut <= std::min(LongestCut, first.size()); ++cut) {
        if (isValidUtf8(first.chopped(cut)))
            return true;
    }
    return false;
}

qsizetype totalBytes(const QList<Attachment>& attachments)
{
    qsizetype total = 0;
    for (const Attachment& attachment : attachments)
        total += attachment.data.size();
    return total;
}

}

QByteArray imageTypeOf(QByteArrayView bytes)
{
    if (bytes.startsWith("\x89PNG\r\n\x1a\n"))
        return "image/png";
    if (bytes.startsWith("\xff\xd8\xff"))
        return "image/jpeg";
    if (bytes.startsWith("GIF87a") || bytes.startsWith("GIF89a"))
        return "image/gif";
    if (bytes.size() > 12 && bytes.startsWith("RIFF") && bytes.sliced(8).startsWith("WEBP"))
        return "image/webp";
    return {};
}

std::optional<QByteArray> textOf(const QByteArray& bytes)
{
    QByteArray text = bytes;
    const std::optional<QStringConverter::Encoding> encoding = markedEncoding(bytes);
    if (encoding == QStringConverter::Utf8) {
        text.remove(0, 3);
    } else if (encoding) {
        QStringDecoder decoder(*encoding); // takes the mark away
        const QString decoded = decoder(bytes);
        const bool isUtf32 = *encoding == QStringConverter::Utf32LE || *encoding == QStringConverter::Utf32BE;
        const bool isCut = bytes.size() % (isUtf32 ? 4 : 2) != 0; // the decoder would wait for the rest
        if (isCut || decoder.hasError() || !decoded.isValidUtf16())
            return std::nullopt;
        text = decoded.toUtf8();
    }
    if (text.contains('\0') || !isValidUtf8(text))
        return std::nullopt;
    return text;
}

QByteArray textTypeOf(const QString& name)
{
    const auto found = std::ranges::find_if(
        TypesOfEndings, [&](const TypeOfEnding& row) { return name.endsWith(row.ending, Qt::CaseInsensitive); });
    return found == TypesOfEndings.end() ? "text/plain" : found->type;
}

std::expected<Attachment, AttachmentFault> attachmentOf(const QString& name, const QByteArray& bytes)
{
    if (bytes.isEmpty())
        return std::unexpected(AttachmentFault::Empty);
    if (bytes.size() > AttachmentLimits::FileBytes)
        return std::unexpected(AttachmentFault::FileTooLarge);
    if (const QByteArray type = imageTypeOf(bytes); !type.isEmpty())
        return Attachment {.name = name, .mimeType = type, .data = bytes};
    if (bytes.size() > 4 * AttachmentLimits::TextBytes) // UTF-32 has four bytes where UTF-8 has one
        return std::unexpected(beginsAsText(bytes) ? AttachmentFault::TextTooLong : AttachmentFault::Kind);
    const std::optional<QByteArray> text = textOf(bytes);
    if (!text)
        return std::unexpected(AttachmentFault::Kind);
    if (text->size() > AttachmentLimits::TextBytes)
        return std::unexpected(AttachmentFault::TextTooLong);
    if (text->isEmpty()) // nothing but a mark
        return std::unexpected(AttachmentFault::Empty);
    return Attachment {.name = name, .mimeType = textTypeOf(name), .data = *text};
}

std::optional<AttachmentFault> faultBeside(const QList<Attachment>& others, const Attachment& next)
{
    if (others.size() >= AttachmentLimits::Count)
        return AttachmentFault::TooMany;
    if (totalBytes(others) + next.data.size() > AttachmentLimits::MessageBytes)
        return AttachmentFault::TooMuch;
    return std::nullopt;
}

}

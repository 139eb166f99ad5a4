#include "core/chat/jsondecoder.h"

#include "core/chat/errorbody.h"

#include <QCoreApplication>

namespace sluice {

namespace {

std::string_view viewOf(QByteArrayView bytes)
{
    return {bytes.data(), static_cast<size_t>(bytes.size())};
}

/// Its working memory is some 14 times the largest document, and no document outlives the call that reads it: one does for all
/// streams of a thread, of which the gateway has thousands.
JsonReader& sharedReader()
{
    thread_local JsonReader reader;
    return reader;
}

}

Result<void> JsonDecoder::decode(const SseEventView& event, Deltas& out)
{
    if (m_progress.isDone())
        return {};
    ++m_eventCount;
    Result<void> result = read(event, out);
    if (!result)
        m_progress.release(out);
    return result;
}

Result<void> JsonDecoder::read(const SseEventView& event, Deltas& out)
{
    if (!event.errorField.isEmpty())
        return std::unexpected(errorFromText(event.errorField));
    const QByteArrayView data = event.data.trimmed();
    if (event.type == "error")
        return std::unexpected(errorFromText(data));
    if (data.isEmpty())
        return {};
    if (data == "[DONE]") {
        m_progress.setDone(out);
        return {};
    }
    const std::expected<JsonValue, ErrorKind> root = sharedReader().read(data);
    if (root)
        return decodeEvent(viewOf(event.type), *root, out);
    if (!ownsEvent(viewOf(event.type)))
        return {};
    return std::unexpected(unreadable(event, root.error()));
}

Result<void> JsonDecoder::decodeJson(QByteArrayView body, Deltas& out)
{
    const std::expected<JsonValue, ErrorKind> root = sharedReader().read(body.trimmed());
    if (!root) {
        return std::unexpected(root.error() == ErrorKind::Overflow
                ? Error {.kind = ErrorKind::Overflow,
                      .message =
                          QCoreApplication::translate("Error", "The server's answer is too large to be read in one piece.")}
                : Error {.kind = ErrorKind::Protocol,
                      .message = QCoreApplication::translate("Error", "The server's answer is not valid JSON.")});
    }
    const bool whole = isWhole(*root);
    Result<void> result = decodeAnswer(*root, out);
    if (!result)
        m_progress.release(out);
    else if (whole)
        m_progress.setDone(out);
    return result;
}

Error JsonDecoder::unreadable(const SseEventView& event, ErrorKind kind) const
{
    constexpr qsizetype MaxTypeLength = 40; // the name comes from the server, too
    const QString type = QString::fromUtf8(event.type).left(MaxTypeLength).simplified();
    const QString sentence = kind == ErrorKind::Overflow
        ? QCoreApplication::translate("Error", "Event %1 (\"%2\") of the server's answer is too large to be read.")
        : QCoreApplication::translate("Error", "Event %1 (\"%2\") of the server's answer is not valid JSON.");
    return {.kind = kind, .message = sentence.arg(m_eventCount).arg(type)};
}

}

#include "core/exchange/conversationfile.h"

#include "core/exchange/chatgptimport.h"
#include "core/exchange/openwebuiimport.h"
#include "core/exchange/sluicejson.h"

#include <array>

namespace sluice {

using namespace Qt::StringLiterals;

namespace {

struct Format
{
    bool (*isOurs)(const JsonValue&);
    Result<ConversationRecord> (*read)(const JsonValue&);
};

constexpr std::array Formats {
    Format {isSluiceJson, readSluiceJson}, Format {isChatGptJson, readChatGptJson}, Format {isOpenWebUiJson, readOpenWebUiJson}};

}

ConversationFile::ConversationFile(QIODevice& file)
    : m_elements(file)
{ }

Result<std::optional<ConversationRecord>> ConversationFile::next()
{
    const Result<std::optional<QByteArray>> element = m_elements.next();
    m_canGoOn = element.has_value();
    if (!element)
        return std::unexpected(element.error());
    if (!*element)
        return std::nullopt;
    const std::expected<JsonValue, ErrorKind> root = m_reader.read(**element, JsonElements::MaxElementBytes);
    if (!root)
        return std::unexpected(Error {.kind = root.error(), .message = u"A conversation in the file is not valid JSON."_s});
    for (const Format& format : Formats) {
        if (format.isOurs(*root))
            return format.read(*root);
    }
    return std::unexpected(Error {.kind = ErrorKind::Protocol,
        .message = u"The file holds something else than conversations of Sluice, ChatGPT or Open WebUI."_s});
}

}

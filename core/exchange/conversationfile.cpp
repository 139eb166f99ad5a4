#include "core/exchange/conversationfile.h"

#include "core/exchange/chatgptimport.h"
#include "core/exchange/openwebuiimport.h"

#include <QCoreApplication>

#include <array>
#include <utility>

namespace sluice {

namespace {

struct Foreign
{
    bool (*isTheirs)(const JsonValue&);
    Result<ConversationRecord> (*read)(const JsonValue&);
};

constexpr std::array Formats {Foreign {isChatGptJson, readChatGptJson}, Foreign {isOpenWebUiJson, readOpenWebUiJson}};

}

ConversationFile::ConversationFile(QIODevice& file)
    : m_elements(file)
{ }

Result<std::optional<ConversationRecord>> ConversationFile::next()
{
    while (!readSome()) { }
    return *std::exchange(m_answer, std::nullopt);
}

bool ConversationFile::readSome()
{
    if (m_answer)
        return true;
    if (m_reading)
        m_answer = goOn();
    else if (m_elements.readSome())
        m_answer = begin();
    return m_answer.has_value();
}

// The next conversation; no answer yet when it may be long.
std::optional<ConversationFile::Answer> ConversationFile::begin()
{
    const Result<std::optional<QByteArray>> element = m_elements.next();
    m_canGoOn = element.has_value();
    if (!element)
        return std::unexpected(element.error());
    if (!*element)
        return Answer(std::nullopt);
    const std::expected<JsonValue, ErrorKind> root = m_reader.read(**element, JsonElements::MaxElementBytes);
    if (!root)
        return std::unexpected(Error {.kind = root.error(),
            .message = QCoreApplication::translate("Error", "A conversation in the file is not valid JSON.")});
    if (isSluiceJson(*root)) {
        m_reading.emplace(*root);
        return std::nullopt;
    }
    for (const Foreign& format : Formats) {
        if (format.isTheirs(*root))
            return format.read(*root);
    }
    return std::unexpected(Error {.kind = ErrorKind::Protocol,
        .message = QCoreApplication::translate(
            "Error", "The file holds something else than conversations of Sluice, ChatGPT or Open WebUI.")});
}

std::optional<ConversationFile::Answer> ConversationFile::goOn()
{
    const Result<bool> isWhole = m_reading->readSome();
    if (isWhole && !*isWhole)
        return std::nullopt;
    Answer answer = isWhole ? Answer(m_reading->record()) : std::unexpected(isWhole.error());
    m_reading.reset();
    return answer;
}

}

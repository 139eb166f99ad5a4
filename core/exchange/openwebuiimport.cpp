#include "core/exchange/openwebuiimport.h"

#include "core/exchange/foreignnode.h"

#include <QDateTime>
#include <QStringList>

namespace sluice {

using namespace Qt::StringLiterals;

namespace {

QString unescaped(QString text)
{
    return text.replace("&lt;"_L1, "<"_L1)
        .replace("&gt;"_L1, ">"_L1)
        .replace("&quot;"_L1, "\""_L1)
        .replace("&#x27;"_L1, "'"_L1)
        .replace("&#39;"_L1, "'"_L1)
        .replace("&amp;"_L1, "&"_L1);
}

// The lines between the summary and the end of the block, without the quote marks that Open WebUI puts before each.
QString reasoningOf(QStringView block)
{
    constexpr QLatin1StringView SummaryEnd = "</summary>"_L1;
    if (const qsizetype summary = block.indexOf(SummaryEnd); summary >= 0)
        block = block.sliced(summary + SummaryEnd.size());
    QStringList lines;
    for (QStringView line : block.trimmed().split(u'\n')) {
        if (line.startsWith("> "_L1))
            line = line.sliced(2);
        else if (line.startsWith("&gt; "_L1))
            line = line.sliced(5);
        else if (line == ">"_L1 || line == "&gt;"_L1)
            line = {};
        lines.append(line.toString());
    }
    return unescaped(lines.join(u'\n'));
}

// Takes the reasoning blocks out of the text.
void splitReasoning(Message& message)
{
    constexpr QLatin1StringView Begin = "<details type=\"reasoning\""_L1;
    constexpr QLatin1StringView End = "</details>"_L1;
    QStringList reasoning;
    for (;;) {
        const qsizetype begin = message.text.indexOf(Begin);
        const qsizetype head = begin < 0 ? -1 : message.text.indexOf(u'>', begin);
        const qsizetype end = head < 0 ? -1 : message.text.indexOf(End, head);
        if (end < 0)
            break;
        reasoning.append(reasoningOf(QStringView(message.text).sliced(head + 1, end - head - 1)));
        qsizetype rest = end + End.size();
        while (rest < message.text.size() && message.text.at(rest) == u'\n')
            ++rest;
        message.text.remove(begin, rest - begin);
    }
    message.reasoning = reasoning.join("\n\n"_L1);
}

std::optional<Attachment> imageOf(const JsonValue& file)
{
    const std::string_view url = file["url"].utf8();
    const std::size_t comma = url.find(',');
    if (file["type"].utf8() != "image" || !url.starts_with("data:image/") || comma == std::string_view::npos)
        return std::nullopt;
    const std::string_view head = url.substr(5, comma - 5);
    if (!head.ends_with(";base64"))
        return std::nullopt;
    const std::string_view data = url.substr(comma + 1);
    const QString name = file["name"].string();
    return Attachment {.name = name.isEmpty() ? u"image"_s : name,
        .mimeType = QByteArray(head.data(), static_cast<qsizetype>(head.find(';'))).toLower(),
        .data = QByteArray::fromBase64(QByteArray(data.data(), static_cast<qsizetype>(data.size())))};
}

std::optional<Message> messageOf(const JsonValue& value)
{
    const std::optional<Role> role = roleFromName(value["role"].string());
    if (!role || *role == Role::System)
        return std::nullopt;
    Message message;
    message.role = *role;
    message.text = value["content"].string();
    if (*role == Role::Assistant) {
        splitReasoning(message);
        message.model = value["model"].string();
        if (value["error"].exists()) {
            message.state = MessageState::Failed;
            message.error = Error {.kind = ErrorKind::Server, .message = value["error"]["content"].string()};
        } else if (value["done"].exists() && !value["done"].isTrue()) {
            message.state = MessageState::Interrupted;
        }
    }
    value["files"].each([&](const JsonValue& file) {
        if (std::optional<Attachment> image = imageOf(file))
            message.attachments.append(*std::move(image));
    });
    if (const qint64 created = foreignTime(value["timestamp"]))
        message.createdAt = QDateTime::fromMSecsSinceEpoch(created, Qt::UTC);
    return message;
}

}

bool isOpenWebUiJson(const JsonValue& element)
{
    return element["chat"]["history"].isObject() || element["chat"]["messages"].isArray();
}

Result<ConversationRecord> readOpenWebUiJson(const JsonValue& element)
{
    const JsonValue chat = element["chat"];
    ForeignTree tree;
    std::string current(chat["history"]["currentId"].utf8());
    if (chat["history"]["messages"].isObject()) {
        chat["history"]["messages"].eachMember([&](std::string_view name, const JsonValue& value) {
            tree.add(std::string(name), {.parent = std::string(value["parentId"].utf8()), .message = messageOf(value)});
        });
    } else { // the first versions had a plain list
        current.clear();
        int number = 0;
        chat["messages"].each([&](const JsonValue& value) {
            const std::string name = std::to_string(number++);
            tree.add(name, {.parent = current, .message = messageOf(value)});
            current = name;
        });
    }
    ConversationRecord record = tree.record(current);
    record.summary.id = element["id"].string();
    record.summary.title = element["title"].string();
    if (record.summary.title.isEmpty())
        record.summary.title = chat["title"].string();
    record.summary.isPinned = element["pinned"].isTrue();
    record.summary.createdAt = foreignTime(element["created_at"]);
    record.summary.lastActive = foreignTime(element["updated_at"]);
    return record;
}

}

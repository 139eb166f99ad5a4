#include "core/exchange/chatgptimport.h"

#include "core/exchange/foreignnode.h"

#include <QDateTime>
#include <QStringList>

namespace sluice {

using namespace Qt::StringLiterals;

namespace {

QString partText(const JsonValue& part)
{
    if (part.isString())
        return part.string();
    const std::string_view type = part["content_type"].utf8();
    if (type == "audio_transcription")
        return part["text"].string();
    if (type == "image_asset_pointer")
        return u"[image]"_s;
    return {};
}

// The forms that content takes: text and multimodal_text have parts, code and its output a text.
QString contentText(const JsonValue& content)
{
    QStringList parts;
    content["parts"].each([&](const JsonValue& part) {
        if (const QString text = partText(part); !text.isEmpty())
            parts.append(text);
    });
    if (!parts.isEmpty())
        return parts.join("\n\n"_L1);
    const QString text = content["text"].string();
    if (content["content_type"].utf8() == "code" && !text.isEmpty())
        return "```"_L1 + content["language"].string().replace("unknown"_L1, QString()) + u'\n' + text + "\n```"_L1;
    return text;
}

QString thoughts(const JsonValue& content)
{
    QStringList all;
    content["thoughts"].each([&](const JsonValue& thought) {
        const QString text = thought["content"].string();
        all.append(text.isEmpty() ? thought["summary"].string() : text);
    });
    return all.join("\n\n"_L1);
}

std::optional<Message> messageOf(const JsonValue& value)
{
    const std::optional<Role> role = roleFromName(value["author"]["role"].string());
    if (!role || *role == Role::System || value["metadata"]["is_visually_hidden_from_conversation"].isTrue())
        return std::nullopt;
    const JsonValue content = value["content"];
    const std::string_view type = content["content_type"].utf8();
    if (type == "user_editable_context" || type == "model_editable_context" || type == "reasoning_recap")
        return std::nullopt;
    // What an assistant says to a tool is no answer.
    if (const std::string_view recipient = value["recipient"].utf8(); !recipient.empty() && recipient != "all")
        return std::nullopt;
    Message message;
    message.role = *role;
    message.text = contentText(content);
    message.reasoning = thoughts(content);
    if (message.text.isEmpty() && message.reasoning.isEmpty())
        return std::nullopt;
    if (*role == Role::Assistant) {
        message.model = value["metadata"]["model_slug"].string();
        message.finishReason = value["metadata"]["finish_details"]["type"].string();
        if (value["status"].utf8() == "in_progress" || message.finishReason == "interrupted"_L1)
            message.state = MessageState::Interrupted;
    }
    if (const qint64 created = foreignTime(value["create_time"]))
        message.createdAt = QDateTime::fromMSecsSinceEpoch(created, Qt::UTC);
    return message;
}

}

bool isChatGptJson(const JsonValue& element)
{
    return element["mapping"].isObject();
}

Result<ConversationRecord> readChatGptJson(const JsonValue& element)
{
    ForeignTree tree;
    element["mapping"].eachMember([&](std::string_view name, const JsonValue& node) {
        tree.add(std::string(name), {.parent = std::string(node["parent"].utf8()), .message = messageOf(node["message"])});
    });
    ConversationRecord record = tree.record(std::string(element["current_node"].utf8()));
    record.summary.id = element["conversation_id"].string();
    if (record.summary.id.isEmpty())
        record.summary.id = element["id"].string();
    record.summary.title = element["title"].string();
    record.summary.createdAt = foreignTime(element["create_time"]);
    record.summary.lastActive = foreignTime(element["update_time"]);
    return record;
}

}

#include "core/gateway/requestbody.h"

#include "core/gateway/jsontext.h"

#include <QJsonDocument>

#include <simdjson.h>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace sluice {

namespace {

using simdjson::dom::array;
using simdjson::dom::element;
using simdjson::dom::object;

QString text(std::string_view utf8)
{
    return QString::fromUtf8(utf8.data(), qsizetype(utf8.size()));
}

std::unexpected<ContentProblem> badJson()
{
    return std::unexpected(ContentProblem {400, u"The body is not valid JSON"_s, u"invalid_json"_s});
}

std::unexpected<ContentProblem> wrong(const QString& detail, int status = 400)
{
    return std::unexpected(ContentProblem {status, detail, u"invalid_value"_s});
}

std::unexpected<ContentProblem> missingMessage()
{
    return std::unexpected(
        ContentProblem {422, u"A message is needed: {\"message\": \"…\"} as JSON, or ?message=…, not empty"_s, {}});
}

/// A body, read strictly (RFC 8259): 400 tells a client at once what a lenient reading would hide. Whole numbers of more than 64
/// bits are legal JSON (section 6), though simdjson has no type for them: they are read as Qt reads them, as doubles.
class JsonBody
{
public:
    explicit JsonBody(const QByteArray& bytes)
    {
        simdjson::error_code fault = parse(bytes);
        if (fault == simdjson::NUMBER_ERROR)
            fault = parse(QJsonDocument::fromJson(bytes).toJson(QJsonDocument::Compact));
        m_isValid = fault == simdjson::SUCCESS;
    }

    bool isValid() const { return m_isValid; }
    element root() const { return m_root; }

private:
    simdjson::error_code parse(const QByteArray& json)
    {
        return m_parser.parse(json.constData(), std::size_t(json.size())).get(m_root);
    }

    simdjson::dom::parser m_parser;
    element m_root;
    bool m_isValid = false;
};

/// The text of a message's content: a string, or an array of parts of which those with text count.
std::optional<QString> contentText(element content)
{
    std::string_view whole;
    if (content.get(whole) == simdjson::SUCCESS)
        return text(whole);
    array parts;
    if (content.get(parts) != simdjson::SUCCESS)
        return std::nullopt;
    QString joined;
    for (const element part : parts) {
        std::string_view type;
        std::string_view piece;
        if (part["type"].get(type) != simdjson::SUCCESS)
            return std::nullopt;
        if (type == "text" && part["text"].get(piece) != simdjson::SUCCESS)
            return std::nullopt;
        joined += text(piece);
    }
    return joined;
}

std::expected<QString, ContentProblem> lastUserMessage(object body)
{
    array messages;
    if (body["messages"].get(messages) != simdjson::SUCCESS || messages.size() == 0)
        return std::unexpected(
            ContentProblem {400, u"'messages' must be an array that is not empty"_s, u"missing_required_parameter"_s});
    QString last;
    for (const element message : messages) {
        std::string_view role;
        if (message["role"].get(role) != simdjson::SUCCESS)
            return wrong(u"Each of 'messages' needs a 'role'"_s);
        element content;
        const bool hasContent = message["content"].get(content) == simdjson::SUCCESS && !content.is_null();
        const std::optional<QString> said = hasContent ? contentText(content) : QString();
        if (!said)
            return wrong(u"The 'content' of a message must be a string or an array of parts"_s);
        if (role == "user")
            last = *said;
    }
    if (last.isEmpty())
        return wrong(u"'messages' holds no text of the role 'user'"_s);
    return last;
}

/// A field that may be absent or null, and else must be true or false.
std::optional<bool> flag(object in, std::string_view name)
{
    element found;
    if (in[name].get(found) != simdjson::SUCCESS || found.is_null())
        return false;
    bool value = false;
    return found.get(value) == simdjson::SUCCESS ? std::optional(value) : std::nullopt;
}

/// The members of the `demo` object as parameters; "rate" is taken for "demo_rate".
void addDemoParameters(object demo, QueryParameters& out)
{
    for (const auto& member : demo) {
        QByteArray name(member.key.data(), qsizetype(member.key.size()));
        if (!name.startsWith("demo_"))
            name.prepend("demo_");
        std::string_view string;
        if (member.value.get(string) == simdjson::SUCCESS) {
            out.add(name, QByteArray(string.data(), qsizetype(string.size())));
        } else if (!member.value.is_null()) {
            const std::string number = simdjson::minify(member.value);
            out.add(name, QByteArray::fromStdString(number));
        }
    }
}

std::expected<DemoOptions, ContentProblem> demoOptions(object body, QueryParameters parameters)
{
    element found;
    if (body["demo"].get(found) == simdjson::SUCCESS && !found.is_null()) {
        object demo;
        if (found.get(demo) != simdjson::SUCCESS)
            return wrong(u"'demo' must be an object"_s, 422);
        addDemoParameters(demo, parameters);
    }
    const std::expected<DemoOptions, QString> options = parseDemoOptions(parameters);
    if (!options)
        return wrong(options.error(), 422);
    return *options;
}

/// Its members but \a name, each as it is: whole numbers of any size included.
QByteArray without(object in, std::string_view name)
{
    QByteArray out = "{";
    for (const auto& member : in) {
        if (member.key == name)
            continue;
        if (out.size() > 1)
            out += ',';
        out += jsonString(text(member.key)) + ':' + QByteArray::fromStdString(simdjson::minify(member.value));
    }
    return out + '}';
}

}

std::expected<QString, ContentProblem> chatMessage(const IncomingRequest& request)
{
    if (!request.body.isEmpty()) {
        const JsonBody body(request.body);
        if (!body.isValid())
            return badJson();
        object fields;
        if (body.root().get(fields) != simdjson::SUCCESS)
            return missingMessage();
        element message;
        if (fields["message"].get(message) == simdjson::SUCCESS) {
            std::string_view string;
            if (message.get(string) != simdjson::SUCCESS || string.empty())
                return missingMessage();
            return text(string);
        }
    }
    const std::optional<QByteArray> fromQuery = request.target.query.value("message");
    if (!fromQuery || fromQuery->isEmpty())
        return missingMessage();
    return QString::fromUtf8(*fromQuery);
}

std::expected<CompletionRequest, ContentProblem> completionRequest(const IncomingRequest& request)
{
    const JsonBody body(request.body);
    if (!body.isValid())
        return badJson();
    object fields;
    if (body.root().get(fields) != simdjson::SUCCESS)
        return wrong(u"The body must be a JSON object"_s);

    CompletionRequest result;
    const std::expected<QString, ContentProblem> message = lastUserMessage(fields);
    if (!message)
        return std::unexpected(message.error());
    result.message = *message;

    const std::optional<bool> stream = flag(fields, "stream");
    if (!stream)
        return wrong(u"'stream' must be true or false"_s);
    result.stream = *stream;

    object streamOptions;
    if (fields["stream_options"].get(streamOptions) == simdjson::SUCCESS) {
        const std::optional<bool> includeUsage = flag(streamOptions, "include_usage");
        if (!includeUsage)
            return wrong(u"'include_usage' must be true or false"_s);
        result.includeUsage = *includeUsage;
    }

    const std::expected<DemoOptions, ContentProblem> demo = demoOptions(fields, request.target.query);
    if (!demo)
        return std::unexpected(demo.error());
    result.demo = *demo;
    return result;
}

std::expected<RelayedRequest, ContentProblem> relayedRequest(const IncomingRequest& request)
{
    const JsonBody body(request.body);
    if (!body.isValid())
        return badJson();
    object fields;
    if (body.root().get(fields) != simdjson::SUCCESS)
        return wrong(u"The body must be a JSON object"_s);
    const std::optional<bool> stream = flag(fields, "stream");
    if (!stream)
        return wrong(u"'stream' must be true or false"_s);
    std::int64_t choices = 1;
    if (fields["n"].get(choices) != simdjson::SUCCESS)
        choices = 1;
    element demo;
    const bool hasDemo = fields["demo"].get(demo) == simdjson::SUCCESS;
    return RelayedRequest {.body = hasDemo ? without(fields, "demo") : request.body,
        .stream = *stream,
        .choices = int(std::clamp<std::int64_t>(choices, 1, 1024))};
}

}

#include "core/exchange/sluicejson.h"

#include "core/chat/messagejson.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <utility>

namespace sluice {

using namespace Qt::StringLiterals;

namespace {

constexpr int Version = 1;
constexpr int MessagesAtOnce = 64;
constexpr auto Format = "sluice-conversation";

QString timeText(const QDateTime& time)
{
    return time.toUTC().toString(Qt::ISODateWithMs);
}

QString timeText(qint64 milliseconds)
{
    return timeText(QDateTime::fromMSecsSinceEpoch(milliseconds, Qt::UTC));
}

QDateTime timeFrom(const JsonValue& value)
{
    return QDateTime::fromString(value.string(), Qt::ISODateWithMs).toUTC();
}

void insertIf(QJsonObject& object, QLatin1StringView name, const QString& text)
{
    if (!text.isEmpty())
        object.insert(name, text);
}

QJsonObject toJson(const Attachment& attachment)
{
    return {{u"name"_s, attachment.name}, {u"mime_type"_s, QString::fromLatin1(attachment.mimeType)},
        {u"data"_s, QString::fromLatin1(attachment.data.toBase64())}};
}

Attachment attachmentFrom(const JsonValue& value)
{
    const std::string_view data = value["data"].utf8();
    return {.name = value["name"].string(),
        .mimeType = value["mime_type"].string().toLatin1(),
        .data = QByteArray::fromBase64(QByteArray(data.data(), static_cast<qsizetype>(data.size())))};
}

QJsonArray toJson(const QList<Attachment>& attachments)
{
    QJsonArray array;
    for (const Attachment& attachment : attachments)
        array.append(toJson(attachment));
    return array;
}

/// What still ran when the file was written breaks off there.
MessageState storedState(MessageState state)
{
    return state == MessageState::Pending || state == MessageState::Streaming ? MessageState::Interrupted : state;
}

QJsonObject toJson(const Message& message)
{
    QJsonObject object {{u"role"_s, roleName(message.role)}, {u"text"_s, message.text}};
    insertIf(object, "reasoning"_L1, message.reasoning);
    if (const MessageState state = storedState(message.state); state != MessageState::Complete)
        object.insert("state"_L1, messageStateName(state));
    if (message.serverStop != ServerStop::NotAsked)
        object.insert("server_stop"_L1, serverStopName(message.serverStop));
    if (message.error)
        object.insert("error"_L1, errorToJson(*message.error));
    insertIf(object, "model"_L1, message.model);
    insertIf(object, "finish_reason"_L1, message.finishReason);
    if (message.createdAt.isValid())
        object.insert("created_at"_L1, timeText(message.createdAt));
    if (const QJsonObject figures = figuresToJson(message.figures); !figures.isEmpty())
        object.insert("figures"_L1, figures);
    if (!message.attachments.isEmpty())
        object.insert("attachments"_L1, toJson(message.attachments));
    if (!message.seams.isEmpty())
        object.insert("seams"_L1, seamsToJson(message.seams));
    return object;
}

Message messageFrom(const JsonValue& value)
{
    Message message;
    message.role = roleFromName(value["role"].string()).value_or(Role::User);
    message.text = value["text"].string();
    message.reasoning = value["reasoning"].string();
    message.state = storedState(messageStateFromName(value["state"].string()).value_or(MessageState::Complete));
    message.serverStop = serverStopFromName(value["server_stop"].string()).value_or(ServerStop::NotAsked);
    if (value["error"].isObject())
        message.error = errorFromJson(value["error"]);
    message.model = value["model"].string();
    message.finishReason = value["finish_reason"].string();
    message.createdAt = timeFrom(value["created_at"]);
    message.figures = figuresFromJson(value["figures"]);
    value["attachments"].each([&](const JsonValue& item) { message.attachments.append(attachmentFrom(item)); });
    message.seams = seamsFromJson(value["seams"]);
    return message;
}

QJsonObject head(const ConversationSummary& summary)
{
    QJsonObject object {{u"format"_s, QLatin1StringView(Format)}, {u"version"_s, Version}, {u"id"_s, summary.id},
        {u"title"_s, summary.title}, {u"created_at"_s, timeText(summary.createdAt)},
        {u"last_active"_s, timeText(summary.lastActive)}};
    if (summary.isPinned)
        object.insert("pinned"_L1, true);
    return object;
}

}

SluiceJsonWriter::SluiceJsonWriter(QIODevice& file)
    : m_file(file)
{ }

void SluiceJsonWriter::write(const QByteArray& bytes)
{
    if (!m_error && m_file.write(bytes) != bytes.size())
        m_error = Error {.kind = ErrorKind::Storage,
            .message = QCoreApplication::translate("Error", "The file cannot be written: %1.").arg(m_file.errorString())};
}

void SluiceJsonWriter::begin(const ConversationSummary& summary)
{
    QByteArray json = QJsonDocument(head(summary)).toJson(QJsonDocument::Compact);
    json.chop(1); // the brace
    write((std::exchange(m_isFirst, false) ? "[\n" : ",\n") + json + ",\"messages\":[");
    m_next = 0;
}

void SluiceJsonWriter::add(int parent, const Message& message)
{
    const int id = m_next++;
    QJsonObject object = toJson(message);
    if (parent != id - 1)
        object.insert("parent"_L1, parent);
    write((id > 0 ? ",\n" : "\n") + QJsonDocument(object).toJson(QJsonDocument::Compact));
}

void SluiceJsonWriter::end(const std::vector<MessageShape::Link>& chosen)
{
    QJsonArray pairs;
    for (const MessageShape::Link& link : chosen)
        pairs.append(QJsonArray {link.parent, link.child});
    write("],\"chosen\":" + QJsonDocument(pairs).toJson(QJsonDocument::Compact) + '}');
}

void SluiceJsonWriter::add(const ConversationRecord& record)
{
    begin(record.summary);
    const std::vector<int> parents = parentsOf(record.shape);
    for (std::size_t id = 0; id < parents.size(); ++id)
        add(parents[id], record.messages.at(static_cast<qsizetype>(id)));
    end(record.shape.chosen);
}

Result<void> SluiceJsonWriter::finish()
{
    write(m_isFirst ? "[]\n" : "\n]\n");
    if (m_error)
        return std::unexpected(*m_error);
    return {};
}

bool isSluiceJson(const JsonValue& element)
{
    return element["format"].utf8() == Format;
}

SluiceJsonReader::SluiceJsonReader(const JsonValue& element)
    : m_element(element)
    , m_messages(element["messages"])
{
    readSummary();
}

void SluiceJsonReader::readSummary()
{
    m_record.summary = {.id = m_element["id"].string(),
        .title = m_element["title"].string(),
        .isPinned = m_element["pinned"].isTrue(),
        .lastActive = timeFrom(m_element["last_active"]).toMSecsSinceEpoch(),
        .createdAt = timeFrom(m_element["created_at"]).toMSecsSinceEpoch(),
        .messageCount = 0};
}

Result<bool> SluiceJsonReader::readSome()
{
    if (m_element["version"].integer().value_or(0) > Version) {
        return std::unexpected(Error {.kind = ErrorKind::Protocol,
            .message = QCoreApplication::translate("Error", "The file was written by a newer version of Sluice.")});
    }
    for (int number = 0; number < MessagesAtOnce; ++number) {
        if (m_messages.isAtEnd()) {
            readChosen();
            return true;
        }
        if (!readMessage(m_messages.take()))
            return std::unexpected(Error {.kind = ErrorKind::Protocol,
                .message = QCoreApplication::translate("Error", "A conversation in the file is damaged.")});
    }
    return false;
}

// False when its parent comes after it.
bool SluiceJsonReader::readMessage(const JsonValue& value)
{
    const int id = m_record.shape.count++;
    m_record.summary.messageCount = m_record.shape.count;
    m_record.messages.append(messageFrom(value));
    const qint64 parent = value["parent"].integer().value_or(id - 1);
    if (parent != id - 1)
        m_record.shape.jumps.push_back({.parent = static_cast<int>(parent), .child = id});
    return parent >= -1 && parent < id;
}

void SluiceJsonReader::readChosen()
{
    const std::vector<int> parents = parentsOf(m_record.shape);
    m_element["chosen"].each([&](const JsonValue& pair) {
        std::vector<qint64> ids;
        pair.each([&](const JsonValue& id) { ids.push_back(id.integer().value_or(-2)); });
        if (ids.size() == 2 && ids[1] >= 0 && ids[1] < m_record.shape.count
            && parents[static_cast<std::size_t>(ids[1])] == ids[0])
            m_record.shape.chosen.push_back({.parent = static_cast<int>(ids[0]), .child = static_cast<int>(ids[1])});
    });
}

}

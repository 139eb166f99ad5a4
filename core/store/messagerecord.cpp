#include "core/store/messagerecord.h"

#include "core/chat/messagejson.h"
#include "core/store/database.h"

#include <QCoreApplication>
#include <QJsonDocument>

namespace sluice {

using namespace Qt::StringLiterals;

namespace {

/// JSON as a column holds it; nothing for what is empty.
std::optional<QString> columnText(const auto& json)
{
    if (json.isEmpty())
        return std::nullopt;
    return QString::fromUtf8(QJsonDocument(json).toJson(QJsonDocument::Compact));
}

/// A column that is empty, or no JSON, has no value.
JsonValue columnValue(JsonReader& reader, const QByteArray& text)
{
    return text.isEmpty() ? JsonValue() : reader.read(text, text.size()).value_or(JsonValue());
}

ServerStop serverStopFrom(qint64 number)
{
    return number >= 0 && number <= qint64(ServerStop::Unknown) ? ServerStop(number) : ServerStop::NotAsked;
}

}

Message readMessage(const Statement& statement, int column)
{
    Message message;
    message.role = roleFromName(statement.text(column)).value_or(Role::Assistant);
    message.state = messageStateFromName(statement.text(column + 1)).value_or(MessageState::Interrupted);
    message.text = statement.text(column + 2);
    message.reasoning = statement.text(column + 3);
    message.model = statement.text(column + 4);
    message.finishReason = statement.text(column + 5);
    message.serverStop = serverStopFrom(statement.integer(column + 6));
    JsonReader reader;
    if (const QByteArray error = statement.bytes(column + 7); !error.isEmpty())
        message.error = errorFromJson(columnValue(reader, error));
    message.figures = figuresFromJson(columnValue(reader, statement.bytes(column + 8)));
    message.seams = seamsFromJson(columnValue(reader, statement.bytes(column + 9)));
    if (!statement.isNull(column + 10))
        message.createdAt = QDateTime::fromMSecsSinceEpoch(statement.integer(column + 10), Qt::UTC);
    message.ticket = ticketFromJson(columnValue(reader, statement.bytes(column + 11)));
    return message;
}

Result<void> writeMessage(Database& database, qint64 conversation, int id, int parent, const Message& message)
{
    // Not a std::optional: g++ 12 takes an empty one for uninitialised memory here.
    const bool hasTime = message.createdAt.isValid();
    const qint64 created = hasTime ? message.createdAt.toMSecsSinceEpoch() : 0;
    return database
        .prepare("INSERT INTO messages(conversation, id, parent, role, state, text, reasoning, model, finish_reason, server_stop,"
                 " error, figures, seams, created, ticket)"
                 " VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13, CASE WHEN ?15 THEN ?14 END, ?16)"
                 " ON CONFLICT(conversation, id) DO UPDATE SET parent = ?3, role = ?4, state = ?5, text = ?6, reasoning = ?7,"
                 " model = ?8, finish_reason = ?9, server_stop = ?10, error = ?11, figures = ?12, seams = ?13, created = "
                 "excluded.created, ticket = ?16")
        .bind(conversation, id, parent, roleName(message.role), messageStateName(message.state), message.text, message.reasoning,
            message.model, message.finishReason, int(message.serverStop),
            columnText(message.error ? errorToJson(*message.error) : QJsonObject()), columnText(figuresToJson(message.figures)),
            columnText(seamsToJson(message.seams)), created, hasTime, columnText(ticketToJson(message.ticket)))
        .run();
}

Message missingMessage(int id)
{
    Message message;
    message.role = id % 2 == 0 ? Role::User : Role::Assistant; // turns mostly take turns
    message.state = MessageState::Failed;
    message.error = Error {.kind = ErrorKind::Storage,
        .message = QCoreApplication::translate("HistoryDatabase", "This message was lost when the conversations were damaged.")};
    return message;
}

}

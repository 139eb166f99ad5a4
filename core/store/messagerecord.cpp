#include "core/store/messagerecord.h"

#include "core/store/database.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <array>

namespace sluice {

using namespace Qt::StringLiterals;

namespace {

std::optional<QString> toText(const QJsonDocument& document)
{
    return QString::fromUtf8(document.toJson(QJsonDocument::Compact));
}

template <typename Value>
void insert(QJsonObject& object, const QString& key, const std::optional<Value>& value)
{
    if (value)
        object.insert(key, *value);
}

std::optional<QString> errorText(const std::optional<Error>& error)
{
    if (!error)
        return std::nullopt;
    QJsonObject object {{u"kind"_s, errorKindName(error->kind)}, {u"message"_s, error->message}};
    if (error->httpStatus != 0)
        object.insert(u"http_status"_s, error->httpStatus);
    if (error->retryAfter)
        object.insert(u"retry_after_ms"_s, qint64(error->retryAfter->count()));
    return toText(QJsonDocument(object));
}

std::optional<Error> readError(const QByteArray& text)
{
    if (text.isEmpty())
        return std::nullopt;
    const QJsonObject object = QJsonDocument::fromJson(text).object();
    Error error {.kind = errorKindFromName(object[u"kind"_s].toString()).value_or(ErrorKind::Protocol),
        .message = object[u"message"_s].toString(),
        .httpStatus = object[u"http_status"_s].toInt()};
    if (const QJsonValue wait = object[u"retry_after_ms"_s]; wait.isDouble())
        error.retryAfter = Millis(wait.toInteger());
    return error;
}

std::optional<QString> figuresText(const AnswerFigures& figures)
{
    QJsonObject object;
    insert(object, u"ttft_ms"_s, figures.ttftMs);
    insert(object, u"e2e_ms"_s, figures.e2eMs);
    insert(object, u"prompt_tokens"_s, figures.usage.promptTokens);
    insert(object, u"completion_tokens"_s, figures.usage.completionTokens);
    if (figures.textDeltas != 0)
        object.insert(u"text_deltas"_s, figures.textDeltas);
    if (figures.cached)
        object.insert(u"cached"_s, true);
    if (figures.reconnects != 0)
        object.insert(u"reconnects"_s, figures.reconnects);
    return object.isEmpty() ? std::nullopt : toText(QJsonDocument(object));
}

AnswerFigures readFigures(const QByteArray& text)
{
    AnswerFigures figures;
    if (text.isEmpty())
        return figures;
    const QJsonObject object = QJsonDocument::fromJson(text).object();
    const auto real = [&](const QString& key) {
        const QJsonValue value = object[key];
        return value.isDouble() ? std::optional(value.toDouble()) : std::nullopt;
    };
    const auto whole = [&](const QString& key) {
        const QJsonValue value = object[key];
        return value.isDouble() ? std::optional<qint64>(value.toInteger()) : std::nullopt;
    };
    figures.ttftMs = real(u"ttft_ms"_s);
    figures.e2eMs = real(u"e2e_ms"_s);
    figures.usage = {.promptTokens = whole(u"prompt_tokens"_s), .completionTokens = whole(u"completion_tokens"_s)};
    figures.textDeltas = object[u"text_deltas"_s].toInteger();
    figures.cached = object[u"cached"_s].toBool();
    figures.reconnects = object[u"reconnects"_s].toInt();
    return figures;
}

std::optional<QString> seamsText(const QList<Seam>& seams)
{
    if (seams.isEmpty())
        return std::nullopt;
    QJsonArray array;
    for (const Seam& seam : seams) {
        array.append(QJsonObject {{u"means"_s, resumeMeansName(seam.means)}, {u"text_at"_s, seam.textAt},
            {u"repeated"_s, seam.repeated}, {u"replaced"_s, seam.replaced}});
    }
    return toText(QJsonDocument(array));
}

QList<Seam> readSeams(const QByteArray& text)
{
    QList<Seam> seams;
    if (text.isEmpty())
        return seams;
    const QJsonArray array = QJsonDocument::fromJson(text).array();
    for (const QJsonValue& value : array) {
        const QJsonObject object = value.toObject();
        if (const std::optional<ResumeMeans> means = resumeMeansFromName(object[u"means"_s].toString())) {
            seams.append({.means = *means,
                .textAt = object[u"text_at"_s].toInteger(),
                .repeated = object[u"repeated"_s].toInteger(),
                .replaced = object[u"replaced"_s].toInteger()});
        }
    }
    return seams;
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
    message.error = readError(statement.bytes(column + 7));
    message.figures = readFigures(statement.bytes(column + 8));
    message.seams = readSeams(statement.bytes(column + 9));
    if (!statement.isNull(column + 10))
        message.createdAt = QDateTime::fromMSecsSinceEpoch(statement.integer(column + 10), Qt::UTC);
    return message;
}

Result<void> writeMessage(Database& database, qint64 conversation, int id, int parent, const Message& message)
{
    // Not a std::optional: g++ 12 takes an empty one for uninitialised memory here.
    const bool hasTime = message.createdAt.isValid();
    const qint64 created = hasTime ? message.createdAt.toMSecsSinceEpoch() : 0;
    return database
        .prepare("INSERT INTO messages(conversation, id, parent, role, state, text, reasoning, model, finish_reason, server_stop,"
                 " error, figures, seams, created) VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13, CASE WHEN ?15 THEN ?14 END)"
                 " ON CONFLICT(conversation, id) DO UPDATE SET parent = ?3, role = ?4, state = ?5, text = ?6, reasoning = ?7,"
                 " model = ?8, finish_reason = ?9, server_stop = ?10, error = ?11, figures = ?12, seams = ?13, created = "
                 "excluded.created")
        .bind(conversation, id, parent, roleName(message.role), messageStateName(message.state), message.text, message.reasoning,
            message.model, message.finishReason, int(message.serverStop), errorText(message.error), figuresText(message.figures),
            seamsText(message.seams), created, hasTime)
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

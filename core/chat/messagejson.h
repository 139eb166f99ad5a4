#pragma once

#include "core/chat/conversation.h"
#include "core/chat/jsonreader.h"

#include <QJsonArray>
#include <QJsonObject>

namespace sluice {

// What a message has besides texts, as JSON: in the history's rows and in files alike (docs/exchange.md has the fields). What
// says nothing is left out; reading ignores what it does not know and takes no value for an empty one. Pure.

QJsonObject errorToJson(const Error& error);
/// A kind that this version does not know becomes Protocol.
Error errorFromJson(const JsonValue& value);

/// Empty when nothing was measured.
QJsonObject figuresToJson(const AnswerFigures& figures);
AnswerFigures figuresFromJson(const JsonValue& value);

QJsonArray seamsToJson(const QList<Seam>& seams);
/// Without those of unknown means.
QList<Seam> seamsFromJson(const JsonValue& value);

// Only in the history: a ticket is of no use elsewhere.

/// Empty for none.
QJsonObject ticketToJson(const std::optional<ReplayTicket>& ticket);
/// Nothing for unknown means.
std::optional<ReplayTicket> ticketFromJson(const JsonValue& value);

}

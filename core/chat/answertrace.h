#pragma once

#include "core/wire/http.h"

#include <QByteArray>
#include <QString>

#include <optional>

namespace sluice {

/// What is known of one generation of an answer, from its POST on, that may help to find it again on its server: to replay it,
/// or to stop it. A value.
struct AnswerTrace
{ // initialised throughout, so that a designated initialiser may leave any of it out
    QByteArray replayName {}; ///< our name for it, as in ChatRequest; empty when none was given
    std::optional<HttpResponseHead> head {}; ///< of the answer to the POST
    QByteArray lastEventId {}; ///< UTF-8, as the server sent it
    qint64 bodyBytes = 0; ///< of the body as it came over the wire (before inflation), an unfinished line included
    QString responseId {}; ///< Responses API
    std::optional<qint64> sequence {}; ///< Responses API: sequence_number of the last whole event
    bool isFromStart = false; ///< nothing of it has come: a replay is to begin with its first event
};

}

#include "core/lab/scorelines.h"

#include "core/base/joinedwords.h"
#include "core/chat/provider.h"
#include "core/lab/decodedexchange.h"
#include "core/lab/streamreview.h"

#include <QCoreApplication>
#include <QJsonDocument>
#include <QStringList>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace sluice {

namespace {

struct LineWords
{
    Q_DECLARE_TR_FUNCTIONS(ScoreLines)
};

ScoreLine line(QLatin1StringView id, ScoreVerdict verdict, const QString& evidence, bool isRequired = false)
{
    return {.id = id, .verdict = verdict, .evidence = evidence, .isRequired = isRequired};
}

ScoreVerdict yesIf(bool is)
{
    return is ? ScoreVerdict::Yes : ScoreVerdict::No;
}

QString errorText(const AnswerOutcome& outcome)
{
    return outcome.end.error ? outcome.end.error->message : QString();
}

/// The exchange that brought the answer; null when none did.
const TappedExchange* answering(const AnswerOutcome& outcome)
{
    const auto found = std::find_if(outcome.exchanges.rbegin(), outcome.exchanges.rend(),
        [](const TappedExchange& exchange) { return exchange.head && exchange.head->status < 300; });
    return found == outcome.exchanges.rend() ? nullptr : &*found;
}

ScoreLine eventStreamLine(const HttpResponseHead& head)
{
    const QByteArray type = headerValue(head.headers, "content-type");
    return line("event_stream"_L1, yesIf(mediaType(type) == "text/event-stream"),
        type.isEmpty() ? LineWords::tr("The answer has no Content-Type.")
                       : LineWords::tr("Content-Type: %1.").arg(QString::fromLatin1(type.left(100))),
        true);
}

ScoreLine utf8Line(const HttpResponseHead& head, const StreamReview& review)
{
    const QByteArray type = headerValue(head.headers, "content-type").toLower();
    const qsizetype at = type.indexOf("charset=");
    const QByteArray charset = at < 0 ? QByteArray() : type.sliced(at + 8).split(';').first().trimmed().replace('"', "");
    if (!charset.isEmpty() && charset != "utf-8" && charset != "utf8")
        return line("utf8"_L1, ScoreVerdict::No,
            LineWords::tr("It says charset %1, and event streams are always UTF-8.").arg(QString::fromLatin1(charset.left(40))),
            true);
    return line("utf8"_L1, yesIf(review.isUtf8),
        review.isUtf8 ? LineWords::tr("Every byte of the answer is.")
                      : LineWords::tr("There are bytes that stand nowhere in UTF-8."),
        true);
}

ScoreLine eventsLine(const StreamReview& review)
{
    if (review.events == 0)
        return line("events"_L1, ScoreVerdict::No, LineWords::tr("There is not one event in it."), true);
    return line("events"_L1, yesIf(review.oddities.isEmpty()),
        review.oddities.isEmpty() ? LineWords::tr("%1 events, each as the standard wants it.").arg(review.events)
                                  : LineWords::tr("There is %1.").arg(listed(review.oddities)),
        true);
}

ScoreLine endingLine(const StreamReview& review)
{
    return line("ending"_L1, yesIf(review.hasEndMark),
        review.hasEndMark ? LineWords::tr("%1 comes last.").arg(review.endMark)
                          : LineWords::tr("%1 does not come last.").arg(review.endMark),
        true);
}

ScoreLine usageLine(const AnswerOutcome& outcome)
{
    if (!outcome.usage || !outcome.usage->completionTokens)
        return line("usage"_L1, ScoreVerdict::No, LineWords::tr("It does not say how many tokens an answer had."));
    const QString asked = outcome.usage->promptTokens ? QString::number(*outcome.usage->promptTokens) : u"–"_s;
    return line("usage"_L1, ScoreVerdict::Yes,
        LineWords::tr("%1 tokens of the question, %2 of the answer.").arg(asked).arg(*outcome.usage->completionTokens));
}

ScoreLine ttftLine(const AnswerOutcome& outcome)
{
    if (!outcome.figures.ttftMs)
        return unseenLine("ttft"_L1, LineWords::tr("No text came."));
    return line("ttft"_L1, ScoreVerdict::Measured, LineWords::tr("%1 ms.").arg(*outcome.figures.ttftMs, 0, 'f', 0));
}

/// (tokens - 1) / (E2E - TTFT): the reciprocal of TPOT.
ScoreLine rateLine(const AnswerOutcome& outcome)
{
    const StreamFigures& figures = outcome.figures;
    const double seconds = (figures.e2eMs.value_or(0) - figures.ttftMs.value_or(0)) / 1000;
    const bool isCounted = outcome.usage && outcome.usage->completionTokens;
    const qint64 count = isCounted ? *outcome.usage->completionTokens : figures.textDeltas;
    if (!figures.ttftMs || seconds <= 0 || count < 2)
        return unseenLine("rate"_L1, LineWords::tr("The answer was too short."));
    const QString text =
        isCounted ? LineWords::tr("%1 tokens/s behind the first one.") : LineWords::tr("%1 deltas/s behind the first one.");
    return line("rate"_L1, ScoreVerdict::Measured, text.arg(double(count - 1) / seconds, 0, 'f', 1));
}

ScoreLine gzipLine(const TappedExchange& exchange)
{
    const QByteArray coding = headerValue(exchange.head->headers, "content-encoding").trimmed().toLower();
    if (coding == "gzip")
        return line("gzip"_L1, ScoreVerdict::Yes,
            LineWords::tr("%1 bytes came for %2.").arg(exchange.body.size()).arg(plainBody(exchange).size()));
    return line("gzip"_L1, ScoreVerdict::No,
        coding.isEmpty() ? LineWords::tr("It was offered, and the answer came as it is.")
                         : LineWords::tr("It was offered, and the answer came as %1.").arg(QString::fromLatin1(coding.left(20))));
}

}

ScoreLine unseenLine(QLatin1StringView id, const QString& why)
{
    return line(id, ScoreVerdict::Unseen, why);
}

ScoreLine modelsLine(const Result<EndpointProbe>& probe)
{
    if (!probe)
        return line("models"_L1, ScoreVerdict::No, probe.error().message);
    const QString latency = QString::number(probe->latencyMs, 'f', 0);
    const qsizetype count = probe->models.size();
    return line("models"_L1, yesIf(count > 0),
        count == 1 ? LineWords::tr("1 model, in %1 ms.").arg(latency)
                   : LineWords::tr("%1 models, in %2 ms.").arg(count).arg(latency));
}

std::vector<ScoreLine> answerLines(const AnswerOutcome& outcome, const Provider& provider)
{
    const TappedExchange* exchange = answering(outcome);
    const bool isWhole = outcome.isComplete() && !outcome.text.isEmpty();
    const QString what = isWhole ? LineWords::tr("%1 characters.").arg(outcome.text.size())
        : outcome.isComplete()   ? LineWords::tr("It was whole, and without text.")
                                 : errorText(outcome);
    std::vector<ScoreLine> lines {line("answer"_L1, yesIf(isWhole), what, true)};
    if (!exchange)
        return lines;
    const StreamReview review = reviewStream(plainBody(*exchange), provider.name());
    lines.push_back(eventStreamLine(*exchange->head));
    lines.push_back(utf8Line(*exchange->head, review));
    lines.push_back(eventsLine(review));
    lines.push_back(endingLine(review));
    lines.push_back(usageLine(outcome));
    lines.push_back(ttftLine(outcome));
    lines.push_back(rateLine(outcome));
    lines.push_back(gzipLine(*exchange));
    return lines;
}

ScoreLine http2Line(const AnswerOutcome& outcome)
{
    const TappedExchange* exchange = answering(outcome);
    if (!exchange)
        return unseenLine("http2"_L1, errorText(outcome));
    return line("http2"_L1, yesIf(exchange->head->isHttp2),
        exchange->head->isHttp2 ? LineWords::tr("Where it is allowed, it is used.")
                                : LineWords::tr("It was allowed, and the answer came over HTTP/1.1."));
}

ScoreLine prefillLine(const AnswerOutcome& outcome, const QString& beginning, const QString& whole)
{
    const bool isRefused = outcome.end.error && outcome.end.error->httpStatus >= 400 && outcome.end.error->httpStatus < 500;
    if (isRefused)
        return line("prefill"_L1, ScoreVerdict::No, LineWords::tr("It refuses to: %1").arg(errorText(outcome)));
    if (!outcome.isComplete())
        return unseenLine("prefill"_L1, errorText(outcome));
    const QString rest = whole.sliced(beginning.size());
    if (outcome.text == rest || (!rest.isEmpty() && outcome.text.trimmed() == rest.trimmed()))
        return line("prefill"_L1, ScoreVerdict::Yes, LineWords::tr("It went on exactly where the beginning ended."));
    if (outcome.text == whole)
        return unseenLine("prefill"_L1,
            LineWords::tr("It gave the whole answer: whether it repeated the beginning or wrote it anew, nobody can tell."));
    if (outcome.text.startsWith(beginning))
        return line("prefill"_L1, ScoreVerdict::Yes, LineWords::tr("It repeats the beginning, and goes on behind it."));
    return unseenLine("prefill"_L1, LineWords::tr("The answer is neither the rest nor the whole of the first one."));
}

ScoreLine replayLine(const AnswerOutcome& outcome, int paidRequests, const Provider& provider, const QString& whole)
{
    const bool wasBroken = std::any_of(outcome.exchanges.begin(), outcome.exchanges.end(),
        [&](const TappedExchange& exchange) { return !decodeExchange(exchange, provider).isFinished; });
    if (!wasBroken)
        return unseenLine("replay"_L1, LineWords::tr("The answer was over before it could be broken off."));
    if (outcome.isComplete() && paidRequests == 1 && !outcome.seams.isEmpty()) {
        if (!whole.isEmpty() && outcome.text != whole)
            return line("replay"_L1, ScoreVerdict::No,
                LineWords::tr("It replays, and the text is not the same then: %1 characters, not %2.")
                    .arg(outcome.text.size())
                    .arg(whole.size()),
                true);
        const QString means = outcome.seams.first().means == ResumeMeans::LastEventId ? LineWords::tr("Last-Event-ID")
            : outcome.seams.first().means == ResumeMeans::StreamOffset                ? LineWords::tr("the offset in the stream")
                                                                                      : LineWords::tr("the sequence number");
        return line("replay"_L1, ScoreVerdict::Yes,
            LineWords::tr("Broken off behind %1 characters, it was replayed by %2.")
                .arg(outcome.seams.first().textAt)
                .arg(means));
    }
    return line("replay"_L1, ScoreVerdict::No,
        outcome.isComplete() ? LineWords::tr("It was asked for again.") : LineWords::tr("Broken off on its way, it stayed so."));
}

ScoreLine cancelLine(const AnswerOutcome& outcome)
{
    const bool wasStopped = outcome.end.error && outcome.end.error->kind == ErrorKind::Cancelled;
    if (!wasStopped && !outcome.isComplete())
        return unseenLine("cancel"_L1, errorText(outcome));
    if (!wasStopped)
        return unseenLine("cancel"_L1, LineWords::tr("The answer was over before it could be stopped."));
    switch (outcome.serverStop) {
    case ServerStop::Confirmed:
        return line("cancel"_L1, ScoreVerdict::Yes, LineWords::tr("It confirmed that it stops."), true);
    case ServerStop::Unknown:
        return line("cancel"_L1, ScoreVerdict::No,
            LineWords::tr("It was told to stop and did not confirm it: it may be working on."), true);
    case ServerStop::NotAsked:
        break;
    }
    return unseenLine(
        "cancel"_L1, LineWords::tr("The connection was closed; whether the server has stopped then, it does not say."));
}

ScoreLine errorsLine(const AnswerOutcome& outcome)
{
    if (outcome.isComplete())
        return unseenLine("errors"_L1, LineWords::tr("It answers whatever the model is called."));
    const Error& error = *outcome.end.error;
    if (outcome.exchanges.empty() || !outcome.exchanges.back().head || error.kind == ErrorKind::Timeout)
        return unseenLine("errors"_L1, error.message);
    const TappedExchange& exchange = outcome.exchanges.back();
    if (exchange.head->status < 300)
        return line("errors"_L1, ScoreVerdict::Yes, LineWords::tr("As an event of the answer: %1").arg(error.message));
    const bool isJson = QJsonDocument::fromJson(plainBody(exchange)).isObject();
    return line("errors"_L1, yesIf(isJson),
        isJson ? LineWords::tr("HTTP %1 with JSON: %2").arg(exchange.head->status).arg(error.message)
               : LineWords::tr("HTTP %1 without JSON: %2").arg(exchange.head->status).arg(error.message));
}

}

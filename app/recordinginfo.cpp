#include "app/recordinginfo.h"

#include "app/standardoutput.h"
#include "core/recording/recordedprompt.h"
#include "core/recording/replayscript.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLocale>

using namespace Qt::StringLiterals;

namespace sluice {

namespace {

constexpr qsizetype MaxPromptShown = 100;

qint64 bodyBytes(const RecordedExchange& exchange)
{
    qint64 bytes = 0;
    for (const RecordedPiece& piece : exchange.body)
        bytes += piece.bytes.size();
    return bytes;
}

double milliseconds(Micros time)
{
    return double(time.count()) / 1000;
}

QString seconds(Micros time)
{
    return QString::number(double(time.count()) / 1000000, 'f', 3) + u" s"_s;
}

QString endWord(const RecordedExchange& exchange)
{
    if (!exchange.end)
        return u"no end"_s;
    switch (exchange.end->how) {
    case RecordedEnd::How::Whole:
        return u"whole"_s;
    case RecordedEnd::How::Broken:
        return u"broken"_s;
    case RecordedEnd::How::Closed:
        return u"closed"_s;
    }
    return {};
}

QJsonValue errorJson(const std::optional<Error>& error)
{
    if (!error)
        return QJsonValue::Null;
    return QJsonObject {{u"kind"_s, errorKindName(error->kind)}, {u"message"_s, error->message},
        {u"http_status"_s, error->httpStatus > 0 ? QJsonValue(error->httpStatus) : QJsonValue()}};
}

QString line(const QString& name, const QString& value)
{
    return value.isEmpty() ? QString() : name.leftJustified(10) + value + u'\n';
}

}

QByteArray recordingInfo(const ReadRecording& read)
{
    const Recording& recording = read.recording;
    QString prompt = recordedPrompt(recording).simplified();
    if (prompt.size() > MaxPromptShown)
        prompt = prompt.first(MaxPromptShown) + u'…';
    QString text = line(u"Recorded"_s,
        recording.header.recordedAt.toString(u"yyyy-MM-dd HH:mm:ss"_s) + u" UTC by "_s + recording.header.application);
    text += line(u"Provider"_s, recording.header.provider) + line(u"Endpoint"_s, recording.header.endpoint)
        + line(u"Model"_s, recording.header.model) + line(u"Prompt"_s, prompt);
    for (const RecordedExchange& exchange : recording.exchanges) {
        text += line(u"Request"_s,
            u"%1 %2"_s.arg(QString::fromLatin1(exchange.request.method), exchange.request.url.toString(QUrl::FullyEncoded)));
        const QString status = exchange.head ? QString::number(exchange.head->status) : u"no answer"_s;
        text += line(u"  answer"_s,
            u"%1, %2 bytes in %3 pieces, from %4 to %5, %6"_s.arg(status, QString::number(bodyBytes(exchange)),
                QString::number(exchange.body.size()), seconds(exchange.head ? exchange.headAt : exchange.at),
                seconds(ReplayScript::endOf(exchange)), endWord(exchange)));
    }
    if (recording.outcome)
        text += line(u"Outcome"_s,
            recording.outcome->error ? recording.outcome->error->message : u"complete after "_s + seconds(recording.outcome->at));
    return withoutControls(text.toUtf8()); // a server's or a stranger's words
}

QByteArray recordingInfoJson(const ReadRecording& read)
{
    const Recording& recording = read.recording;
    QJsonArray exchanges;
    for (const RecordedExchange& exchange : recording.exchanges) {
        exchanges.append(QJsonObject {{u"method"_s, QString::fromLatin1(exchange.request.method)},
            {u"url"_s, exchange.request.url.toString(QUrl::FullyEncoded)},
            {u"status"_s, exchange.head ? QJsonValue(exchange.head->status) : QJsonValue()},
            {u"begin_ms"_s, milliseconds(exchange.at)}, {u"end_ms"_s, milliseconds(ReplayScript::endOf(exchange))},
            {u"bytes"_s, bodyBytes(exchange)}, {u"pieces"_s, exchange.body.size()}, {u"end"_s, endWord(exchange)}});
    }
    const QJsonObject object {{u"application"_s, recording.header.application},
        {u"recorded_at"_s, recording.header.recordedAt.toString(Qt::ISODateWithMs)}, {u"provider"_s, recording.header.provider},
        {u"endpoint"_s, recording.header.endpoint}, {u"model"_s, recording.header.model},
        {u"prompt"_s, recordedPrompt(recording)}, {u"frames"_s, read.frames}, {u"exchanges"_s, exchanges},
        {u"complete"_s, recording.outcome && !recording.outcome->error},
        {u"error"_s, errorJson(recording.outcome ? recording.outcome->error : std::nullopt)},
        {u"damage"_s, read.damage ? QJsonValue(read.damage->message) : QJsonValue()}};
    return QJsonDocument(object).toJson(QJsonDocument::Compact) + '\n';
}

}

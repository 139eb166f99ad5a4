#include "core/chat/messagejson.h"

#include <QJsonDocument>
#include <QTest>

using namespace sluice;
using namespace Qt::StringLiterals;

namespace {

QByteArray bytes(const auto& json)
{
    return QJsonDocument(json).toJson(QJsonDocument::Compact);
}

/// What \a read makes of \a json.
template <typename Value>
Value readFrom(const QByteArray& json, Value (*read)(const JsonValue&))
{
    JsonReader reader;
    return read(reader.read(json).value_or(JsonValue()));
}

const Error SlowDown {.kind = ErrorKind::RateLimit, .message = u"slow down"_s, .httpStatus = 429, .retryAfter = Millis(1500)};
const AnswerFigures Figures {.ttftMs = 12.345678901234567,
    .e2eMs = 1000,
    .textDeltas = 7,
    .usage = {.promptTokens = 3, .completionTokens = 0},
    .cached = true,
    .reconnects = 2};
const QList<Seam> Seams {
    {.means = ResumeMeans::Restart, .textAt = 5, .repeated = 6, .replaced = 7}, {.means = ResumeMeans::LastEventId, .textAt = 9}};

}

class TestMessageJson : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // These bytes are on people's disks.
    void theBytesStayAsTheyAre()
    {
        QCOMPARE(bytes(errorToJson(SlowDown)),
            R"({"http_status":429,"kind":"rate_limit","message":"slow down","retry_after_ms":1500})");
        QCOMPARE(bytes(errorToJson({})), R"({"kind":"network","message":""})");
        QCOMPARE(bytes(figuresToJson(Figures)),
            R"({"cached":true,"completion_tokens":0,"e2e_ms":1000,"prompt_tokens":3,"reconnects":2,"text_deltas":7,"ttft_ms":12.345678901234567})");
        QCOMPARE(bytes(figuresToJson({})), "{}");
        QCOMPARE(bytes(seamsToJson(Seams)),
            R"([{"means":"restart","repeated":6,"replaced":7,"text_at":5},{"means":"last_event_id","repeated":0,"replaced":0,"text_at":9}])");
    }

    void whatIsWrittenComesBackTheSame()
    {
        QCOMPARE(readFrom(bytes(errorToJson(SlowDown)), errorFromJson), SlowDown);
        QCOMPARE(readFrom(bytes(figuresToJson(Figures)), figuresFromJson), Figures);
        QCOMPARE(readFrom(bytes(seamsToJson(Seams)), seamsFromJson), Seams);
    }

    void whatIsNotThereIsEmpty()
    {
        QCOMPARE(errorFromJson({}), Error({.kind = ErrorKind::Protocol, .message = {}}));
        QCOMPARE(figuresFromJson({}), AnswerFigures());
        QCOMPARE(seamsFromJson({}), QList<Seam>());
        QCOMPARE(readFrom(R"([1])", figuresFromJson), AnswerFigures());
        QCOMPARE(readFrom(R"({"means":"restart"})", seamsFromJson), QList<Seam>());
    }

    void whatMakesNoSenseIsLeftOut()
    {
        QCOMPARE(readFrom(R"({"kind":"of tomorrow","message":"m","http_status":99999999999,"retry_after_ms":-1})", errorFromJson),
            Error({.kind = ErrorKind::Protocol, .message = u"m"_s}));
        QCOMPARE(
            readFrom(R"({"text_deltas":-3,"reconnects":1e12,"ttft_ms":"soon","cached":1})", figuresFromJson), AnswerFigures());
        QCOMPARE(readFrom(R"([{"means":"magic"},{"means":"prefill","text_at":-8,"repeated":1.5},3])", seamsFromJson),
            QList<Seam>({{.means = ResumeMeans::Prefill, .textAt = 0}}));
    }
};

QTEST_GUILESS_MAIN(TestMessageJson)
#include "tst_messagejson.moc"

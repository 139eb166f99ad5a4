#include "core/gateway/chatformat.h"
#include "core/gateway/completionformat.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace sluice;

namespace {

QByteArray all(const StreamLog& log)
{
    QByteArray bytes;
    for (quint64 i = log.firstSequence(); i < log.nextSequence(); ++i)
        bytes += log.event(i);
    return bytes;
}

QByteArray chat(const Deltas& deltas)
{
    ChatFormat format;
    StreamLog log;
    for (Delta delta : deltas) {
        if (format.prepare(delta))
            format.write(delta, log);
    }
    return all(log);
}

QByteArray chatEnd(const StreamEnd& end, const Usage& usage = {})
{
    ChatFormat format;
    StreamLog log;
    format.end(end, usage, log);
    return all(log);
}

QList<QJsonObject> chunks(const QByteArray& bytes)
{
    QList<QJsonObject> objects;
    for (const QByteArray& event : bytes.split('\n')) {
        if (event.startsWith("data: {"))
            objects.append(QJsonDocument::fromJson(event.mid(6)).object());
    }
    return objects;
}

}

class TestAnswerFormats : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void textHasNoEventLineAndAnId();
    void lineEndsBecomeLf_data();
    void lineEndsBecomeLf();
    void reasoningHasItsOwnEvent();
    void doneIsWrittenToTheByte();
    void errorIsWrittenToTheByte();
    void jsonEscapesWhatItMust();
    void completionChunksAreOpenAis();
    void usageChunkComesOnlyWhenAskedFor();
    void aFailedCompletionHasNoDone();
    void aWholeCompletionIsOneObject();
};

void TestAnswerFormats::textHasNoEventLineAndAnId()
{
    QCOMPARE(chat({TextDelta {u"你好"_s}, TextDelta {u" b"_s}}), "id: 1\ndata: 你好\n\nid: 2\ndata:  b\n\n"_ba);
}

void TestAnswerFormats::lineEndsBecomeLf_data()
{
    QTest::addColumn<QStringList>("pieces");
    QTest::addColumn<QByteArray>("wire");
    QTest::newRow("LF") << QStringList {u"a\nb"_s} << "id: 1\ndata: a\ndata: b\n\n"_ba;
    QTest::newRow("CRLF") << QStringList {u"a\r\nb"_s} << "id: 1\ndata: a\ndata: b\n\n"_ba;
    QTest::newRow("CR") << QStringList {u"a\rb"_s} << "id: 1\ndata: a\ndata: b\n\n"_ba;
    QTest::newRow("split") << QStringList {u"a\r"_s, u"\nb"_s} << "id: 1\ndata: a\ndata: \n\nid: 2\ndata: b\n\n"_ba;
    QTest::newRow("second half alone") << QStringList {u"a\r"_s, u"\n"_s, u"b"_s}
                                       << "id: 1\ndata: a\ndata: \n\nid: 2\ndata: b\n\n"_ba;
    QTest::newRow("empty") << QStringList {QString()} << ""_ba;
}

void TestAnswerFormats::lineEndsBecomeLf()
{
    QFETCH(QStringList, pieces);
    QFETCH(QByteArray, wire);
    Deltas deltas;
    for (const QString& piece : pieces)
        deltas.emplace_back(TextDelta {piece});
    QCOMPARE(chat(deltas), wire);
}

void TestAnswerFormats::reasoningHasItsOwnEvent()
{
    const QList<QByteArray> lines = chat({ReasoningDelta {u"hm\r\nhm"_s}}).split('\n');
    QVERIFY(lines.contains("event: reasoning"));
    QVERIFY(lines.contains("id: 1"));
    QCOMPARE(lines.count("data: hm"), 2);
}

void TestAnswerFormats::doneIsWrittenToTheByte()
{
    const QByteArray without = chatEnd({.finishReason = u"stop"_s, .error = {}});
    QVERIFY(without.contains("event: done\n"));
    QVERIFY(without.contains("data: {\"finish_reason\":\"stop\",\"usage\":null}\n"));
    const QByteArray with = chatEnd({.finishReason = u"length"_s, .error = {}}, {.promptTokens = 3, .completionTokens = 4});
    QVERIFY(with.contains("data: {\"finish_reason\":\"length\",\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":4}}\n"));
    QVERIFY(with.contains("id: 1\n"));
}

void TestAnswerFormats::errorIsWrittenToTheByte()
{
    const QByteArray bare =
        chatEnd({.finishReason = {}, .error = Error {.kind = ErrorKind::Network, .message = u"A \"quote\""_s}});
    QVERIFY(bare.contains("event: error\n"));
    const QByteArray bareJson =
        "{\"kind\":\"network\",\"message\":\"A \\\"quote\\\"\",\"http_status\":null,\"retry_after\":null}";
    QVERIFY2(bare.contains("data: " + bareJson + '\n'), bare.constData());
    const QByteArray full = chatEnd({.finishReason = {},
        .error = Error {.kind = ErrorKind::RateLimit, .message = u"Slow"_s, .httpStatus = 429, .retryAfter = Millis(1500)}});
    const QByteArray fullJson = "{\"kind\":\"rate_limit\",\"message\":\"Slow\",\"http_status\":429,\"retry_after\":1.5}";
    QVERIFY2(full.contains("data: " + fullJson + '\n'), full.constData());
}

void TestAnswerFormats::jsonEscapesWhatItMust()
{
    CompletionFormat format({.id = "c", .created = 1, .model = "m"}, false);
    StreamLog log;
    const QString text = u"\"\\\n\r\t\u0001\u001f \u2028 😀"_s;
    format.write(TextDelta {text}, log);
    QCOMPARE(chunks(all(log)).at(0)["choices"_L1][0]["delta"_L1]["content"_L1].toString(), text);
}

void TestAnswerFormats::completionChunksAreOpenAis()
{
    CompletionFormat format({.id = "chatcmpl-1", .created = 7, .model = "demo"}, false);
    StreamLog log;
    format.begin(log);
    format.write(ReasoningDelta {u"r"_s}, log);
    format.write(TextDelta {u"t"_s}, log);
    format.end({.finishReason = u"stop"_s, .error = {}}, {.promptTokens = 1, .completionTokens = 2}, log);

    const QList<QJsonObject> objects = chunks(all(log));
    QCOMPARE(objects.size(), 4);
    for (const QJsonObject& object : objects) {
        QCOMPARE(object["id"_L1].toString(), u"chatcmpl-1"_s);
        QCOMPARE(object["object"_L1].toString(), u"chat.completion.chunk"_s);
        QCOMPARE(object["created"_L1].toInt(), 7);
        QVERIFY(!object.contains("usage"_L1));
    }
    QCOMPARE(objects[0]["choices"_L1][0]["delta"_L1]["role"_L1].toString(), u"assistant"_s);
    QVERIFY(objects[0]["choices"_L1][0]["finish_reason"_L1].isNull());
    QCOMPARE(objects[1]["choices"_L1][0]["delta"_L1]["reasoning_content"_L1].toString(), u"r"_s);
    QCOMPARE(objects[2]["choices"_L1][0]["delta"_L1]["content"_L1].toString(), u"t"_s);
    QCOMPARE(objects[3]["choices"_L1][0]["finish_reason"_L1].toString(), u"stop"_s);
    QVERIFY(all(log).endsWith("data: [DONE]\n\n"));
    QVERIFY(!all(log).contains("id: "));
}

void TestAnswerFormats::usageChunkComesOnlyWhenAskedFor()
{
    CompletionFormat format({.id = "c", .created = 1, .model = "m"}, true);
    StreamLog log;
    format.begin(log);
    format.end({.finishReason = u"stop"_s, .error = {}}, {.promptTokens = 1, .completionTokens = 2}, log);

    const QList<QJsonObject> objects = chunks(all(log));
    QCOMPARE(objects.size(), 3);
    QVERIFY(objects[0]["usage"_L1].isNull() && objects[0].contains("usage"_L1));
    QVERIFY(objects[2]["choices"_L1].toArray().isEmpty());
    QCOMPARE(objects[2]["usage"_L1]["total_tokens"_L1].toInt(), 3);
}

void TestAnswerFormats::aFailedCompletionHasNoDone()
{
    CompletionFormat format({.id = "c", .created = 1, .model = "m"}, true);
    StreamLog log;
    format.end({.finishReason = {}, .error = Error {.kind = ErrorKind::Server, .message = u"No"_s, .httpStatus = 529}}, {}, log);
    QCOMPARE(all(log), "data: {\"error\":{\"message\":\"No\",\"type\":\"server\",\"code\":\"529\"}}\n\n"_ba);
}

void TestAnswerFormats::aWholeCompletionIsOneObject()
{
    const QByteArray json = completionJson(
        {.id = "c", .created = 1, .model = "m"}, u"text", u"why", u"stop", {.promptTokens = {}, .completionTokens = 5});
    const QJsonObject object = QJsonDocument::fromJson(json).object();
    QCOMPARE(object["object"_L1].toString(), u"chat.completion"_s);
    QCOMPARE(object["choices"_L1][0]["message"_L1]["content"_L1].toString(), u"text"_s);
    QCOMPARE(object["choices"_L1][0]["message"_L1]["reasoning_content"_L1].toString(), u"why"_s);
    QCOMPARE(object["choices"_L1][0]["finish_reason"_L1].toString(), u"stop"_s);
    QCOMPARE(object["usage"_L1]["completion_tokens"_L1].toInt(), 5);
}

QTEST_GUILESS_MAIN(TestAnswerFormats)
#include "tst_answerformats.moc"

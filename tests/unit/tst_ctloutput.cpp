#include "app/askrun.h"
#include "app/standardoutput.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace sluice;

namespace {

QByteArray askJson(const AskResult& result)
{
    QByteArray json;
    writeAskJson(result, [&json](QByteArrayView piece) { json += piece; });
    return json;
}

}

class TestCtlOutput : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anAnswerHasItsKeysInTheDocumentedOrder();
    void whereAnAnswerWentOnIsTold();
    void whatIsUnknownOfAnAnswerIsNull();
    void aLongAnswerIsWrittenInPieces();
    void timesAreShortNumbers();
    void controlCharactersCannotSteerATerminal();
};

void TestCtlOutput::anAnswerHasItsKeysInTheDocumentedOrder()
{
    AskResult result;
    result.text = u"A \"b\"\n"_s;
    result.reasoning = u"r"_s;
    result.finishReason = u"stop"_s;
    result.usage = Usage {.promptTokens = 3, .completionTokens = {}};
    result.cached = true;
    result.figures.ttftMs = 1.5;
    result.figures.e2eMs = 20;
    result.figures.reconnects = 2;

    QCOMPARE(askJson(result),
        R"({"text":"A \"b\"\n","reasoning":"r","finish_reason":"stop","usage":{"prompt_tokens":3,"completion_tokens":null},)"
        R"("cached":true,"reconnects":2,"timing":{"ttft_ms":1.5,"e2e_ms":20},"error":null})"
        "\n"_ba);
}

void TestCtlOutput::whereAnAnswerWentOnIsTold()
{
    AskResult result;
    result.seams = {{.means = ResumeMeans::LastEventId, .textAt = 3},
        {.means = ResumeMeans::StreamOffset, .textAt = 9, .repeated = 1, .replaced = 2}};

    QVERIFY(askJson(result).endsWith(R"("error":null,"resumes":[{"means":"last_event_id","text_at":3,"repeated":0,"replaced":0},)"
                                     R"({"means":"stream_offset","text_at":9,"repeated":1,"replaced":2}]})"
                                     "\n"));
}

void TestCtlOutput::whatIsUnknownOfAnAnswerIsNull()
{
    AskResult result;
    result.error = Error {.kind = ErrorKind::RateLimit, .message = u"Slow down"_s, .httpStatus = 429, .retryAfter = {}};
    const QByteArray limited = askJson(result);
    result.error->httpStatus = 0;
    const QByteArray statusless = askJson(result);

    QCOMPARE(limited,
        R"({"text":"","reasoning":"","finish_reason":null,"usage":null,"cached":false,"reconnects":0,)"
        R"("timing":{"ttft_ms":null,"e2e_ms":null},"error":{"kind":"rate_limit","message":"Slow down","http_status":429}})"
        "\n"_ba);
    QVERIFY(statusless.contains("\"http_status\":null"));
}

void TestCtlOutput::aLongAnswerIsWrittenInPieces()
{
    AskResult result;
    result.text = u"x"_s + u"😀\n"_s.repeated(200'000); // pairs lie across any even place to cut
    qsizetype longest = 0;

    writeAskJson(result, [&longest](QByteArrayView piece) { longest = std::max(longest, piece.size()); });

    QCOMPARE(QJsonDocument::fromJson(askJson(result)).object().value("text"_L1).toString(), result.text);
    QVERIFY(longest < 512 * 1024);
}

void TestCtlOutput::timesAreShortNumbers()
{
    const auto ttft = [](double ms) {
        AskResult result;
        result.figures.ttftMs = ms;
        const QByteArray json = askJson(result);
        const qsizetype begin = json.indexOf("\"ttft_ms\":") + 10;
        return json.sliced(begin, json.indexOf(',', begin) - begin);
    };

    QCOMPARE(ttft(12.0), "12");
    QCOMPARE(ttft(0.0), "0");
    QCOMPARE(ttft(100.5), "100.5");
    QCOMPARE(ttft(1.23456), "1.235");
    QCOMPARE(ttft(qQNaN()), "null");
}

void TestCtlOutput::controlCharactersCannotSteerATerminal()
{
    QCOMPARE(withoutControls("a\tb\nc"), "a\tb\nc"_ba);
    QCOMPARE(withoutControls("\x1b[2Jx\x7f\r"), u"\uFFFD[2Jx\uFFFD\uFFFD"_s.toUtf8());
    QCOMPARE(withoutControls(u"\u009b2J\u00a0\u00e9\u4f60"_s.toUtf8()), u"\uFFFD2J\u00a0\u00e9\u4f60"_s.toUtf8());
    QCOMPARE(withoutControls(""), QByteArray());
}

QTEST_GUILESS_MAIN(TestCtlOutput)
#include "tst_ctloutput.moc"

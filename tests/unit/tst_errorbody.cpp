#include "core/chat/errorbody.h"
#include "core/chat/errorwords.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace sluice;

class TestErrorBody : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anAnswersErrorHasKindAndWords_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("type");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<ErrorKind>("kind");
        QTest::addColumn<QString>("message");
        const QByteArray json = "application/json; charset=utf-8";
        QTest::newRow("OpenAI") << 401 << json
                                << R"({"error":{"message":"No key.","type":"invalid_request_error","code":null}})"_ba
                                << ErrorKind::Auth << u"The server did not accept the API key (HTTP 401): No key."_s;
        QTest::newRow("string")
            << 404 << json << R"({"error":"model 'x' not found, try pulling it first"})"_ba << ErrorKind::Protocol
            << u"The server does not know this address or model (HTTP 404): model 'x' not found, try pulling it first."_s;
        QTest::newRow("Anthropic") << 529 << json
                                   << R"({"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}})"_ba
                                   << ErrorKind::Server << u"The server is overloaded (HTTP 529): Overloaded."_s;
        QTest::newRow("vLLM") << 400 << json << R"({"object":"error","message":"Too long!","code":400})"_ba << ErrorKind::Protocol
                              << u"The server refused the request (HTTP 400): Too long!"_s;
        QTest::newRow("FastAPI") << 422 << json << R"({"detail":[{"loc":["body"],"msg":"field required","type":"missing"}]})"_ba
                                 << ErrorKind::Protocol << u"The server refused the request (HTTP 422): field required."_s;
        QTest::newRow("gateway refusal") << 503 << json << R"({"detail":"Server is busy, please try again later"})"_ba
                                         << ErrorKind::Server
                                         << u"The server is overloaded (HTTP 503): Server is busy, please try again later."_s;
        QTest::newRow("gateway passing on")
            << 502 << json << R"({"detail":"connection refused","kind":"network"})"_ba << ErrorKind::Network
            << u"The server lost the connection to the model behind it (HTTP 502): connection refused."_s;
        QTest::newRow("a kind does not overrule 401")
            << 401 << json << R"({"detail":"no","kind":"network"})"_ba << ErrorKind::Auth
            << u"The server did not accept the API key (HTTP 401): no."_s;
        QTest::newRow("Google") << 429 << json
                                << R"([{"error":{"code":429,"message":"Exhausted","status":"RESOURCE_EXHAUSTED"}}])"_ba
                                << ErrorKind::RateLimit << u"The server limits how much may be asked (HTTP 429): Exhausted."_s;
        QTest::newRow("plain text") << 500 << "text/plain"_ba << "out of\r\n memory"_ba << ErrorKind::Server
                                    << u"The server failed (HTTP 500): out of memory."_s;
        QTest::newRow("empty") << 403 << json << ""_ba << ErrorKind::Auth
                               << u"The server denied access (HTTP 403): check the key of this endpoint."_s;
        QTest::newRow("HTML") << 502 << "text/html"_ba << "<html><head><title>502 Bad Gateway</title></head></html>"_ba
                              << ErrorKind::Server << u"The server failed (HTTP 502): try again in a while."_s;
        QTest::newRow("HTML without a type")
            << 405 << ""_ba << "\n<!DOCTYPE html><html><body>nope</body></html>"_ba << ErrorKind::Protocol
            << u"The server refused the request (HTTP 405): it answered with a web page; "
               "check that the base URL is that of an API."_s;
        QTest::newRow("HTML inside JSON")
            << 400 << json << R"({"error":{"message":"upstream: <html><body>x</body></html>"}})"_ba << ErrorKind::Protocol
            << u"The server refused the request (HTTP 400): check the base URL and the model of this endpoint."_s;
        QTest::newRow("broken JSON") << 500 << json << "{\"error\":{\"mess"_ba << ErrorKind::Server
                                     << u"The server failed (HTTP 500): try again in a while."_s;
        QTest::newRow("not text") << 500 << ""_ba << QByteArray("\x1f\x8b\x08\x00\xff\xfe", 6) << ErrorKind::Server
                                  << u"The server failed (HTTP 500): try again in a while."_s;
    }

    void anAnswersErrorHasKindAndWords()
    {
        QFETCH(const int, status);
        QFETCH(const QByteArray, type);
        QFETCH(const QByteArray, body);
        QFETCH(const ErrorKind, kind);
        QFETCH(const QString, message);
        const HttpResponseHead head {.status = status, .headers = {{"Content-Type", type}}};

        const Error error = errorFromAnswer(head, body);

        QCOMPARE(error.kind, kind);
        QCOMPARE(error.httpStatus, status);
        QCOMPARE(error.message, message);
        QCOMPARE(error.retryAfter, std::nullopt);
    }

    void theWaitingTimeIsRead_data()
    {
        QTest::addColumn<HttpHeaders>("headers");
        QTest::addColumn<qint64>("millis");
        const HttpHeader date {"Date", "Wed, 21 Oct 2026 07:28:00 GMT"};
        QTest::newRow("seconds") << HttpHeaders {{"retry-after", "20"}} << qint64(20000);
        QTest::newRow("seconds beside a date") << HttpHeaders {date, {"Retry-After", "20"}} << qint64(20000);
        QTest::newRow("milliseconds") << HttpHeaders {{"retry-after-ms", "1500"}, {"Retry-After", "2"}} << qint64(1500);
        QTest::newRow("date") << HttpHeaders {date, {"Retry-After", "Wed, 21 Oct 2026 07:28:30 GMT"}} << qint64(30000);
        QTest::newRow("past date") << HttpHeaders {date, {"Retry-After", "Wed, 21 Oct 2026 07:00:00 GMT"}} << qint64(0);
        QTest::newRow("date of a server without a clock")
            << HttpHeaders {{"Retry-After", "Wed, 21 Oct 2026 07:28:30 GMT"}} << qint64(-1);
        QTest::newRow("nonsense") << HttpHeaders {{"Retry-After", "soon"}, {"retry-after-ms", "x"}} << qint64(-1);
        QTest::newRow("nothing") << HttpHeaders {} << qint64(-1);
    }

    void theWaitingTimeIsRead()
    {
        QFETCH(const HttpHeaders, headers);
        QFETCH(const qint64, millis);

        const Error error = errorFromAnswer({.status = 429, .headers = headers}, {});

        QCOMPARE(error.retryAfter, millis < 0 ? std::nullopt : std::optional(Millis(millis)));
    }

    void aServersOwnNamesDecideTheKind_data()
    {
        QTest::addColumn<QString>("names");
        QTest::addColumn<ErrorKind>("kind");
        QTest::newRow("rate limit") << u"requests rate_limit_exceeded"_s << ErrorKind::RateLimit;
        QTest::newRow("quota") << u"insufficient_quota"_s << ErrorKind::RateLimit;
        QTest::newRow("wrong key") << u"invalid_request_error invalid_api_key"_s << ErrorKind::Auth;
        QTest::newRow("authentication") << u"authentication_error"_s << ErrorKind::Auth;
        QTest::newRow("permission") << u"permission_error"_s << ErrorKind::Auth;
        QTest::newRow("context") << u"context_length_exceeded"_s << ErrorKind::Protocol;
        QTest::newRow("invalid request") << u"invalid_request_error"_s << ErrorKind::Protocol;
        QTest::newRow("not found") << u"not_found_error"_s << ErrorKind::Protocol;
        QTest::newRow("overloaded") << u"overloaded_error"_s << ErrorKind::Server;
        QTest::newRow("server error") << u"server_error"_s << ErrorKind::Server;
        QTest::newRow("timeout") << u"timeout_error"_s << ErrorKind::Timeout;
        QTest::newRow("unheard of") << u"quantum_decoherence"_s << ErrorKind::Server;
        QTest::newRow("nothing") << QString() << ErrorKind::Server;
    }

    void aServersOwnNamesDecideTheKind()
    {
        QFETCH(const QString, names);
        QFETCH(const ErrorKind, kind);

        QCOMPARE(errorKindForNames(names), kind);
    }

    void keysAreTakenOut_data()
    {
        QTest::addColumn<QString>("said");
        QTest::addColumn<QString>("secret");
        QTest::newRow("OpenAI") << u"Incorrect API key provided: sk-proj-abcdef123456. See the docs."_s << u"abcdef"_s;
        QTest::newRow("masked") << u"Incorrect API key provided: sk-ab****yz."_s << u"ab**"_s;
        QTest::newRow("bearer") << u"Header 'Bearer topsecretvalue' is wrong"_s << u"topsecret"_s;
        QTest::newRow("shape alone") << u"we know no gsk_0123456789 here"_s << u"0123"_s;
        QTest::newRow("own key") << u"invalid api_key='hunter2hunter2'"_s << u"hunter2"_s;
        QTest::newRow("Google") << u"AIzaSyA1234567890 is not valid"_s << u"1234"_s;
    }

    void keysAreTakenOut()
    {
        QFETCH(const QString, said);
        QFETCH(const QString, secret);

        const QString shown = presentableWords(said, 400);

        QVERIFY(!shown.isEmpty());
        QVERIFY2(!shown.contains(secret), qPrintable(shown));
    }

    void ordinaryWordsAreLeftAlone_data()
    {
        QTest::addColumn<QString>("said");
        QTest::newRow("limit") << u"max_tokens: 99999 is too large, at most 4096 tokens"_s;
        QTest::newRow("model") << u"The model `claude-3-5-sonnet-20241022` does not exist"_s;
        QTest::newRow("special token") << u"stop token </s> is reserved, as is <|im_end|>"_s;
        QTest::newRow("sketch") << u"task-queue is full; sk is no prefix"_s;
        QTest::newRow("Chinese") << u"余额不足，请充值"_s;
    }

    void ordinaryWordsAreLeftAlone()
    {
        QFETCH(const QString, said);

        QCOMPARE(presentableWords(said, 400), said);
    }

    void aLongMessageIsBounded()
    {
        const QByteArray body = "{\"error\":{\"message\":\"" + QByteArray(30'000, 'x') + "\"}}";

        const Error error = errorFromAnswer({.status = 500, .headers = {}}, body);

        QVERIFY(error.message.size() <= 500);
        QVERIFY(error.message.endsWith(u'…'));
    }

    void aCutNeverHalvesAPair()
    {
        const QString said = u"x"_s + u"😀"_s.repeated(300);

        for (qsizetype length = 10; length < 20; ++length)
            QVERIFY(presentableWords(said, length).isValidUtf16());
    }

    void anEnormousBodyIsReadOnlyAtItsStart()
    {
        const Error error = errorFromAnswer({.status = 500, .headers = {}}, QByteArray(32 * 1024 * 1024, 'y'));

        QVERIFY(error.message.size() <= 500);
    }

    void aNestedErrorIsFollowedOnlySoDeep()
    {
        QByteArray body = R"("deep")";
        for (int i = 0; i < 200; ++i)
            body = R"({"error":)" + body + '}';

        QCOMPARE(errorFromText(body).message, u"The server failed: try again in a while."_s);
    }
};

QTEST_GUILESS_MAIN(TestErrorBody)
#include "tst_errorbody.moc"

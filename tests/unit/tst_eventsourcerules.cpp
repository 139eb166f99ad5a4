#include "core/engine/eventsourcerules.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace sluice;

using Kind = EventSourceVerdict::Kind;
Q_DECLARE_METATYPE(sluice::EventSourceVerdict::Kind)
Q_DECLARE_METATYPE(sluice::ErrorKind)

namespace {

const QUrl Here(u"http://127.0.0.1:4000/a/stream?x=1"_s);

HttpResponseHead head(int status, const HttpHeaders& headers = {})
{
    return {.status = status, .headers = headers};
}

}

class TestEventSourceRules : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void judgesContentTypes_data()
    {
        QTest::addColumn<QByteArray>("type");
        QTest::addColumn<Kind>("expected");
        QTest::newRow("plain") << QByteArray("text/event-stream") << Kind::Open;
        QTest::newRow("with charset") << QByteArray("text/event-stream; charset=utf-8") << Kind::Open;
        QTest::newRow("other case") << QByteArray("Text/Event-Stream;charset=windows-1251") << Kind::Open;
        QTest::newRow("html") << QByteArray("text/html") << Kind::Fail;
        QTest::newRow("longer") << QByteArray("text/event-streams") << Kind::Fail;
        QTest::newRow("bogus") << QByteArray("x bogus") << Kind::Fail;
        QTest::newRow("none") << QByteArray() << Kind::Fail;
    }

    void judgesContentTypes()
    {
        QFETCH(QByteArray, type);
        const EventSourceVerdict verdict = judgeEventSource(head(200, {{"Content-Type", type}}), Here, 0);

        QTEST(verdict.kind, "expected");
        QCOMPARE(verdict.error.has_value(), verdict.kind == Kind::Fail);
    }

    void refusesAnEncodingThatWasNotAskedFor()
    {
        const HttpHeaders stream {{"Content-Type", "text/event-stream"}};
        const auto with = [&](const QByteArray& encoding) {
            return judgeEventSource(head(200, stream + HttpHeaders {{"Content-Encoding", encoding}}), Here, 0).kind;
        };

        QCOMPARE(with("gzip"), Kind::Open);
        QCOMPARE(with("X-GZIP"), Kind::Open);
        QCOMPARE(with("identity"), Kind::Open);
        QCOMPARE(with("br"), Kind::Fail);
        QCOMPARE(with("gzip, gzip"), Kind::Fail);
    }

    void judgesStatuses_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<Kind>("expected");
        QTest::addColumn<ErrorKind>("error");
        QTest::newRow("204") << 204 << Kind::Stop << ErrorKind::Network;
        QTest::newRow("201") << 201 << Kind::Fail << ErrorKind::Protocol;
        QTest::newRow("205") << 205 << Kind::Fail << ErrorKind::Protocol;
        QTest::newRow("300") << 300 << Kind::Fail << ErrorKind::Protocol;
        QTest::newRow("304") << 304 << Kind::Fail << ErrorKind::Protocol;
        QTest::newRow("401") << 401 << Kind::Fail << ErrorKind::Auth;
        QTest::newRow("404") << 404 << Kind::Fail << ErrorKind::Protocol;
        QTest::newRow("429") << 429 << Kind::Fail << ErrorKind::RateLimit;
        QTest::newRow("500") << 500 << Kind::Fail << ErrorKind::Server;
        QTest::newRow("503") << 503 << Kind::Fail << ErrorKind::Server;
    }

    void judgesStatuses()
    {
        QFETCH(int, status);
        QFETCH(ErrorKind, error);
        const EventSourceVerdict verdict = judgeEventSource(head(status, {{"Content-Type", "text/event-stream"}}), Here, 0);

        QTEST(verdict.kind, "expected");
        if (verdict.kind == Kind::Fail) {
            QCOMPARE(verdict.error->kind, error);
            QCOMPARE(verdict.error->httpStatus, status);
        }
    }

    void waitsAsLongAsRetryAfterSaysFor429And503Only()
    {
        const auto with = [](int status) { return judgeEventSource(head(status, {{"Retry-After", "7"}}), Here, 0); };

        QCOMPARE(with(429).kind, Kind::Wait);
        QCOMPARE(with(503).kind, Kind::Wait);
        QCOMPARE(with(503).error->retryAfter, Millis(7000));
        QCOMPARE(with(500).kind, Kind::Fail);
        QCOMPARE(with(404).kind, Kind::Fail);
        QCOMPARE(judgeEventSource(head(503, {{"Retry-After", "soon"}}), Here, 0).kind, Kind::Fail);
    }

    void resolvesTheTargetOfARedirect_data()
    {
        QTest::addColumn<QByteArray>("location");
        QTest::addColumn<QString>("target"); // empty: refused
        QTest::newRow("path") << QByteArray("/b") << u"http://127.0.0.1:4000/b"_s;
        QTest::newRow("relative") << QByteArray("c?y=2") << u"http://127.0.0.1:4000/a/c?y=2"_s;
        QTest::newRow("absolute") << QByteArray("https://example.org/d") << u"https://example.org/d"_s;
        QTest::newRow("no host") << QByteArray("http:///d") << QString();
        QTest::newRow("file") << QByteArray("file:///etc/passwd") << QString();
        QTest::newRow("script") << QByteArray("javascript:1") << QString();
        QTest::newRow("missing") << QByteArray() << QString();
    }

    void resolvesTheTargetOfARedirect()
    {
        QFETCH(QByteArray, location);
        QFETCH(QString, target);
        for (const int status : {301, 302, 303, 307, 308}) {
            const EventSourceVerdict verdict = judgeEventSource(head(status, {{"Location", location}}), Here, 0);

            QCOMPARE(verdict.kind, target.isEmpty() ? Kind::Fail : Kind::Redirect);
            QCOMPARE(verdict.target.toString(), target);
        }
    }

    void doesNotFollowFromHttpsToHttp()
    {
        const HttpResponseHead answer = head(307, {{"Location", "http://example.org/"}});

        QCOMPARE(judgeEventSource(answer, QUrl(u"https://example.org/"_s), 0).kind, Kind::Fail);
        QCOMPARE(judgeEventSource(answer, QUrl(u"http://example.org/"_s), 0).kind, Kind::Redirect);
    }

    void turnsAPostIntoAGetWhereFetchSaysSo()
    {
        const HttpRequest post {
            .method = "POST", .url = Here, .headers = {{"Content-Type", "a/b"}, {"X-A", "1"}}, .body = "body"};
        const QUrl there = Here.resolved(QUrl(u"/b"_s));

        for (const int status : {301, 302, 303}) {
            const HttpRequest next = redirectedRequest(post, status, there);
            QCOMPARE(next.method, "GET");
            QVERIFY(next.body.isEmpty());
            QCOMPARE(next.headers, (HttpHeaders {{"X-A", "1"}}));
        }
        for (const int status : {307, 308}) {
            const HttpRequest next = redirectedRequest(post, status, there);
            QCOMPARE(next.method, "POST");
            QCOMPARE(next.body, "body");
            QCOMPARE(next.headers, post.headers);
        }
    }

    void leavesCredentialsBehindWhenTheOriginChanges()
    {
        const HttpRequest request {.url = Here,
            .headers = {{"Authorization", "Bearer k"}, {"COOKIE", "c"}, {"X-Api-Key", "k"}, {"X-Other", "o"}},
            .body = {}};

        const HttpRequest same = redirectedRequest(request, 307, Here.resolved(QUrl(u"/b"_s)));
        const HttpRequest otherPort = redirectedRequest(request, 307, QUrl(u"http://127.0.0.1:4001/"_s));

        QCOMPARE(same.headers, request.headers);
        QCOMPARE(otherPort.headers, (HttpHeaders {{"X-Other", "o"}}));
    }

    void doublesThePauseWithEachFailureInARowUpToTheCap()
    {
        constexpr Millis Cap {1000};

        QCOMPARE(reconnectDelay(Millis(100), 0, Cap), Millis(100));
        QCOMPARE(reconnectDelay(Millis(100), 1, Cap), Millis(100));
        QCOMPARE(reconnectDelay(Millis(100), 2, Cap), Millis(200));
        QCOMPARE(reconnectDelay(Millis(100), 4, Cap), Millis(800));
        QCOMPARE(reconnectDelay(Millis(100), 5, Cap), Cap);
        QCOMPARE(reconnectDelay(Millis(100), 1000000, Cap), Cap);
        QCOMPARE(reconnectDelay(Millis(5000), 9, Cap), Millis(5000));
        QCOMPARE(reconnectDelay(Millis(0), 1000000, Cap), Millis(0));
        QCOMPARE(reconnectDelay(Millis::max(), 9, Cap), Millis::max());
    }

    void setHeaderReplacesWhateverTheCase()
    {
        HttpHeaders headers {{"accept", "a"}, {"X", "1"}, {"ACCEPT", "b"}};

        setHeader(headers, "Accept", "c");

        QCOMPARE(headers, (HttpHeaders {{"X", "1"}, {"Accept", "c"}}));
    }
};

QTEST_GUILESS_MAIN(TestEventSourceRules)
#include "tst_eventsourcerules.moc"

#include "core/gateway/requestintake.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace sluice;

namespace {

using Step = RequestIntake::Step;

constexpr char Host[] = "Host: localhost\r\n";

}

class TestRequestIntake : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void givesRequestsWithTheirRoute();
    void aRefusedBodyIsReadPast();
    void aClientThatWaitsIsToldToGoOn();
    void aClientThatWaitsIsRefusedAtOnce();
    void aForbiddenHeaderEndsTheConnection();
    void theRefusalOfTheHeaderWinsOverABadBody();
    void whatWasRefusedDoesNotTouchTheNext();

private:
    RequestIntake intake() const { return RequestIntake(m_guard, m_router, {}, {.address = "127.0.0.1", .port = 8765}); }

    const RequestGuard m_guard {.boundName = "127.0.0.1", .token = {}};
    Router m_router;
};

void TestRequestIntake::initTestCase()
{
    m_router.add("POST", "/chat", [](Exchange&) { });
    m_router.add("GET", "/streams/{id}", [](Exchange&) { });
}

void TestRequestIntake::givesRequestsWithTheirRoute()
{
    RequestIntake requests = intake();
    requests.feed("POST /chat HTTP/1.1\r\n"_ba + Host + "Content-Length: 2\r\n\r\nhi");
    requests.feed("GET /streams/a1 HTTP/1.1\r\n"_ba + Host + "\r\n");

    QCOMPARE(requests.next(), Step::Head);
    QVERIFY(!requests.isAwaitedByClient());
    QCOMPARE(requests.next(), Step::Complete);
    const RequestIntake::Taken first = requests.take();
    QCOMPARE(first.request.body, "hi"_ba);
    QVERIFY(first.admission.handler);

    QCOMPARE(requests.next(), Step::Head);
    QCOMPARE(requests.next(), Step::Complete);
    QCOMPARE(requests.take().request.pathParameter, "a1"_ba);
    QCOMPARE(requests.next(), Step::NeedMore);
    QVERIFY(!requests.hasBegun());
}

void TestRequestIntake::aRefusedBodyIsReadPast()
{
    RequestIntake requests = intake();
    requests.feed("POST /nowhere HTTP/1.1\r\n"_ba + Host + "Content-Length: 5\r\n\r\nhello");
    QCOMPARE(requests.next(), Step::Head);
    QCOMPARE(requests.next(), Step::Complete);
    const RequestIntake::Taken taken = requests.take();
    QCOMPARE(taken.admission.refusal->status, 404);
    QCOMPARE(taken.request.body, QByteArray());
    QCOMPARE(requests.bufferedBytes(), 0);
}

void TestRequestIntake::aClientThatWaitsIsToldToGoOn()
{
    RequestIntake requests = intake();
    requests.feed("POST /chat HTTP/1.1\r\n"_ba + Host + "Content-Length: 2\r\nExpect: 100-continue\r\n\r\n");
    QCOMPARE(requests.next(), Step::Head);
    QVERIFY(requests.isAwaitedByClient());
    requests.feed("hi");
    QCOMPARE(requests.next(), Step::Complete);
}

void TestRequestIntake::aClientThatWaitsIsRefusedAtOnce()
{
    RequestIntake requests = intake();
    requests.feed("POST /nowhere HTTP/1.1\r\n"_ba + Host + "Content-Length: 2\r\nExpect: 100-continue\r\n\r\n");
    QCOMPARE(requests.next(), Step::Refused);
    QCOMPARE(requests.refusal().status, 404);
    QCOMPARE(requests.request().method, "POST"_ba);
}

void TestRequestIntake::aForbiddenHeaderEndsTheConnection()
{
    RequestIntake twoHosts = intake();
    twoHosts.feed("GET /streams/a HTTP/1.1\r\n"_ba + Host + Host + "\r\n");
    QCOMPARE(twoHosts.next(), Step::Refused);
    QCOMPARE(twoHosts.refusal().status, 400);

    RequestIntake notHttp = intake();
    notHttp.feed("?");
    QCOMPARE(notHttp.next(), Step::Refused);
    QCOMPARE(notHttp.refusal().status, 400);
}

void TestRequestIntake::theRefusalOfTheHeaderWinsOverABadBody()
{
    RequestIntake requests = intake();
    requests.feed("POST /nowhere HTTP/1.1\r\n"_ba + Host + "Transfer-Encoding: chunked\r\n\r\nno chunk\r\n");
    QCOMPARE(requests.next(), Step::Head);
    QCOMPARE(requests.next(), Step::Refused);
    QCOMPARE(requests.refusal().status, 404);
}

void TestRequestIntake::whatWasRefusedDoesNotTouchTheNext()
{
    RequestIntake requests = intake();
    requests.feed("GET /nowhere HTTP/1.1\r\n"_ba + Host + "\r\nGET HTTP/1.1\r\n\r\n");
    QCOMPARE(requests.next(), Step::Head);
    QCOMPARE(requests.next(), Step::Complete);
    QCOMPARE(requests.take().admission.refusal->status, 404);
    QCOMPARE(requests.next(), Step::Refused);
    QCOMPARE(requests.refusal().status, 400);
}

QTEST_GUILESS_MAIN(TestRequestIntake)
#include "tst_requestintake.moc"

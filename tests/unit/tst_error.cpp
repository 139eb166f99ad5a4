#include "core/base/error.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace sluice;

class TestError : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyKindHasANameThatLeadsBackToIt_data()
    {
        QTest::addColumn<ErrorKind>("kind");
        QTest::addColumn<QString>("name");
        QTest::newRow("network") << ErrorKind::Network << u"network"_s;
        QTest::newRow("timeout") << ErrorKind::Timeout << u"timeout"_s;
        QTest::newRow("tls") << ErrorKind::Tls << u"tls"_s;
        QTest::newRow("auth") << ErrorKind::Auth << u"auth"_s;
        QTest::newRow("rate_limit") << ErrorKind::RateLimit << u"rate_limit"_s;
        QTest::newRow("server") << ErrorKind::Server << u"server"_s;
        QTest::newRow("protocol") << ErrorKind::Protocol << u"protocol"_s;
        QTest::newRow("overflow") << ErrorKind::Overflow << u"overflow"_s;
        QTest::newRow("cancelled") << ErrorKind::Cancelled << u"cancelled"_s;
        QTest::newRow("storage") << ErrorKind::Storage << u"storage"_s;
    }

    void everyKindHasANameThatLeadsBackToIt()
    {
        QFETCH(ErrorKind, kind);
        QFETCH(QString, name);

        QCOMPARE(errorKindName(kind), name);
        QCOMPARE(errorKindFromName(name), std::optional(kind));
    }

    void anUnknownNameIsNoKind() { QCOMPARE(errorKindFromName(u"teapot"), std::nullopt); }

    void aStatusDecidesTheKindAndWhetherItCanPass_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<ErrorKind>("kind");
        QTest::addColumn<bool>("passes");
        QTest::newRow("400") << 400 << ErrorKind::Protocol << false;
        QTest::newRow("401") << 401 << ErrorKind::Auth << false;
        QTest::newRow("403") << 403 << ErrorKind::Auth << false;
        QTest::newRow("404") << 404 << ErrorKind::Protocol << false;
        QTest::newRow("408") << 408 << ErrorKind::Timeout << true;
        QTest::newRow("425") << 425 << ErrorKind::Protocol << true;
        QTest::newRow("429") << 429 << ErrorKind::RateLimit << true;
        QTest::newRow("500") << 500 << ErrorKind::Server << true;
        QTest::newRow("503") << 503 << ErrorKind::Server << true;
        QTest::newRow("529") << 529 << ErrorKind::Server << true;
    }

    void aStatusDecidesTheKindAndWhetherItCanPass()
    {
        QFETCH(int, status);
        QFETCH(ErrorKind, kind);
        QFETCH(bool, passes);

        const Error error {.kind = errorKindForStatus(status), .message = {}, .httpStatus = status, .retryAfter = {}};

        QCOMPARE(error.kind, kind);
        QCOMPARE(canPass(error), passes);
    }

    void whatTheUserOrALimitEndedIsNeverTriedAgain()
    {
        for (const ErrorKind kind : {ErrorKind::Cancelled, ErrorKind::Overflow, ErrorKind::Tls, ErrorKind::Storage})
            QVERIFY(!canPass({.kind = kind, .message = {}, .httpStatus = 0, .retryAfter = {}}));
    }
};

QTEST_GUILESS_MAIN(TestError)
#include "tst_error.moc"

#include "core/gateway/contentcoding.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace sluice;

/// What Accept-Encoding allows.
class TestContentCoding : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void gzipOnlyWhereTheClientAsksForIt_data();
    void gzipOnlyWhereTheClientAsksForIt();
    void withoutTheFieldNobodyHasAsked();
    void severalFieldsAreOneList();
};

void TestContentCoding::gzipOnlyWhereTheClientAsksForIt_data()
{
    QTest::addColumn<bool>("isGzip");
    const auto row = [](const char* value, bool isGzip) { QTest::newRow(value) << isGzip; };
    row("gzip", true);
    row("GZip", true);
    row("x-gzip", true);
    row("gzip, deflate, br, zstd", true);
    row("br;q=1.0, gzip;q=0.8, *;q=0.1", true);
    row("deflate , \tgzip ; q=0.001", true);
    row("gzip;Q=1.000", true);
    row("*", true);
    row("*;q=0.5", true);
    row("gzip, identity;q=0", true);
    row("identity;q=0.5, gzip;q=0.5", true);
    row("identity;q=0.4, gzip;q=0.5", true);
    row("identity;q=0, *", true);
    row("", false);
    row("deflate, br", false);
    row("identity", false);
    row("identity;q=0", false);
    row("gzip;q=0", false);
    row("gzip;q=0.000", false);
    row("gzip;q=0, *", false);
    row("*;q=0", false);
    row("*, gzip;q=0", false);
    row("identity, gzip;q=0.5", false);
    row("gzip;q=0.5, *", false);
    row("gzip;q=2", false);
    row("gzip;q=0.1234", false);
    row("gzip;q=x", false);
    row("gzip;level=9", false);
    row("gzipped", false);
}

void TestContentCoding::gzipOnlyWhereTheClientAsksForIt()
{
    QFETCH(bool, isGzip);
    const HttpHeaders headers {{"Accept", "*"}, {"accept-encoding", QTest::currentDataTag()}};
    QCOMPARE(preferredCoding(headers) == ContentCoding::Gzip, isGzip);
}

void TestContentCoding::withoutTheFieldNobodyHasAsked()
{
    QVERIFY(preferredCoding({}) == ContentCoding::Identity);
}

void TestContentCoding::severalFieldsAreOneList()
{
    QVERIFY(preferredCoding({{"Accept-Encoding", "br"}, {"Accept-Encoding", "gzip"}}) == ContentCoding::Gzip);
    QVERIFY(preferredCoding({{"Accept-Encoding", "*"}, {"Accept-Encoding", "gzip;q=0"}}) == ContentCoding::Identity);
}

QTEST_GUILESS_MAIN(TestContentCoding)
#include "tst_contentcoding.moc"

#include "core/lab/streamreview.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace sluice;

class TestStreamReview : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aGoodStreamHasNothingThatStandsOut_data();
    void aGoodStreamHasNothingThatStandsOut();
    void whatStandsOutIsNamed_data();
    void whatStandsOutIsNamed();
    void oddTextIsBounded();
    void theEndMarkMustComeLast();
};

void TestStreamReview::aGoodStreamHasNothingThatStandsOut_data()
{
    QTest::addColumn<QString>("provider");
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("openai") << u"openai"_s << "data: {\"a\":1}\n\ndata: {\"a\":2}\n\ndata: [DONE]\n\n"_ba;
    QTest::newRow("CRLF, comments, no space")
        << u"openai"_s << ": hello\r\n\r\ndata:{\"a\":\"\xC3\xA9\"}\r\n\r\ndata:[DONE]\r\n\r\n"_ba;
    QTest::newRow("anthropic")
        << u"anthropic"_s
        << "event: ping\ndata: {\"type\":\"ping\"}\n\nevent: message_stop\ndata: {\"type\":\"message_stop\"}\n\n"_ba;
    QTest::newRow("responses") << u"responses"_s << "event: response.completed\ndata: {\"type\":\"response.completed\"}\n\n"_ba;
    QTest::newRow("gateway") << u"sluice"_s << "id: 1\ndata: plain text\n\nid: 2\nevent: done\ndata: {}\n\n"_ba;
}

void TestStreamReview::aGoodStreamHasNothingThatStandsOut()
{
    QFETCH(const QString, provider);
    QFETCH(const QByteArray, body);

    const StreamReview review = reviewStream(body, provider);

    QCOMPARE(review.oddities, QStringList());
    QVERIFY(review.isUtf8);
    QVERIFY(review.hasEndMark);
    QVERIFY(review.events > 0);
}

void TestStreamReview::whatStandsOutIsNamed_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QString>("word");
    QTest::newRow("byte order mark") << "\xEF\xBB\xBF"
                                        "data: {}\n\n"_ba
                                     << u"byte order mark"_s;
    QTest::newRow("unknown field") << "data: {}\nfoo: bar\n\n"_ba << u"foo: bar"_s;
    QTest::newRow("JSON without data:") << "{\"a\":1}\n\n"_ba << u"{\"a\":1}"_s;
    QTest::newRow("no blank line at the end") << "data: {}\n\ndata: [DONE]\n"_ba << u"no blank line"_s;
    QTest::newRow("bad JSON") << "data: {\"a\":\n\n"_ba << u"no JSON"_s;
    QTest::newRow("NUL") << QByteArray("data: {}\n: \0\n\n", 14) << u"NUL"_s;
}

void TestStreamReview::whatStandsOutIsNamed()
{
    QFETCH(const QByteArray, body);
    QFETCH(const QString, word);

    const StreamReview review = reviewStream(body, u"openai");

    QVERIFY2(review.oddities.join(u' ').contains(word), qPrintable(review.oddities.join(u' ')));
}

void TestStreamReview::oddTextIsBounded()
{
    QByteArray body;
    for (int i = 0; i < 100; ++i)
        body += QByteArray::number(i) + QByteArray(1000, 'x') + "\n\n";

    const StreamReview review = reviewStream(body, u"openai");

    QCOMPARE(review.oddities.size(), StreamReview::MostOddities);
    for (const QString& oddity : review.oddities)
        QVERIFY(oddity.size() < 100);
    QVERIFY(!reviewStream("data: \xFF\n\n", u"openai").isUtf8);
}

void TestStreamReview::theEndMarkMustComeLast()
{
    QVERIFY(!reviewStream("data: [DONE]\n\ndata: {}\n\n", u"openai").hasEndMark);
    QVERIFY(!reviewStream("data: {}\n\n", u"openai").hasEndMark);
    QCOMPARE(reviewStream("data: {}\n\n", u"openai").endMark, u"[DONE]"_s);
}

QTEST_GUILESS_MAIN(TestStreamReview)
#include "tst_streamreview.moc"

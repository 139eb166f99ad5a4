#include "core/wire/http.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace sluice;

namespace {

constexpr qint64 Nov6Of1994 = 784111777; // 08:49:37 GMT, the date that RFC 9110 shows in all its forms
constexpr Millis Day = std::chrono::hours(24);

}

class TestHttp : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aHeaderIsFoundWhateverItsCase()
    {
        const HttpHeaders headers {{"Content-Type", "a"}, {"X-Id", "1"}, {"x-id", "2"}};
        QCOMPARE(headerValue(headers, "content-type"), "a"_ba);
        QCOMPARE(headerValue(headers, "X-ID"), "1"_ba);
        QCOMPARE(headerValue(headers, "content"), QByteArray());
    }

    void aMediaTypeHasNoParametersAndIsLowerCase()
    {
        QCOMPARE(mediaType("Text/Event-Stream; charset=utf-8"), "text/event-stream"_ba);
        QCOMPARE(mediaType(" text/html ;x"), "text/html"_ba);
        QCOMPARE(mediaType(""), QByteArray());
    }

    void anAnswerWithoutADateGetsTheTimeItCame()
    {
        HttpHeaders dated {{"date", "Mon, 01 Jan 2024 00:00:00 GMT"}};
        HttpHeaders undated {{"Server", "x"}};

        addMissingDate(dated, Nov6Of1994);
        addMissingDate(undated, Nov6Of1994);

        QCOMPARE(dated.size(), 1);
        QCOMPARE(headerValue(undated, "Date"), "Sun, 06 Nov 1994 08:49:37 GMT"_ba);
    }

    void retryAfterTakesSecondsAndEachFormOfADate_data()
    {
        QTest::addColumn<QByteArray>("value");
        QTest::addColumn<qint64>("now");
        QTest::addColumn<std::optional<Millis>>("expected");
        const auto row = [](const char* name, const QByteArray& value, qint64 now, std::optional<Millis> expected) {
            QTest::newRow(name) << value << now << expected;
        };
        row("seconds", "120", 0, Millis(120'000));
        row("none", "0", 0, Millis(0));
        row("with space", " 7 ", 0, Millis(7'000));
        row("more than a day", "99999999", 0, Day);
        row("more than fits", "99999999999999999999999", 0, Day);
        row("IMF-fixdate", "Sun, 06 Nov 1994 08:49:37 GMT", Nov6Of1994 - 30, Millis(30'000));
        row("RFC 850", "Sunday, 06-Nov-94 08:49:37 GMT", Nov6Of1994 - 30, Millis(30'000));
        row("RFC 850 of this century", "Friday, 06-Nov-26 08:49:37 GMT", 1793954977 - 5, Millis(5'000));
        row("asctime", "Sun Nov  6 08:49:37 1994", Nov6Of1994 - 30, Millis(30'000));
        row("asctime with two digits", "Wed Nov 16 08:49:37 1994", Nov6Of1994 + 10 * 86400 - 1, Millis(1'000));
        row("a date that has passed", "Sun, 06 Nov 1994 08:49:37 GMT", Nov6Of1994 + 30, Millis(0));
        row("a date far ahead", "Sun, 06 Nov 1994 08:49:37 GMT", 0, Day);
        row("empty", "", 0, std::nullopt);
        row("negative", "-5", 0, std::nullopt);
        row("a fraction", "1.5", 0, std::nullopt);
        row("words", "soon", 0, std::nullopt);
        row("half a date", "Sun, 06 Nov", 0, std::nullopt);
    }
    void retryAfterTakesSecondsAndEachFormOfADate()
    {
        QFETCH(QByteArray, value);
        QFETCH(qint64, now);
        QFETCH(std::optional<Millis>, expected);
        QVERIFY(parseRetryAfter(value, now) == expected);
    }
};

QTEST_GUILESS_MAIN(TestHttp)
#include "tst_http.moc"

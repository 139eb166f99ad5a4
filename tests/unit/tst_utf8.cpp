#include "core/wire/utf8.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace sluice;

namespace {

const QByteArray R = "\xEF\xBF\xBD"_ba;

}

class TestUtf8 : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void eachMaximalInvalidPartBecomesOneReplacement_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("empty") << QByteArray() << QByteArray();
        QTest::newRow("ASCII") << "a\0z"_ba << "a\0z"_ba;
        QTest::newRow("a byte order mark stays") << "\xEF\xBB\xBF"
                                                    "a"_ba
                                                 << "\xEF\xBB\xBF"
                                                    "a"_ba;
        QTest::newRow("the first and last of each length")
            << "\xC2\x80\xDF\xBF\xE0\xA0\x80\xEF\xBF\xBF\xF0\x90\x80\x80\xF4\x8F\xBF\xBF"_ba
            << "\xC2\x80\xDF\xBF\xE0\xA0\x80\xEF\xBF\xBF\xF0\x90\x80\x80\xF4\x8F\xBF\xBF"_ba;
        QTest::newRow("around the surrogates") << "\xED\x9F\xBF\xEE\x80\x80"_ba << "\xED\x9F\xBF\xEE\x80\x80"_ba;
        QTest::newRow("a high surrogate") << "\xED\xA0\x80"_ba << R + R + R;
        QTest::newRow("a pair of surrogates") << "\xED\xA0\xBD\xED\xB8\x80"_ba << R.repeated(6);
        QTest::newRow("overlong") << "\xC0\x80\xC1\xBF\xE0\x9F\xBF\xF0\x8F\xBF\xBF"_ba << R.repeated(11);
        QTest::newRow("above U+10FFFF") << "\xF4\x90\x80\x80\xF5\x80"_ba << R.repeated(6);
        QTest::newRow("cut at the end after one") << "a\xE4"_ba << "a" + R;
        QTest::newRow("cut at the end after two") << "a\xE4\xBD"_ba << "a" + R;
        QTest::newRow("cut at the end after three") << "a\xF0\x9F\x98"_ba << "a" + R;
        QTest::newRow("cut by ASCII") << "\xF0\x9F\x98"
                                         "a\xC3"
                                         "b"_ba
                                      << R + "a" + R + "b";
        QTest::newRow("cut by a lead byte") << "\xE4\xE4\xBD\xE4\xBD\xA0"_ba << R + R + "\xE4\xBD\xA0";
        QTest::newRow("a lone continuation byte behind a whole one") << "\xC3\xA9\xA9"_ba << "\xC3\xA9" + R;
        // The example of the Unicode standard, chapter 3, table 3-11.
        QTest::newRow("table 3-11") << "\xE1\x80\xE2\xF0\x91\x92\xF1\xBF"
                                       "A"_ba
                                    << R.repeated(4) + "A";
    }
    void eachMaximalInvalidPartBecomesOneReplacement()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QByteArray, text);

        QCOMPARE(toValidUtf8(bytes), text);
        QCOMPARE(isValidUtf8(bytes), bytes == text);
        // Also behind more than one vector register of text.
        const QByteArray filler = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef-"_ba;
        QCOMPARE(toValidUtf8(filler + bytes + filler), filler + text + filler);
    }

    void textKeepsAByteOrderMark_data()
    {
        QTest::addColumn<QByteArray>("utf8");
        QTest::addColumn<QString>("text");
        QTest::newRow("nothing") << QByteArray() << QString();
        QTest::newRow("none") << "aé"_ba << u"aé"_s;
        QTest::newRow("in front") << u"\uFEFFa"_s.toUtf8() << u"\uFEFFa"_s;
        QTest::newRow("two in front") << u"\uFEFF\uFEFFa"_s.toUtf8() << u"\uFEFF\uFEFFa"_s;
        QTest::newRow("alone") << u"\uFEFF"_s.toUtf8() << u"\uFEFF"_s;
        QTest::newRow("further on") << u"a\uFEFF"_s.toUtf8() << u"a\uFEFF"_s;
        QTest::newRow("in front of a pair") << u"\uFEFF😀"_s.toUtf8() << u"\uFEFF😀"_s;
    }

    void textKeepsAByteOrderMark()
    {
        QFETCH(const QByteArray, utf8);
        QFETCH(const QString, text);

        QCOMPARE(textFromUtf8(utf8), text);
    }

    void theResultIsValidAndStableForAllShortInputs()
    {
        const QByteArray alphabet = "a\x80\x8F\x90\x9F\xA0\xBF\xC1\xC2\xE0\xE1\xED\xF0\xF4\xF5\xFF"_ba;
        const auto base = int(alphabet.size());
        for (int code = 0; code < base * base * base * base; ++code) {
            QByteArray bytes;
            for (int rest = code, i = 0; i < 4; ++i, rest /= base)
                bytes += alphabet[rest % base];

            const QByteArray text = toValidUtf8(bytes);

            QVERIFY(isValidUtf8(text));
            QCOMPARE(toValidUtf8(text), text);
            QCOMPARE(text == bytes, isValidUtf8(bytes));
        }
    }
};

QTEST_GUILESS_MAIN(TestUtf8)
#include "tst_utf8.moc"

#include "core/chat/jsonreader.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace sluice;

class TestJsonReader : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aPathThroughWhatIsNotThereGivesNoValue()
    {
        JsonReader reader;

        const auto root = reader.read(R"({"a":{"b":null,"c":"text"},"d":[1]})");

        QVERIFY(root);
        QVERIFY(!(*root)["a"]["b"].exists());
        QVERIFY(!(*root)["a"]["b"]["x"]["y"].exists());
        QVERIFY(!(*root)["d"]["x"].exists());
        QVERIFY(!(*root)["a"].first().exists());
        QCOMPARE((*root)["a"]["c"].string(), u"text"_s);
        QCOMPARE((*root)["a"]["c"].integer(), std::nullopt);
        QCOMPARE((*root)["d"].first().integer(), 1);
        QCOMPARE((*root)["d"].string(), QString());
        QCOMPARE((*root)["a"].toJson(), R"({"b":null,"c":"text"})"_ba);
    }

    void aStringKeepsItsByteOrderMark()
    {
        JsonReader reader;

        const auto root = reader.read(u"[\"\uFEFFa\"]"_s.toUtf8());

        QVERIFY(root);
        QCOMPARE(root->first().string(), u"\uFEFFa"_s);
    }

    void wholeNumbers_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<bool>("isWhole");
        QTest::addColumn<qint64>("value");
        QTest::newRow("plain") << "12"_ba << true << qint64(12);
        QTest::newRow("as a fraction") << "12.0"_ba << true << qint64(12);
        QTest::newRow("negative") << "-3"_ba << true << qint64(-3);
        QTest::newRow("fraction") << "12.5"_ba << false << qint64(0);
        QTest::newRow("string") << "\"12\""_ba << false << qint64(0);
        QTest::newRow("too large") << "18446744073709551615"_ba << false << qint64(0);
        QTest::newRow("far too large") << "1e300"_ba << false << qint64(0);
    }

    void wholeNumbers()
    {
        QFETCH(const QByteArray, json);
        QFETCH(const bool, isWhole);
        QFETCH(const qint64, value);
        JsonReader reader;

        const auto root = reader.read(json);

        QVERIFY(root);
        QCOMPARE(root->integer(), isWhole ? std::optional(value) : std::nullopt);
    }

    void whatIsNoJsonIsRefused_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::newRow("null") << QByteArray();
        QTest::newRow("empty") << ""_ba;
        QTest::newRow("blank") << "  "_ba;
        QTest::newRow("cut short") << "{\"a\":\"b"_ba;
        QTest::newRow("two documents") << "{}{}"_ba;
        QTest::newRow("trailing comma") << R"({"a":1,})"_ba;
        QTest::newRow("bare word") << "nul"_ba;
        QTest::newRow("bad escape") << R"("\x")"_ba;
        QTest::newRow("cut escape") << "\"\\ud83\""_ba;
        QTest::newRow("cut escape behind a half") << "\"\\ud83d\\u12\""_ba;
        QTest::newRow("escape at the end") << "\"\\"_ba;
        QTest::newRow("raw line break") << "\"a\nb\""_ba;
        QTest::newRow("broken behind a huge number") << R"({"n":123456789012345678901234567890,)"_ba;
        QTest::newRow("nested too deeply") << QByteArray(2000, '[') + QByteArray(2000, ']');
    }

    void whatIsNoJsonIsRefused()
    {
        QFETCH(const QByteArray, json);
        JsonReader reader;

        const auto root = reader.read(json);

        QVERIFY(!root);
        QCOMPARE(root.error(), ErrorKind::Protocol);
        QVERIFY2(reader.read("{}"), "the reader works on after a fault");
    }

    void halvesOfPairsSurvive_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QString>("text");
        QTest::newRow("high") << R"("a\ud83d")"_ba << u"a"_s + QChar(0xD83D);
        QTest::newRow("low") << R"("\uDE00b")"_ba << QChar(0xDE00) + u"b"_s;
        QTest::newRow("pair") << R"("\ud83d\ude00")"_ba << u"😀"_s;
        QTest::newRow("high, then pair") << R"("\ud83d\ud83d\ude00")"_ba << QChar(0xD83D) + u"😀"_s;
        QTest::newRow("wrong order") << R"("\ude00\ud83d")"_ba << QString(QChar(0xDE00)) + QChar(0xD83D);
        QTest::newRow("high, then a letter's escape") << R"("\ud83d\u0041")"_ba << QChar(0xD83D) + u"A"_s;
        QTest::newRow("behind an escaped backslash") << R"("\\ud83d\ud83d")"_ba << u"\\ud83d"_s + QChar(0xD83D);
        QTest::newRow("beside a noncharacter") << R"("\ud83d\ufdef")"_ba << QString(QChar(0xD83D)) + QChar(0xFDEF);
    }

    void halvesOfPairsSurvive()
    {
        QFETCH(const QByteArray, json);
        QFETCH(const QString, text);
        JsonReader reader;

        const auto root = reader.read(json);

        QVERIFY(root);
        QCOMPARE(root->string(), text);
    }

    void byteOrderMarkAndInvalidUtf8AreForgiven()
    {
        JsonReader reader;

        QCOMPARE(reader.read("\xEF\xBB\xBF\"a\"")->string(), u"a"_s);
        QCOMPARE(reader.read("\"a\xFFz\"")->string(), u"a\uFFFDz"_s);
    }

    void anOversizedDocumentIsOverflow()
    {
        JsonReader reader;

        const auto exact = reader.read("\"12345678\"", 10);
        QVERIFY(exact);
        const auto over = reader.read("\"123456789\"", 10);

        QVERIFY(!over);
        QCOMPARE(over.error(), ErrorKind::Overflow);
    }

    void aCursorGoesThroughAnArray()
    {
        JsonReader reader;
        const auto root = reader.read(R"({"a":[1,"\ud83d",{"b":2}],"o":{},"e":[]})");
        QVERIFY(root);
        JsonArrayCursor cursor((*root)["a"]);
        QCOMPARE(cursor.take().integer(), 1);
        QCOMPARE(cursor.take().string(), QString(QChar(0xd83d)));
        QVERIFY(!cursor.isAtEnd());
        QCOMPARE(cursor.take()["b"].integer(), 2);
        QVERIFY(cursor.isAtEnd());
        for (const JsonValue& none : {(*root)["o"], (*root)["e"], (*root)["missing"]})
            QVERIFY(JsonArrayCursor(none).isAtEnd());
        QVERIFY(JsonArrayCursor().isAtEnd());
    }

    void aHugeDocumentIsFollowedByAnOrdinaryOne()
    {
        JsonReader reader;
        const QByteArray huge = '"' + QByteArray(3 * 1024 * 1024, 'x') + '"';

        QCOMPARE(reader.read(huge)->utf8().size(), size_t(3 * 1024 * 1024));
        QCOMPARE(reader.read(R"({"a":"b"})").value()["a"].string(), u"b"_s);
    }
};

QTEST_GUILESS_MAIN(TestJsonReader)
#include "tst_jsonreader.moc"

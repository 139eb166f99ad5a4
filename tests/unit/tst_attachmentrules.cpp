#include "core/chat/attachmentrules.h"

#include <QStringEncoder>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace sluice;

namespace {

using Limits = AttachmentLimits;

constexpr int NoFault = -1;

int faultOf(const QByteArray& bytes)
{
    const auto attachment = attachmentOf(u"name"_s, bytes);
    return attachment ? NoFault : int(attachment.error());
}

QByteArray encoded(QStringConverter::Encoding encoding, const QString& text)
{
    QStringEncoder encoder(encoding, QStringConverter::Flag::WriteBom);
    return encoder(text);
}

}

class TestAttachmentRules : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void imagesAreToldByTheirFirstBytes_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QByteArray>("type");
        QTest::newRow("png") << "\x89PNG\r\n\x1a\n…"_ba << "image/png"_ba;
        QTest::newRow("jpeg") << "\xff\xd8\xff\xe0…"_ba << "image/jpeg"_ba;
        QTest::newRow("gif") << "GIF89a…"_ba << "image/gif"_ba;
        QTest::newRow("old gif") << "GIF87a…"_ba << "image/gif"_ba;
        QTest::newRow("webp") << QByteArray("RIFF\x10\0\0\0WEBPVP8 ", 16) << "image/webp"_ba;
        QTest::newRow("wave") << QByteArray("RIFF\x10\0\0\0WAVEfmt ", 16) << QByteArray();
        QTest::newRow("svg") << "<svg xmlns='http://www.w3.org/2000/svg'/>"_ba << QByteArray();
        QTest::newRow("bitmap") << QByteArray("BM\0\0", 4) << QByteArray();
        QTest::newRow("short") << "RIFF"_ba << QByteArray();
        QTest::newRow("empty") << QByteArray() << QByteArray();
    }

    void imagesAreToldByTheirFirstBytes()
    {
        QFETCH(const QByteArray, bytes);
        QFETCH(const QByteArray, type);

        QCOMPARE(imageTypeOf(bytes), type);
    }

    void anImageIsTakenWhateverItsName()
    {
        const QByteArray bytes = "\x89PNG\r\n\x1a\n…"_ba;

        const auto attachment = attachmentOf(u"notes.txt"_s, bytes);

        QVERIFY(attachment);
        QCOMPARE(*attachment, (Attachment {.name = u"notes.txt"_s, .mimeType = "image/png", .data = bytes}));
        QVERIFY(attachment->isImage());
    }

    void textOfEveryEncodingWithAMarkBecomesUtf8_data()
    {
        using enum QStringConverter::Encoding;
        QTest::addColumn<QByteArray>("bytes");
        const QString text = u"Grüße, 世界 🎉\r\n"_s;
        QTest::newRow("utf-8") << text.toUtf8();
        QTest::newRow("utf-8 with a mark") << encoded(Utf8, text);
        QTest::newRow("utf-16 le") << encoded(Utf16LE, text);
        QTest::newRow("utf-16 be") << encoded(Utf16BE, text);
        QTest::newRow("utf-32 le") << encoded(Utf32LE, text);
        QTest::newRow("utf-32 be") << encoded(Utf32BE, text);
    }

    void textOfEveryEncodingWithAMarkBecomesUtf8()
    {
        QFETCH(const QByteArray, bytes);

        const auto attachment = attachmentOf(u"a.txt"_s, bytes);

        QVERIFY(attachment);
        QCOMPARE(attachment->data, u"Grüße, 世界 🎉\r\n"_s.toUtf8());
        QCOMPARE(attachment->mimeType, "text/plain"_ba);
        QVERIFY(!attachment->isImage());
    }

    void theTypeOfATextIsThatOfItsEnding()
    {
        QCOMPARE(textTypeOf(u"a.JSON"_s), "application/json"_ba);
        QCOMPARE(textTypeOf(u"a.csv"_s), "text/csv"_ba);
        QCOMPARE(textTypeOf(u"README.md"_s), "text/markdown"_ba);
        QCOMPARE(textTypeOf(u"main.cpp"_s), "text/plain"_ba);
        QCOMPARE(textTypeOf(u"Makefile"_s), "text/plain"_ba);
    }

    void everythingElseIsRefused_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<int>("fault");
        const QByteArray pdf = "%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"_ba;
        QTest::newRow("empty") << QByteArray() << int(AttachmentFault::Empty);
        QTest::newRow("only a mark") << "\xef\xbb\xbf"_ba << int(AttachmentFault::Empty);
        QTest::newRow("a nul") << QByteArray("a\0b", 3) << int(AttachmentFault::Kind);
        QTest::newRow("utf-16 without a mark") << QByteArray("a\0b\0", 4) << int(AttachmentFault::Kind);
        QTest::newRow("half a character of utf-16") << QByteArray("\xff\xfe\x61\0\x62", 5) << int(AttachmentFault::Kind);
        QTest::newRow("latin-1") << "Gr\xfc\xdf"_ba << int(AttachmentFault::Kind);
        QTest::newRow("pdf") << pdf << int(AttachmentFault::Kind);
        QTest::newRow("zip") << QByteArray("PK\3\4\24\0\0\0", 8) << int(AttachmentFault::Kind);
        QTest::newRow("long text") << QByteArray(Limits::TextBytes + 1, 'x') << int(AttachmentFault::TextTooLong);
        QTest::newRow("very long text") << u"é"_s.repeated(3 * Limits::TextBytes).toUtf8() << int(AttachmentFault::TextTooLong);
        QTest::newRow("large pdf") << pdf + QByteArray(8 * Limits::TextBytes, 'x') << int(AttachmentFault::Kind);
        QTest::newRow("huge file") << QByteArray(Limits::FileBytes + 1, 'x') << int(AttachmentFault::FileTooLarge);
    }

    void everythingElseIsRefused()
    {
        QFETCH(const QByteArray, bytes);
        QFETCH(const int, fault);

        QCOMPARE(faultOf(bytes), fault);
    }

    void theLongestTextIsTaken() { QCOMPARE(faultOf(QByteArray(Limits::TextBytes, 'x')), NoFault); }

    void aMessageHoldsSoManyAndSoMuch()
    {
        const Attachment small {.name = u"a"_s, .mimeType = "text/plain", .data = "x"};
        const Attachment large {.name = u"b"_s, .mimeType = "image/png", .data = QByteArray(Limits::MessageBytes - 1, 'x')};
        const QList<Attachment> almostMany(Limits::Count - 1, small);

        QVERIFY(!faultBeside({}, large));
        QVERIFY(!faultBeside({large}, small));
        QCOMPARE(faultBeside({large, small}, small), AttachmentFault::TooMuch);
        QVERIFY(!faultBeside(almostMany, small));
        QCOMPARE(faultBeside(almostMany + QList {small}, small), AttachmentFault::TooMany);
    }
};

QTEST_GUILESS_MAIN(TestAttachmentRules)
#include "tst_attachmentrules.moc"

#include "tests/ui/imagebytes.h"
#include "ui/blocks/imagedecoder.h"
#include "ui/chat/attachmentdraft.h"
#include "ui/chat/attachmentpreparing.h"
#include "ui/chat/attachmentwords.h"

#include <QMimeData>
#include <QRandomGenerator>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QUrl>

#include <sys/stat.h>

using namespace Qt::StringLiterals;
using namespace sluice;
using namespace sluice::test;

namespace {

using Limits = AttachmentLimits;

constexpr int NoFault = -1;
constexpr int PatienceMs = 30'000;

struct Folder
{
    QTemporaryDir directory;

    QString path(const QString& name) const { return directory.filePath(name); }

    QString write(const QString& name, const QByteArray& bytes) const
    {
        QFile file(path(name));
        return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size() ? file.fileName() : QString();
    }
};

int faultOfFile(const QString& path)
{
    const auto bytes = readAttachedFile(path);
    return bytes ? NoFault : int(bytes.error());
}

// Packs badly as PNG.
QImage noise(const QSize& size, QImage::Format format = QImage::Format_RGB32)
{
    QImage image(size, format);
    QRandomGenerator random(1);
    for (int y = 0; y < size.height(); ++y)
        random.fillRange(reinterpret_cast<quint32*>(image.scanLine(y)), size.width());
    return image;
}

QStringList namesIn(const AttachmentDraft& draft)
{
    QStringList names;
    for (const AttachmentDraft::Entry& entry : draft.entries())
        names << entry.name;
    return names;
}

}

class TestAttachmentDraft : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void onlyWholeFilesOfABearableSizeAreRead()
    {
        const Folder folder;
        const QString pipe = folder.path(u"pipe"_s);
        QCOMPARE(mkfifo(QFile::encodeName(pipe).constData(), 0600), 0);
        QFile huge(folder.path(u"huge"_s));
        QVERIFY(huge.open(QIODevice::WriteOnly) && huge.resize(qint64(10) * 1024 * 1024 * 1024)); // a hole

        QCOMPARE(*readAttachedFile(folder.write(u"a"_s, "abc")), "abc"_ba);
        QCOMPARE(faultOfFile(pipe), int(AttachmentFault::NotAFile));
        QCOMPARE(faultOfFile(folder.directory.path()), int(AttachmentFault::NotAFile));
        QCOMPARE(faultOfFile(u"/dev/zero"_s), int(AttachmentFault::NotAFile));
        QCOMPARE(faultOfFile(folder.path(u"gone"_s)), int(AttachmentFault::Unreadable));
        QCOMPARE(faultOfFile(huge.fileName()), int(AttachmentFault::FileTooLarge));
    }

    void aSmallImageStaysAsItIs()
    {
        const QByteArray file = imageFile({Limits::ImageSide, 10}, "jpeg");

        const PreparedAttachment prepared = prepareAttachment(u"a.jpg"_s, file);

        QCOMPARE(prepared.attachment->data, file);
        QVERIFY(!prepared.change.from.isValid());
    }

    void aLargeImageIsScaledDownInItsFormat_data()
    {
        QTest::addColumn<QByteArray>("format");
        QTest::addColumn<QByteArray>("type");
        QTest::newRow("png") << "png"_ba << "image/png"_ba;
        QTest::newRow("jpeg") << "jpeg"_ba << "image/jpeg"_ba;
    }

    void aLargeImageIsScaledDownInItsFormat()
    {
        QFETCH(const QByteArray, format);
        QFETCH(const QByteArray, type);

        const PreparedAttachment prepared = prepareAttachment(u"a"_s, imageFile({4000, 1000}, format.constData()));

        QVERIFY(prepared.attachment);
        QCOMPARE(prepared.attachment->mimeType, type);
        QCOMPARE(imageTypeOf(prepared.attachment->data), type);
        QCOMPARE(*imageSize(prepared.attachment->data), QSize(2000, 500));
        QCOMPARE(prepared.change.from, QSize(4000, 1000));
        QCOMPARE(prepared.change.to, QSize(2000, 500));
    }

    void anImageOfTooManyBytesIsPackedAsJpeg()
    {
        const PreparedAttachment prepared = prepareAttachment(u"a"_s, noise({1400, 1400}));

        QVERIFY(prepared.attachment);
        QCOMPARE(prepared.attachment->mimeType, "image/jpeg"_ba);
        QVERIFY(prepared.attachment->data.size() <= Limits::ImageBytes);
        QCOMPARE(*imageSize(prepared.attachment->data), QSize(1400, 1400));
    }

    void whatWasClearBecomesWhiteInAJpeg()
    {
        QImage image = noise({1300, 1300}, QImage::Format_ARGB32);
        for (int y = 0; y < 64; ++y)
            std::fill_n(reinterpret_cast<quint32*>(image.scanLine(y)), 64, 0U);

        const PreparedAttachment prepared = prepareAttachment(u"a"_s, image);

        QCOMPARE(prepared.attachment->mimeType, "image/jpeg"_ba);
        const QColor corner = decodeImage(prepared.attachment->data, {1300, 1300})->pixelColor(8, 8);
        QVERIFY2(corner.red() > 240 && corner.green() > 240 && corner.blue() > 240, qPrintable(corner.name()));
    }

    void damagedAndHugeImagesAreRefused()
    {
        const QByteArray damaged = imageFile({3000, 10}, "png").first(40);
        const QByteArray huge = greyPng({100'000, 100'000}, {});

        QCOMPARE(prepareAttachment(u"a"_s, damaged).attachment.error(), AttachmentFault::DamagedImage);
        QCOMPARE(prepareAttachment(u"a"_s, huge).attachment.error(), AttachmentFault::TooManyPixels);
        QCOMPARE(prepareAttachment(u"a"_s, "\x89PNG\r\n\x1a\n"_ba).attachment.error(), AttachmentFault::DamagedImage);
    }

    void filesAreReadAndKeepTheirOrder()
    {
        BlockWorker worker;
        const Folder folder;
        AttachmentDraft draft;
        QSignalSpy changed(&draft, &AttachmentDraft::changed);

        draft.addFiles({folder.write(u"big.png"_s, imageFile({3000, 2000}, "png")), folder.write(u"a.txt"_s, "abc")});

        QVERIFY(draft.isReading());
        QCOMPARE(namesIn(draft), (QStringList {u"big.png"_s, u"a.txt"_s}));
        QVERIFY(draft.attachments().isEmpty());
        QTRY_VERIFY_WITH_TIMEOUT(!draft.isReading(), PatienceMs);
        QCOMPARE(draft.attachments().size(), 2);
        QCOMPARE(draft.attachments()[1], (Attachment {.name = u"a.txt"_s, .mimeType = "text/plain", .data = "abc"}));
        QCOMPARE(draft.entries()[0].change.to, QSize(2000, 1333));
        QVERIFY(changed.size() >= 3);
    }

    void whatCannotBeAttachedIsSaidInASentenceEach()
    {
        BlockWorker worker;
        const Folder folder;
        AttachmentDraft draft;

        draft.addFiles({folder.write(u"a.pdf"_s, "%PDF\xff"), folder.path(u"gone.txt"_s), folder.write(u"ok.txt"_s, "x")});
        QTRY_VERIFY_WITH_TIMEOUT(!draft.isReading(), PatienceMs);

        QCOMPARE(namesIn(draft), QStringList {u"ok.txt"_s});
        QStringList refusals = draft.refusals();
        refusals.sort(); // what need not be read is refused first
        QCOMPARE(refusals,
            (QStringList {u"“a.pdf” cannot be attached: only text files and PNG, JPEG, WebP and GIF images can."_s,
                u"“gone.txt” cannot be read: it is not there any more, or not yours to read."_s}));
        draft.remove(draft.entries().first().id);
        QVERIFY(draft.refusals().isEmpty());
    }

    void aMessageTakesNoMoreThanItsLimit()
    {
        BlockWorker worker;
        const Folder folder;
        AttachmentDraft draft;
        QStringList paths;
        for (int i = 0; i < Limits::Count + 5; ++i)
            paths << folder.write(QString::number(i), "x");

        draft.addFiles(paths);
        QTRY_VERIFY_WITH_TIMEOUT(!draft.isReading(), PatienceMs);

        QCOMPARE(draft.attachments().size(), Limits::Count);
        QCOMPARE(draft.refusals(), QStringList {u"“20” was not attached: a message takes 20 files at most."_s});
    }

    void aMessageHoldsNoMoreBytesThanItsLimit()
    {
        BlockWorker worker;
        const Folder folder;
        AttachmentDraft draft;
        const Attachment large {.name = u"b"_s, .mimeType = "image/png", .data = QByteArray(Limits::MessageBytes - 2, 'x')};
        draft.set({large});

        draft.addFiles({folder.write(u"c"_s, "xyz"), folder.write(u"d"_s, "xy")});
        QTRY_VERIFY_WITH_TIMEOUT(!draft.isReading(), PatienceMs);

        QCOMPARE(namesIn(draft), (QStringList {u"b"_s, u"d"_s}));
        QCOMPARE(draft.refusals(), QStringList {u"“c” was not attached: the files of a message may have 20 MB together."_s});
    }

    void whatIsTakenAwayWhileItIsReadDoesNotComeBack()
    {
        BlockWorker worker;
        const Folder folder;
        AttachmentDraft draft;
        draft.addFiles({folder.write(u"a"_s, "x"), folder.write(u"b"_s, "y")});

        draft.remove(draft.entries().first().id);
        QTRY_VERIFY_WITH_TIMEOUT(!draft.isReading(), PatienceMs);

        QCOMPARE(namesIn(draft), QStringList {u"b"_s});
    }

    void picturesWithoutAFileGetNames()
    {
        BlockWorker worker;
        AttachmentDraft draft;
        QMimeData mime;
        mime.setImageData(noise({8, 8}));

        draft.add(offeredAttachments(mime));
        draft.add(offeredAttachments(mime));
        QTRY_VERIFY_WITH_TIMEOUT(!draft.isReading(), PatienceMs);

        QCOMPARE(namesIn(draft), (QStringList {u"Pasted image"_s, u"Pasted image 2"_s}));
        QCOMPARE(draft.attachments().first().mimeType, "image/png"_ba);
    }

    void theFilesOfAnotherProgramAreTakenAndItsTextIsText()
    {
        QMimeData files;
        files.setUrls({QUrl::fromLocalFile(u"/tmp/a.txt"_s)});
        files.setText(u"/tmp/a.txt"_s);
        QMimeData link;
        link.setUrls({QUrl(u"https://example.org/a.png"_s)});
        QMimeData cells;
        cells.setText(u"1\t2"_s);
        cells.setImageData(noise({8, 8}));
        QMimeData picture;
        picture.setData(u"image/png"_s, imageFile({8, 8}, "png"));
        picture.setHtml(u"<img>"_s);

        QVERIFY(offersAttachments(files));
        QCOMPARE(offeredAttachments(files).size(), 1);
        QCOMPARE(offeredAttachments(files).first().name, u"a.txt"_s);
        QVERIFY(!offersAttachments(link));
        QVERIFY(!offersAttachments(cells));
        QVERIFY(offersAttachments(picture));
        QVERIFY(std::holds_alternative<AttachmentReading::Bytes>(offeredAttachments(picture).first().source));
    }

    void everyFaultHasItsSentence()
    {
        for (int fault = 0; fault <= int(AttachmentFault::Unreadable); ++fault) {
            const QString sentence = faultSentence(AttachmentFault(fault), u"a.pdf"_s);
            QVERIFY2(
                sentence.contains(u"“a.pdf”"_s) && sentence.endsWith(u'.') && !sentence.contains(u'%'), qPrintable(sentence));
        }
    }
};

QTEST_MAIN(TestAttachmentDraft)
#include "tst_attachmentdraft.moc"

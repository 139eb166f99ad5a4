#include "chatviewfixture.h"
#include "imagebytes.h"

#include "ui/blocks/blockworker.h"
#include "ui/chat/attachmentactions.h"
#include "ui/chat/attachmentviewer.h"
#include "ui/chat/attachmentwriting.h"

#include <QClipboard>
#include <QMenu>
#include <QPlainTextEdit>
#include <QTemporaryDir>

using namespace sluice;
using namespace sluice::test;
using namespace Qt::StringLiterals;

namespace {

/// A picture no other test has used: the last ones are kept.
Attachment picture(const QSize& size = {640, 400})
{
    static int count = 0;
    return {.name = u"p.png"_s, .mimeType = "image/png", .data = imageFile(size, "png", QColor(255, ++count, 0))};
}

const Attachment Notes {.name = u"notes_1.txt"_s, .mimeType = "text/plain", .data = "abc"};

Message turn(const QString& text, const QList<Attachment>& attachments)
{
    Message message;
    message.role = Role::User;
    message.text = text;
    message.attachments = attachments;
    return message;
}

struct Shown
{
    BlockWorker worker;
    ChatViewFixture f;

    explicit Shown(const Message& message, int virtualRows = 0)
        : f(virtualRows)
    {
        f.model.append(message);
        QApplication::processEvents();
    }

    int row() const { return f.model.rowCount() - 1; }
    const AttachmentsLayout& attachments() const { return f.view.layoutOf(row()).attachments(); }
    bool isDecoded() const
    {
        return QTest::qWaitFor([this] { return attachments().pixelBytes() > 0; }, 10000);
    }

    // In the middle of an attachment, in the viewport.
    QPoint pointOn(int index) const
    {
        const QRect rect = f.view.visualRect(f.model.index(row()));
        MessageLayout& layout = f.view.layoutOf(row());
        for (int y = 0; y < rect.height(); y += 4) {
            for (int x = 0; x < rect.width(); x += 4) {
                const MessageHit hit = layout.hit(QPointF(x, y));
                if (hit.kind == MessageHit::Kind::Attachment && hit.attachment == index)
                    return rect.topLeft() + QPoint(x + 8, y + 8);
            }
        }
        return {};
    }

    QStringList menuAt(const QPoint& point)
    {
        QContextMenuEvent event(QContextMenuEvent::Mouse, point, f.view.viewport()->mapToGlobal(point));
        QApplication::sendEvent(f.view.viewport(), &event);
        QStringList texts;
        if (auto* menu = qobject_cast<QMenu*>(QApplication::activePopupWidget())) {
            for (const QAction* action : menu->actions())
                texts << action->text();
            menu->close();
        }
        return texts;
    }
};

}

class TestMessageAttachments final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anImageStandsInTheCardAboveTheText()
    {
        Shown shown(turn(u"What is it?"_s, {picture()}));
        QVERIFY(shown.isDecoded());

        QCOMPARE(shown.attachments().usedWidth(), 320);
        QCOMPARE(shown.attachments().height(), 200);
        QImage screen(shown.f.view.viewport()->size(), QImage::Format_RGB32);
        shown.f.view.viewport()->render(&screen);
        QCOMPARE(screen.pixelColor(shown.pointOn(0) + QPoint(20, 20)).red(), 255);
        QCOMPARE(screen.pixelColor(shown.pointOn(0) + QPoint(20, 20)).blue(), 0);
    }

    void itsHeightIsBounded_data()
    {
        QTest::addColumn<QSize>("size");
        QTest::newRow("tall") << QSize(100, 4000);
        QTest::newRow("wide") << QSize(4000, 100);
        QTest::newRow("tiny") << QSize(1, 1);
    }

    void itsHeightIsBounded()
    {
        QFETCH(const QSize, size);
        Shown shown(turn(u"?"_s, {picture(size)}));
        QVERIFY(shown.isDecoded());

        QVERIFY(shown.attachments().height() <= 240 && shown.attachments().height() >= 32);
        QVERIFY(shown.attachments().usedWidth() <= 320 && shown.attachments().usedWidth() >= 32);
    }

    void severalImagesAreTilesAndFilesStandBelow()
    {
        QList<Attachment> many(7, Notes);
        for (int i = 0; i < 6; ++i)
            many[i] = picture();
        Shown shown(turn({}, many));
        const int height = shown.attachments().height();
        QVERIFY(shown.isDecoded());

        QCOMPARE(shown.attachments().height(), height); // nothing moves when they come
        QVERIFY(shown.pointOn(6).y() > shown.pointOn(5).y());
        QVERIFY(shown.pointOn(5).y() > shown.pointOn(0).y()); // two lines
    }

    void anImageThatCannotBeShownIsAFile()
    {
        const Attachment damaged {.name = u"p.png"_s, .mimeType = "image/png", .data = "\x89PNG\r\n\x1a\nnothing"};
        Shown shown(turn(u"?"_s, {damaged}));

        QTRY_COMPARE(shown.attachments().height(), 44);
    }

    void whatIsNotInViewIsNotDecoded()
    {
        BlockWorker worker;
        ChatViewFixture f;
        f.view.setModel(nullptr);
        f.model.append(turn(u"above"_s, {picture()}));
        for (int i = 0; i < 20; ++i)
            f.model.append(turn(LongText, {}));
        f.model.append(turn(u"in view"_s, {picture()}));
        f.view.setModel(&f.model);
        f.view.followLatest();
        QApplication::processEvents();
        const auto pixelsOf = [&f](int row) { return f.view.layoutOf(row).attachments().pixelBytes(); };

        QTRY_VERIFY(pixelsOf(21) > 0);
        QCOMPARE(pixelsOf(0), 0);
        (void)f.view.wholeLayoutOf(0); // as for a copy of all text
        f.view.verticalScrollBar()->setValue(0);
        QTRY_VERIFY(pixelsOf(0) > 0);
    }

    void aClickOpensItInAWindow()
    {
        Shown shown(turn(u"Look"_s, {picture(), Notes}));
        QVERIFY(shown.isDecoded());

        QTest::mouseClick(shown.f.view.viewport(), Qt::LeftButton, {}, shown.pointOn(1));

        auto* viewer = shown.f.view.findChild<AttachmentViewer*>();
        QVERIFY(viewer && viewer->isVisible());
        QCOMPARE(viewer->windowTitle(), u"notes_1.txt"_s);
        QCOMPARE(viewer->findChild<QPlainTextEdit*>()->toPlainText(), u"abc"_s);
        QTest::keyClick(viewer, Qt::Key_Escape);
        QTRY_VERIFY(!shown.f.view.findChild<AttachmentViewer*>());
    }

    void theMenuOffersToCopyAndSave()
    {
        Shown shown(turn(u"Look"_s, {picture(), Notes}));
        QVERIFY(shown.isDecoded());

        const QStringList onImage = shown.menuAt(shown.pointOn(0));
        QVERIFY(onImage.contains(u"Copy image"_s) && onImage.contains(u"Save image as…"_s));
        const QStringList onFile = shown.menuAt(shown.pointOn(1));
        QVERIFY(onFile.contains(u"Copy text of file"_s) && onFile.contains(u"Save file as…"_s));
        const QStringList beside = shown.menuAt(QPoint(10, shown.pointOn(0).y()));
        QVERIFY(beside.contains(u"p.png"_s) && beside.contains(u"notes_1.txt"_s)); // by keyboard
    }

    void anImageIsCopied()
    {
        Shown shown(turn(u"Look"_s, {picture({30, 20})}));
        AttachmentActions actions(shown.f.view, nullptr);
        QApplication::clipboard()->clear();

        actions.copy(shown.attachments().at(0));

        QTRY_COMPARE(QApplication::clipboard()->image().size(), QSize(30, 20));
    }

    void itIsWrittenWholeOrNotAtAll()
    {
        BlockWorker worker;
        const QTemporaryDir folder;
        const QString path = folder.filePath(u"a.png"_s);
        QList<bool> results;

        QString why;
        writeAttachment(path, "bytes", [&](const Result<void>& written) { results << written.has_value(); });
        writeAttachment(folder.filePath(u"none/a.png"_s), "bytes", [&](const Result<void>& written) {
            results << written.has_value();
            why = written.error().message;
        });

        QTRY_COMPARE_WITH_TIMEOUT(results, (QList {true, false}), 30000); // the disk may be busy
        QVERIFY2(why.contains(u"No such file or directory"_s), qPrintable(why));
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), "bytes"_ba);
    }

    void aSavedFileIsNamedAfterWhatItIs()
    {
        const auto nameOf = [](const QString& name, const QByteArray& type) {
            return fileNameFor({.name = name, .mimeType = type, .data = {}});
        };
        QCOMPARE(nameOf(u"a.png"_s, "image/png"), u"a.png"_s);
        QCOMPARE(nameOf(u"a.png"_s, "image/jpeg"), u"a.jpg"_s);
        QCOMPARE(nameOf(u"a.JPEG"_s, "image/jpeg"), u"a.JPEG"_s);
        QCOMPARE(nameOf(u"Pasted image"_s, "image/png"), u"Pasted image.png"_s);
        QCOMPARE(nameOf(u"../a.txt"_s, "text/plain"), u".._a.txt"_s);
    }

    void aCopyAsMarkdownNamesThem()
    {
        Shown shown(turn(u"Look"_s, {picture(), Notes}));
        QVERIFY(shown.isDecoded());

        QTest::keyClick(&shown.f.view, Qt::Key_C, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(QApplication::clipboard()->text(), u"Attached: p.png, notes\\_1.txt\n\nLook"_s);
        QTest::keyClick(&shown.f.view, Qt::Key_A, Qt::ControlModifier);
        QTest::keyClick(&shown.f.view, Qt::Key_C, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(QApplication::clipboard()->text(), u"Attached: p.png, notes\\_1.txt\n\nLook"_s);
    }

    void anAnswerInThePlaceOfATurnHasNone()
    {
        Shown shown(turn(u"Look"_s, {picture()}));
        QVERIFY(shown.isDecoded());

        Message answer = turn(u"Yes"_s, {});
        answer.role = Role::Assistant;
        shown.f.model.last() = answer;
        shown.f.model.touchLast();

        QVERIFY(shown.attachments().isEmpty());
    }
};

QTEST_MAIN(TestMessageAttachments)
#include "tst_messageattachments.moc"

#include "tests/support/scriptedserver.h"
#include "tests/support/sessionscripts.h"
#include "tests/support/windowfixture.h"
#include "tests/ui/imagebytes.h"
#include "ui/blocks/blockworker.h"
#include "ui/chat/attachmentdraft.h"
#include "ui/chat/attachmentdrop.h"
#include "ui/chat/attachmenttray.h"
#include "ui/chat/chatpane.h"
#include "ui/chat/chatview.h"
#include "ui/chat/composer.h"
#include "ui/chat/messageeditor.h"

#include <QApplication>
#include <QClipboard>
#include <QDropEvent>
#include <QFileDialog>
#include <QMimeData>
#include <QPushButton>
#include <QTest>
#include <QToolButton>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace sluice;
using namespace sluice::test;

namespace {

constexpr int PatienceMs = 30'000;

const Attachment Notes {.name = u"notes.txt"_s, .mimeType = "text/plain", .data = "abc"};

Attachment picture()
{
    return {.name = u"p.png"_s, .mimeType = "image/png", .data = imageFile({64, 48}, "png")};
}

struct Driven : WindowFixture
{
    BlockWorker worker;
    ScriptedServer server {[](const ReceivedRequest&) { return openAiAnswer("Seen."); }};

    explicit Driven(const QString& provider = u"openai"_s, const QString& store = {})
        : WindowFixture(store)
    {
        Endpoint endpoint = targetAt(server.url()).endpoint;
        endpoint.id = endpoint.name = u"scripted"_s;
        endpoint.provider = provider;
        settings.addTransientEndpoint(endpoint);
        settings.setSelectedEndpoint(endpoint.id);
        window.reset();
        open();
    }

    ChatPane* pane() const { return window->findChild<ChatPane*>(); }
    Composer* composer() const { return window->findChild<Composer*>(); }
    MessageEditor* editor() const { return composer()->editor(); }
    AttachmentDraft& draft() const { return *composer()->attachments(); }
    ChatSession& session() const { return *pane()->session(); }
    QPushButton* send() const { return named<QPushButton>(composer(), u"Send"_s); }
    QToolButton* tool(const QString& name) const { return named<QToolButton>(window.get(), name); }

    bool isAnswered() const
    {
        return QTest::qWaitFor([this] { return session().messageCount() > 0 && !session().isRunning(); }, PatienceMs);
    }

    bool isRead() const
    {
        return QTest::qWaitFor([this] { return !draft().isReading(); }, PatienceMs);
    }

    QString write(const QString& name, const QByteArray& bytes) const
    {
        QFile file(directory + u'/' + name);
        return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size() ? file.fileName() : QString();
    }

    /// Of the last question; the window asks for models, too.
    QByteArray lastBody() const
    {
        const std::vector<ReceivedRequest> all = server.requests();
        const auto post = std::find_if(all.rbegin(), all.rend(), [](const ReceivedRequest& one) { return one.method == "POST"; });
        return post == all.rend() ? QByteArray() : post->body;
    }
};

void drag(QWidget* over, const QMimeData& mime, QEvent::Type type)
{
    const QPoint point = over->rect().center();
    if (type == QEvent::DragEnter) {
        QDragEnterEvent event(point, Qt::CopyAction | Qt::MoveAction, &mime, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(over, &event);
    } else if (type == QEvent::DragLeave) {
        QDragLeaveEvent event;
        QApplication::sendEvent(over, &event);
    } else {
        QDropEvent event(point, Qt::CopyAction | Qt::MoveAction, &mime, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(over, &event);
    }
}

}

class TestComposerAttachments : public QObject
{
    Q_OBJECT

public:
    /// Before QApplication: the keyring of whoever runs this is none of our business.
    static void initMain() { qputenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus"); }

private Q_SLOTS:
    void whatIsAttachedToADraftIsThereInTheNextRun()
    {
        const QTemporaryDir disk;
        QString first;
        {
            Driven driven(u"openai"_s, disk.path());
            QTRY_VERIFY_WITH_TIMEOUT(driven.pane()->session(), PatienceMs);
            first = driven.session().id();
            driven.draft().set({picture(), Notes}); // without a word of text
            QTest::keyClick(driven.window.get(), Qt::Key_N, Qt::ControlModifier);
            QTRY_VERIFY_WITH_TIMEOUT(driven.session().id() != first, PatienceMs); // the other is not empty
            QVERIFY(driven.draft().isEmpty());
            driven.draft().set({Notes});
            driven.window->close();
            QTRY_VERIFY_WITH_TIMEOUT(!driven.window->isVisible(), PatienceMs);
        }
        {
            Driven driven(u"openai"_s, disk.path());
            QTRY_VERIFY_WITH_TIMEOUT(driven.pane()->session(), PatienceMs);
            QCOMPARE(driven.draft().attachments(), QList<Attachment> {Notes});
            driven.conversations.open(
                first, driven.window.get(), [&](ChatSession* session) { driven.pane()->showSession(session); });
            QTRY_COMPARE_WITH_TIMEOUT(driven.session().id(), first, PatienceMs);
            QCOMPARE(driven.draft().attachments(), (QList<Attachment> {picture(), Notes}));
            QVERIFY(driven.tool(u"Remove p.png"_s));
            QTest::mouseClick(driven.send(), Qt::LeftButton);
            QVERIFY(driven.isAnswered());
            driven.conversations.save();
        }
        Driven driven(u"openai"_s, disk.path());
        QTRY_VERIFY_WITH_TIMEOUT(driven.pane()->session(), PatienceMs);
        driven.conversations.open(first, driven.window.get(), [&](ChatSession* session) { driven.pane()->showSession(session); });
        QTRY_COMPARE_WITH_TIMEOUT(driven.session().id(), first, PatienceMs);
        QVERIFY(driven.draft().isEmpty()); // it was sent
    }

    void attachmentsAreSentWithoutTextAndLeaveTheComposer()
    {
        Driven driven;
        QVERIFY(!driven.send()->isEnabled());

        driven.draft().set({picture(), Notes});
        QVERIFY(driven.send()->isEnabled());
        QTest::keyClick(driven.editor(), Qt::Key_Return);

        QTRY_VERIFY_WITH_TIMEOUT(driven.draft().isEmpty(), PatienceMs);
        QVERIFY(driven.isAnswered());
        QCOMPARE(driven.session().loadedMessage(0)->attachments, (QList {picture(), Notes}));
        QVERIFY(driven.lastBody().contains("data:image/png;base64," + picture().data.toBase64()));
        QVERIFY(driven.lastBody().contains("notes.txt"));
    }

    void nothingIsSentWhileAFileIsRead()
    {
        Driven driven;
        driven.composer()->setText(u"Look"_s);

        driven.draft().addFiles({driven.write(u"a.txt"_s, "abc")});
        QVERIFY(!driven.send()->isEnabled());
        QTest::keyClick(driven.editor(), Qt::Key_Return);
        QCOMPARE(driven.session().messageCount(), 0);

        QVERIFY(driven.isRead());
        QVERIFY(driven.send()->isEnabled());
        QTest::keyClick(driven.editor(), Qt::Key_Return);
        QVERIFY(driven.isAnswered());
    }

    void picturesAndFilesArePasted()
    {
        Driven driven;
        QImage image(20, 10, QImage::Format_RGB32);
        image.fill(Qt::green);
        QApplication::clipboard()->setImage(image);
        driven.editor()->paste();
        auto* files = new QMimeData;
        files->setUrls({QUrl::fromLocalFile(driven.write(u"a.txt"_s, "abc"))});
        files->setText(u"file:///a.txt"_s);
        QApplication::clipboard()->setMimeData(files);
        driven.editor()->paste();
        QVERIFY(driven.isRead());

        QCOMPARE(driven.draft().attachments().size(), 2);
        QCOMPARE(driven.draft().attachments()[0].name, u"Pasted image"_s);
        QCOMPARE(driven.draft().attachments()[1].name, u"a.txt"_s);
        QVERIFY(driven.composer()->text().isEmpty());
    }

    void aLongPastedTextStaysText()
    {
        Driven driven;
        QApplication::clipboard()->setText(QString(50'000, u'x'));

        driven.editor()->paste();

        QCOMPARE(driven.composer()->text().size(), 50'000);
        QVERIFY(driven.draft().isEmpty());
    }

    void aFileIsDroppedAnywhereInThePane_data()
    {
        QTest::addColumn<int>("place");
        QTest::newRow("pane") << 0;
        QTest::newRow("text") << 1;
    }

    void aFileIsDroppedAnywhereInThePane()
    {
        QFETCH(const int, place);
        Driven driven;
        const auto* drop = driven.pane()->findChild<AttachmentDrop*>();
        QWidget* over = place == 0 ? static_cast<QWidget*>(driven.pane()) : driven.editor()->viewport();
        QMimeData mime;
        mime.setUrls({QUrl::fromLocalFile(driven.write(u"a.txt"_s, "abc"))});

        drag(over, mime, QEvent::DragEnter);
        QVERIFY(drop->isSignVisible());
        drag(over, mime, QEvent::DragLeave);
        QVERIFY(!drop->isSignVisible());
        drag(over, mime, QEvent::DragEnter);
        drag(over, mime, QEvent::Drop);

        QVERIFY(!drop->isSignVisible());
        QVERIFY(driven.isRead());
        QCOMPARE(driven.draft().attachments().size(), 1);
        QVERIFY(driven.composer()->text().isEmpty());
    }

    void draggedTextIsNoAttachment()
    {
        Driven driven;
        QMimeData mime;
        mime.setText(u"words"_s);

        drag(driven.pane(), mime, QEvent::DragEnter);
        QVERIFY(!driven.pane()->findChild<AttachmentDrop*>()->isSignVisible());
        drag(driven.pane(), mime, QEvent::Drop);

        QVERIFY(driven.draft().isEmpty());
    }

    void theButtonAsksForFiles()
    {
        Driven driven;

        QTest::mouseClick(driven.tool(u"Attach files"_s), Qt::LeftButton);
        auto* dialog = driven.window->findChild<QFileDialog*>();
        QVERIFY(dialog);
        QCOMPARE(dialog->fileMode(), QFileDialog::ExistingFiles);
        Q_EMIT dialog->filesSelected({driven.write(u"a.txt"_s, "abc")});

        QVERIFY(driven.isRead());
        QCOMPARE(driven.draft().attachments().size(), 1);
    }

    void chipsAreTakenAwayByMouseAndKeyboard()
    {
        Driven driven;
        driven.draft().set({picture(), Notes, picture()});
        QApplication::setActiveWindow(driven.window.get());

        QTest::mouseClick(driven.tool(u"Remove notes.txt"_s), Qt::LeftButton);
        QCOMPARE(driven.draft().entries().size(), 2);
        QToolButton* first = driven.tool(u"Remove p.png"_s);
        first->setFocus(Qt::TabFocusReason);
        QTRY_VERIFY(first->hasFocus());
        QTest::keyClick(first, Qt::Key_Delete);
        QCOMPARE(driven.draft().entries().size(), 1);
        auto* second = qobject_cast<QToolButton*>(QApplication::focusWidget());
        QVERIFY(second && second != first);
        QTest::keyClick(second, Qt::Key_Space);

        QVERIFY(driven.draft().isEmpty());
        QVERIFY(driven.editor()->hasFocus());
        QVERIFY(!driven.composer()->tray()->isVisible());
    }

    void tabGoesFromTheTextToTheChipsAndOn()
    {
        Driven driven;
        driven.draft().set({picture(), Notes});
        QApplication::setActiveWindow(driven.window.get());
        driven.editor()->setFocus();
        QTRY_VERIFY(driven.editor()->hasFocus());
        QStringList names;
        for (int i = 0; i < 3; ++i) {
            QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
            names << QApplication::focusWidget()->accessibleName();
        }

        QCOMPARE(names, (QStringList {u"Remove p.png"_s, u"Remove notes.txt"_s, u"Attach files"_s}));
    }

    void aChipSaysWhatWasDoneToItsImage()
    {
        Driven driven;
        driven.draft().addFiles({driven.write(u"big.png"_s, imageFile({4000, 1000}, "png")), driven.write(u"a.txt"_s, "abc")});
        QVERIFY(driven.isRead());

        const QString onImage = driven.tool(u"Remove big.png"_s)->parentWidget()->toolTip();
        QCOMPARE(onImage, u"big.png\nScaled down from 4000 × 1000 to 2000 × 500 pixels, so that models take it"_s);
        QCOMPARE(driven.tool(u"Remove a.txt"_s)->parentWidget()->toolTip(), u"a.txt"_s);
    }

    void aRefusalStandsInTheComposer()
    {
        Driven driven;

        driven.draft().addFiles({driven.write(u"a.pdf"_s, "%PDF\xff")});
        QVERIFY(driven.isRead());

        QVERIFY(driven.composer()->tray()->refusal().startsWith(u"“a.pdf” cannot be attached"_s));
        QVERIFY(driven.composer()->tray()->isVisible());
        driven.draft().set({Notes});
        QVERIFY(driven.composer()->tray()->refusal().isEmpty());
    }

    void upBringsTheAttachmentsBackToo()
    {
        Driven driven;
        driven.composer()->setText(u"Look"_s);
        driven.draft().set({Notes});
        QTest::keyClick(driven.editor(), Qt::Key_Return);
        QVERIFY(driven.isAnswered());

        QTest::keyClick(driven.editor(), Qt::Key_Up);

        QCOMPARE(driven.composer()->text(), u"Look"_s);
        QCOMPARE(driven.draft().attachments(), QList {Notes});
    }

    void anEditBeginsWithTheTurnsAttachmentsAndTheDraftComesBack()
    {
        Driven driven;
        driven.draft().set({picture(), Notes});
        QTest::keyClick(driven.editor(), Qt::Key_Return);
        QVERIFY(driven.isAnswered());
        const Attachment later {.name = u"later.txt"_s, .mimeType = "text/plain", .data = "z"};
        driven.draft().set({later});

        Q_EMIT driven.window->findChild<ChatView*>()->editRequested(0);
        QCOMPARE(driven.draft().attachments(), (QList {picture(), Notes}));
        driven.draft().remove(driven.draft().entries().first().id);
        QTest::keyClick(driven.editor(), Qt::Key_Return);
        QVERIFY(QTest::qWaitFor([&] { return driven.server.requestCount() >= 2 && !driven.session().isRunning(); }, PatienceMs));

        QCOMPARE(driven.session().loadedMessage(0)->attachments, QList {Notes});
        QCOMPARE(driven.draft().attachments(), QList {later});
    }

    void eachConversationKeepsItsOwn()
    {
        Driven driven;
        ChatSession* first = driven.pane()->session();
        driven.composer()->setText(u"Hi"_s);
        QTest::keyClick(driven.editor(), Qt::Key_Return);
        QVERIFY(driven.isAnswered());
        driven.draft().addFiles({driven.write(u"a.txt"_s, "abc")});

        driven.pane()->showSession(driven.conversations.startNew());
        QVERIFY(driven.draft().isEmpty());
        driven.pane()->showSession(first);

        QVERIFY(driven.isRead());
        QCOMPARE(driven.draft().attachments().size(), 1);
    }

    void anEndpointWithoutImagesRefusesThemBeforeAnythingIsSent()
    {
        Driven driven(u"sluice"_s);
        const int before = driven.server.requestCount();
        driven.composer()->setText(u"Look"_s);
        driven.draft().set({picture()});

        QTest::keyClick(driven.editor(), Qt::Key_Return);
        QTRY_COMPARE(
            driven.composer()->tray()->refusal(), u"“scripted” takes no images: take them away, or choose another endpoint."_s);

        QCOMPARE(driven.session().messageCount(), 0);
        QCOMPARE(driven.composer()->text(), u"Look"_s);
        QCOMPARE(driven.draft().attachments(), QList {picture()});
        for (int i = before; i < driven.server.requestCount(); ++i)
            QCOMPARE(driven.server.requests()[size_t(i)].method, "GET"_ba); // its models
    }
};

QTEST_MAIN(TestComposerAttachments)
#include "tst_composerattachments.moc"

// What is written before the history has said which conversation it is for.
#include "tests/support/heldstore.h"
#include "tests/support/windowfixture.h"
#include "tests/ui/imagebytes.h"
#include "ui/blocks/blockworker.h"
#include "ui/chat/attachmentdraft.h"
#include "ui/chat/chatpane.h"
#include "ui/chat/composer.h"
#include "ui/chat/messageeditor.h"

#include <QApplication>
#include <QClipboard>
#include <QLineEdit>
#include <QMimeData>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace sluice;
using namespace sluice::test;

namespace {

constexpr int PatienceMs = 30'000;

const Attachment Notes {.name = u"notes.txt"_s, .mimeType = "text/plain", .data = "abc"};

/// What stands in the store is told with the events, so that before the first of them nothing is there yet.
struct Starting : WindowFixture
{
    BlockWorker worker;

    explicit Starting(const QTemporaryDir& disk)
        : WindowFixture(disk.path())
    { }

    Composer* composer() const { return window->findChild<Composer*>(); }
    MessageEditor* editor() const { return composer()->editor(); }
    ChatPane* pane() const { return window->findChild<ChatPane*>(); }
    ChatSession* session() const { return pane()->session(); }
    QLineEdit* search() const { return named<QLineEdit>(window.get(), u"Search conversations"_s); }
    QStringList attached() const
    {
        QStringList names;
        for (const AttachmentDraft::Entry& entry : composer()->attachments()->entries())
            names << entry.name;
        return names;
    }
    static void copyPicture()
    {
        QImage image(64, 48, QImage::Format_RGB32);
        image.fill(Qt::red);
        QApplication::clipboard()->setImage(image);
    }
};

/// A data directory whose conversation has \a draft, and Notes with it.
void leave(const QTemporaryDir& disk, const QString& draft)
{
    const Starting driven(disk);
    QTRY_VERIFY_WITH_TIMEOUT(driven.session(), PatienceMs);
    driven.composer()->setText(draft);
    driven.composer()->attachments()->set({Notes});
}

}

class EarlyDraftTest : public QObject
{
    Q_OBJECT

public:
    /// Before QApplication: the keyring of whoever runs this is none of our business.
    static void initMain() { qputenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus"); }

private Q_SLOTS:
    void theFirstKeysGoToTheMessage()
    {
        const QTemporaryDir disk;
        const Starting driven(disk);
        QVERIFY(!driven.session());
        QVERIFY(driven.window->focusWidget() == driven.editor());
    }

    void whatIsTypedAtTheVeryStartStays()
    {
        const QTemporaryDir disk;
        const Starting driven(disk);

        QTest::keyClicks(driven.editor(), u"hello"_s);
        QTest::keyClick(driven.editor(), Qt::Key_Left);
        QTRY_VERIFY_WITH_TIMEOUT(driven.session(), PatienceMs);

        QCOMPARE(driven.composer()->text(), u"hello"_s);
        QCOMPARE(driven.editor()->textCursor().position(), 4);
        QCOMPARE(driven.conversations.draft(driven.session()), u"hello"_s);
    }

    void whatIsTypedGoesBehindTheDraftThatWasLeft()
    {
        const QTemporaryDir disk;
        leave(disk, u"half a thought"_s);
        const Starting driven(disk);

        QTest::keyClicks(driven.editor(), u"hello"_s);
        QTest::keyClick(driven.editor(), Qt::Key_Left);
        QTRY_VERIFY_WITH_TIMEOUT(driven.session(), PatienceMs);

        QCOMPARE(driven.composer()->text(), u"half a thought\nhello"_s);
        QCOMPARE(driven.editor()->textCursor().position(), 19);
        QCOMPARE(driven.conversations.draft(driven.session()), u"half a thought\nhello"_s);
        QCOMPARE(driven.attached(), QStringList {Notes.name});
    }

    void whatIsTypedWhileTheConversationIsOpenedStays()
    {
        const QTemporaryDir disk;
        leave(disk, u"half a thought"_s);
        const Starting driven(disk);
        HeldStore held(*driven.history);
        QTRY_VERIFY_WITH_TIMEOUT(driven.conversations.isReady(), PatienceMs); // the list was asked for before
        QTest::keyClicks(driven.editor(), u"hello"_s);
        QTest::keyClick(driven.editor(), Qt::Key_Return); // to whom?
        QVERIFY(!driven.session());

        held.letGo();
        QTRY_VERIFY_WITH_TIMEOUT(driven.session(), PatienceMs);

        QCOMPARE(driven.composer()->text(), u"half a thought\nhello"_s);
        QCOMPARE(driven.session()->messageCount(), 0);
    }

    void aPicturePastedAtTheVeryStartStays()
    {
        const QTemporaryDir disk;
        leave(disk, u"half a thought"_s);
        const Starting driven(disk);
        Starting::copyPicture();

        driven.editor()->paste();
        QCOMPARE(driven.attached(), QStringList {u"Pasted image"_s});
        QTRY_VERIFY_WITH_TIMEOUT(driven.session(), PatienceMs);

        QCOMPARE(driven.attached(), (QStringList {Notes.name, u"Pasted image"_s}));
        QTRY_VERIFY_WITH_TIMEOUT(!driven.composer()->attachments()->isReading(), PatienceMs);
        QCOMPARE(driven.conversations.draftAttachments(driven.session()->id()).size(), 2);
    }

    void aPictureThatWasReadBeforeStays()
    {
        const QTemporaryDir disk;
        leave(disk, u"half a thought"_s);
        const Starting driven(disk);
        HeldStore held(*driven.history);
        Starting::copyPicture();
        driven.editor()->paste();
        QTRY_VERIFY_WITH_TIMEOUT(!driven.composer()->attachments()->isReading(), PatienceMs);
        QVERIFY(!driven.session());

        held.letGo();
        QTRY_VERIFY_WITH_TIMEOUT(driven.session(), PatienceMs);

        QCOMPARE(driven.attached(), (QStringList {Notes.name, u"Pasted image"_s}));
        QCOMPARE(driven.conversations.draftAttachments(driven.session()->id()).size(), 2);
    }

    void ofMoreThanAMessageHoldsTheRestIsRefusedAloud()
    {
        const QTemporaryDir disk;
        leave(disk, {});
        const Starting driven(disk);
        HeldStore held(*driven.history);
        const QList<Attachment> many(AttachmentLimits::Count, Notes);
        driven.composer()->attachments()->set(many);

        held.letGo();
        QTRY_VERIFY_WITH_TIMEOUT(driven.session(), PatienceMs);

        QCOMPARE(driven.attached().size(), AttachmentLimits::Count);
        QVERIFY(!driven.composer()->attachments()->refusals().isEmpty());
    }

    void whoSearchesAtTheVeryStartIsLeftInTheSearch()
    {
        const QTemporaryDir disk;
        leave(disk, u"half a thought"_s);
        const Starting driven(disk);

        driven.search()->setFocus();
        QTRY_VERIFY_WITH_TIMEOUT(driven.session(), PatienceMs);

        QVERIFY(driven.window->focusWidget() == driven.search());
        QCOMPARE(driven.composer()->text(), u"half a thought"_s);
    }

    void whatIsTypedBetweenTwoConversationsStaysWithTheNext()
    {
        const QTemporaryDir disk;
        leave(disk, u"half a thought"_s);
        const Starting driven(disk);
        HeldStore held(*driven.history);
        QTRY_VERIFY_WITH_TIMEOUT(driven.conversations.isReady(), PatienceMs);
        QTest::keyClicks(driven.editor(), u"hello"_s);

        QTest::keyClick(driven.window.get(), Qt::Key_N, Qt::ControlModifier);

        QVERIFY(driven.session());
        QCOMPARE(driven.composer()->text(), u"hello"_s);
        QCOMPARE(driven.conversations.draft(driven.session()), u"hello"_s);
    }
};

QTEST_MAIN(EarlyDraftTest)
#include "tst_earlydraft.moc"

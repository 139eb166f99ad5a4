// What somebody is about when the language changes goes on in the new window.
#include "core/engine/chatsession.h"
#include "tests/support/heldstore.h"
#include "tests/support/hostedwindow.h"
#include "tests/ui/imagebytes.h"
#include "ui/blocks/blockworker.h"
#include "ui/chat/attachmentdraft.h"
#include "ui/chat/editbar.h"
#include "ui/chat/findbar.h"
#include "ui/historytransfer.h"
#include "ui/noticebar.h"
#include "ui/sidebar/undobar.h"

#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

#include <optional>

using namespace Qt::StringLiterals;
using namespace sluice;
using namespace sluice::test;

namespace {

const Attachment Notes {.name = u"notes.txt"_s, .mimeType = "text/plain", .data = "abc"};
const QString Chinese = u"zh_CN"_s;
constexpr int Patience = 60'000; // ms: most of it waits for the disk, which may be busy

bool isChinese(const QString& text)
{
    return std::any_of(text.begin(), text.end(), [](QChar c) { return c.unicode() >= 0x4E00 && c.unicode() <= 0x9FFF; });
}

struct Hosted : HostedWindow
{
    BlockWorker worker;

    using HostedWindow::HostedWindow;

    HistoryTransfer* transfer() const { return host->window().findChild<HistoryTransfer*>(); }
    QString notice() const { return pane()->notice()->isVisible() ? pane()->notice()->text() : QString(); }
    EditBar* editBar() const { return host->window().findChild<EditBar*>(); }
    FindBar* findBar() const { return host->window().findChild<FindBar*>(); }
    QLineEdit* findField() const { return findBar()->findChild<QLineEdit*>(); }
    QString findProgress() const { return findBar()->findChild<QLabel*>()->text(); }
    QLineEdit* search() const { return named<QLineEdit>(&host->window(), u"Search conversations"_s); }
    QListView* list() const { return named<QListView>(&host->window(), u"Conversations"_s); }
    QStringList attached() const
    {
        QStringList names;
        for (const AttachmentDraft::Entry& entry : composer()->attachments()->entries())
            names << entry.name;
        return names;
    }
    void select(int anchor, int position) const
    {
        QTextCursor cursor = editor()->textCursor();
        cursor.setPosition(anchor);
        cursor.setPosition(position, QTextCursor::KeepAnchor);
        editor()->setTextCursor(cursor);
    }
};

/// A conversation of its own on disk, and a file that all of it was exported to.
struct Exported
{
    QTemporaryDir disk;
    QTemporaryDir files;
    QString fileName = files.filePath(u"all.json"_s);

    bool write()
    {
        const Hosted driven(disk.path());
        if (!QTest::qWaitFor([&driven] { return driven.pane()->session() != nullptr; }, Patience) || !driven.say(u"hello"_s))
            return false;
        driven.transfer()->exportTo(fileName, {});
        return QTest::qWaitFor([&driven] { return !driven.transfer()->isRunning(); }, Patience) && QFile::exists(fileName);
    }
};

/// A window that imports it into an empty store, which does not answer yet.
struct Importing
{
    Exported exported;
    const bool isWritten = exported.write(); // by a window that is gone before there is another
    QTemporaryDir empty;
    Hosted driven {empty.path()};
    std::optional<HeldStore> held;

    bool begin()
    {
        if (!isWritten || !QTest::qWaitFor([this] { return driven.pane()->session() != nullptr; }, Patience))
            return false;
        held.emplace(*driven.history);
        driven.transfer()->importFrom(exported.fileName);
        return true;
    }
};

}

class LanguageSwitchTest : public QObject
{
    Q_OBJECT

public:
    /// Before QApplication: the keyring of whoever runs this is none of our business.
    static void initMain() { qputenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus"); }

private Q_SLOTS:
    void cleanup() { QLocale::setDefault(QLocale::c()); }

    void anImportThatRunsEndsInTheNewWindow()
    {
        Importing importing;
        QVERIFY(importing.begin());
        Hosted& driven = importing.driven;

        QVERIFY(driven.speak(Chinese));

        QVERIFY(driven.transfer()->isRunning());
        QVERIFY2(isChinese(driven.notice()) && driven.notice().contains(u'0'), qPrintable(driven.notice()));
        const QString another = importing.empty.filePath(u"another.json"_s);
        QSignalSpy said(driven.transfer(), &HistoryTransfer::said);
        driven.transfer()->exportTo(another, {});
        QVERIFY2(said.size() == 1 && isChinese(said.first().first().toString()), "one at a time, which is said");
        importing.held->letGo();
        QTRY_VERIFY_WITH_TIMEOUT(!driven.transfer()->isRunning(), Patience);
        QVERIFY(!QFile::exists(another));
        QVERIFY2(isChinese(driven.notice()) && driven.notice().contains(u'1'), qPrintable(driven.notice()));
        QTRY_COMPARE_WITH_TIMEOUT(driven.list()->model()->rowCount(), 2, Patience);
    }

    void anExportThatRunsEndsInTheNewWindow()
    {
        Exported exported;
        QVERIFY(exported.write());
        Hosted driven(exported.disk.path());
        QTRY_VERIFY_WITH_TIMEOUT(driven.pane()->session(), Patience);
        const QString second = exported.files.filePath(u"second.json"_s);
        HeldStore held(*driven.history);
        driven.transfer()->exportTo(second, {});

        QVERIFY(driven.speak(Chinese));
        QVERIFY(driven.speak(u"en"_s));

        QCOMPARE(driven.notice(), u"Exporting… conversations so far: 0"_s);
        held.letGo();
        QTRY_COMPARE_WITH_TIMEOUT(driven.notice(), u"1 conversation exported to second.json."_s, Patience);
        QVERIFY(QFile::exists(second));
    }

    void anImportThatWentOverCanBeStopped()
    {
        Importing importing;
        QVERIFY(importing.begin());
        Hosted& driven = importing.driven;
        QVERIFY(driven.speak(Chinese));

        driven.transfer()->stop();
        importing.held->letGo();

        QTRY_VERIFY_WITH_TIMEOUT(!driven.transfer()->isRunning(), Patience);
        QCOMPARE(driven.list()->model()->rowCount(), 1);
        driven.transfer()->importFrom(importing.exported.fileName); // and there can be another
        QTRY_COMPARE_WITH_TIMEOUT(driven.list()->model()->rowCount(), 2, Patience);
    }

    void anEditUnderWayGoesOn()
    {
        Hosted driven;
        QVERIFY(driven.say(u"hello"_s));
        driven.composer()->setText(u"half a thought"_s);
        Q_EMIT driven.view()->editRequested(0);
        driven.composer()->setText(u"hello, changed"_s);
        driven.select(7, 3);
        driven.composer()->attachments()->set({Notes});
        ChatSession& session = driven.session();

        QVERIFY(driven.speak(Chinese));

        QCOMPARE(&driven.session(), &session);
        QVERIFY(driven.editBar()->isVisible());
        QCOMPARE(driven.composer()->text(), u"hello, changed"_s);
        QCOMPARE(driven.editor()->textCursor().anchor(), 7);
        QCOMPARE(driven.editor()->textCursor().position(), 3);
        QCOMPARE(driven.attached(), QStringList {Notes.name});
        QCOMPARE(driven.conversations.draft(&session), u"half a thought"_s);
        QTest::keyClick(driven.editor(), Qt::Key_Return);
        QTRY_COMPARE_WITH_TIMEOUT(session.siblingPlace(0), (SiblingPlace {.index = 1, .count = 2}), Patience);
        QCOMPARE(session.loadedMessage(0)->text, u"hello, changed"_s);
        QCOMPARE(session.loadedMessage(0)->attachments.size(), 1);
        QCOMPARE(driven.composer()->text(), u"half a thought"_s);
        QVERIFY(driven.composer()->attachments()->isEmpty());
        session.stop();
    }

    void theDraftKeepsItsCursorAndWhatIsStillRead()
    {
        Hosted driven;
        driven.composer()->setText(u"one two three"_s);
        driven.select(4, 7);
        driven.composer()->attachments()->set({Notes});
        const QString path = driven.directory + u"/late.png"_s;
        QFile file(path);
        QVERIFY(file.open(QFile::WriteOnly));
        file.write(imageFile({64, 48}, "png"));
        file.close();

        QVERIFY(driven.speak(Chinese, [&driven, &path] { driven.composer()->attachments()->addFiles({path}); }));

        QCOMPARE(driven.composer()->text(), u"one two three"_s);
        QCOMPARE(driven.editor()->textCursor().selectedText(), u"two"_s);
        QCOMPARE(driven.attached(), (QStringList {Notes.name, u"late.png"_s}));
        QTRY_VERIFY_WITH_TIMEOUT(!driven.composer()->attachments()->isReading(), Patience);
        QCOMPARE(driven.composer()->attachments()->attachments().size(), 2);
        QCOMPARE(driven.conversations.draftAttachments(driven.session().id()).size(), 2);
    }

    void whatIsReadForAnotherConversationArrivesThere()
    {
        Hosted driven;
        QVERIFY(driven.say(u"hello"_s));
        const QString id = driven.session().id();
        QImage image(64, 48, QImage::Format_RGB32);
        image.fill(Qt::red);

        QVERIFY(driven.speak(Chinese, [&driven, &image] {
            driven.composer()->attachments()->add({OfferedAttachment {.name = u"red"_s, .source = image}});
            driven.host->window().startNew();
        }));

        QVERIFY(driven.session().id() != id);
        QVERIFY(driven.composer()->attachments()->isEmpty());
        QTRY_COMPARE_WITH_TIMEOUT(driven.conversations.draftAttachments(id).size(), 1, Patience);
    }

    void theHitThatAFindHasComeToStaysTheOne()
    {
        Hosted driven;
        QVERIFY(driven.say(u"one word, another Word, a third word"_s));
        QTest::keyClick(&driven.host->window(), Qt::Key_F, Qt::ControlModifier);
        named<QToolButton>(driven.findBar(), u"Match case"_s)->setChecked(true);
        driven.findField()->setText(u"word"_s);
        QTest::keyClick(driven.findField(), Qt::Key_Return);
        QTRY_VERIFY_WITH_TIMEOUT(driven.findProgress().startsWith(u"1 of "_s), Patience);
        QTest::keyClick(driven.findField(), Qt::Key_Return);
        QTRY_VERIFY_WITH_TIMEOUT(driven.findProgress().startsWith(u"2 of "_s), Patience);

        QVERIFY(driven.speak(Chinese));

        QVERIFY(driven.findBar()->isVisible());
        QCOMPARE(driven.findField()->text(), u"word"_s);
        QCOMPARE(driven.findBar()->needle().sensitivity(), Qt::CaseSensitive);
        QTRY_VERIFY2_WITH_TIMEOUT(driven.findProgress().contains(u'2'), qPrintable(driven.findProgress()), Patience);
        QVERIFY(driven.speak(u"en"_s));
        QTRY_VERIFY_WITH_TIMEOUT(driven.findProgress().startsWith(u"2 of "_s), Patience);
    }

    void reasoningThatWasOpenedStaysOpenAndInPlace()
    {
        Hosted driven;
        driven.host->window().resize(800, 500);
        driven.send(u"think"_s);
        QTRY_VERIFY_WITH_TIMEOUT(driven.session().messageCount() == 2, Patience);
        QTRY_VERIFY_WITH_TIMEOUT(!driven.session().isRunning(), Patience);
        QVERIFY(!driven.view()->isReasoningOpen(1));
        driven.view()->toggleReasoning(1);
        driven.view()->revealPosition(1, 0);
        driven.view()->scrollByPixels(-20);
        const QByteArrayList place = driven.view()->scrollPlace().split(' ');

        QVERIFY(driven.speak(Chinese));

        QVERIFY(driven.view()->isReasoningOpen(1));
        const QByteArrayList found = driven.view()->scrollPlace().split(' ');
        QCOMPARE(found[0], place[0]);
    }

    void whatIsSearchedForInTheSidebarIsStillSearchedFor()
    {
        Hosted driven;
        QVERIFY(driven.say(u"hello"_s));
        driven.host->window().startNew();
        QTRY_COMPARE_WITH_TIMEOUT(driven.list()->model()->rowCount(), 2, Patience);
        driven.search()->setText(u"hello"_s);
        QTRY_COMPARE_WITH_TIMEOUT(driven.list()->model()->rowCount(), 1, Patience);

        QVERIFY(driven.speak(Chinese));

        QCOMPARE(driven.search()->text(), u"hello"_s);
        QCOMPARE(driven.list()->model()->rowCount(), 1); // at once
    }

    void whatWasDeletedCanStillBeBroughtBack()
    {
        Hosted driven;
        QVERIFY(driven.say(u"hello"_s));
        const QString id = driven.session().id();
        driven.list()->setCurrentIndex(driven.list()->model()->index(0, 0));
        QTest::keyClick(driven.list(), Qt::Key_Delete);
        QCOMPARE(driven.conversations.rowOf(id), -1);

        QVERIFY(driven.speak(Chinese));

        auto* undo = driven.host->window().findChild<UndoBar*>();
        QVERIFY(undo->isVisible());
        const QString offer = undo->findChild<QLabel*>()->text();
        QVERIFY2(isChinese(offer), qPrintable(offer));
        undo->findChild<QPushButton*>()->click();
        QVERIFY(driven.conversations.rowOf(id) >= 0);
        QCOMPARE(driven.session().id(), id);
    }
};

QTEST_MAIN(LanguageSwitchTest)
#include "tst_languageswitch.moc"

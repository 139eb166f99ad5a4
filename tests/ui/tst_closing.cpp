#include "core/engine/historyimport.h"
#include "core/store/historydatabase.h"
#include "core/store/historytask.h"
#include "tests/support/faultyvfs.h"
#include "tests/support/sessionscripts.h"
#include "tests/support/windowfixture.h"
#include "ui/chat/chatpane.h"
#include "ui/chat/composer.h"
#include "ui/closingguard.h"
#include "ui/noticebar.h"

#include <QFile>
#include <QMessageBox>
#include <QPushButton>
#include <QRegularExpression>
#include <QSemaphore>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace sluice;
using namespace sluice::test;

namespace {

constexpr int PatienceMs = 30'000; // a store that is in trouble tries again every other second

struct Driven : WindowFixture
{
    explicit Driven(const QTemporaryDir& disk)
        : WindowFixture(disk.path())
    {
        window->closing()->setPatience(1min); // a slow disk is no reason to ask, unless a test wants it
    }

    ~Driven() { faultyvfs::set(faultyvfs::Fault::None); }

    ChatPane* pane() const { return window->findChild<ChatPane*>(); }
    bool isReady() const
    {
        return QTest::qWaitFor([this] { return pane()->session(); }, PatienceMs);
    }

    ChatSession* say(const QString& text, const QUrl& server) const
    {
        ChatSession* session = pane()->session();
        session->send(text, targetAt(server));
        return QTest::qWaitFor([session] { return !session->isRunning(); }, PatienceMs) ? session : nullptr;
    }

    /// The question that is open; null when there is none.
    QMessageBox* question() const
    {
        for (QMessageBox* box : window->findChildren<QMessageBox*>()) {
            if (box->isVisible())
                return box;
        }
        return nullptr;
    }

    QPushButton* button(const QString& text) const
    {
        for (QPushButton* one : question()->findChildren<QPushButton*>()) {
            if (one->text() == text)
                return one;
        }
        return nullptr;
    }
};

/// Keeps the store's thread from everything else until it may end: a disk that hangs.
class Hang final : public HistoryTask
{
public:
    Result<bool> step(HistoryDatabase&) override
    {
        end.acquire();
        return true;
    }

    QSemaphore end;
};

/// The texts of all conversations in \a directory.
QStringList textsIn(const QString& directory)
{
    HistoryDatabase database(directory);
    if (!database.open(HistoryDatabase::Access::Write))
        return {u"cannot be opened"_s};
    QStringList texts;
    for (const ConversationSummary& summary : database.list({}, 100).value_or(QList<ConversationSummary>())) {
        for (const Message& message : database.messages(summary.id, 0, 100).value_or(QList<Message>()))
            texts << message.text;
    }
    return texts;
}

QStringList textsOf(const QString& file)
{
    const QTemporaryDir directory;
    {
        HistoryDatabase database(directory.path());
        if (!database.open(HistoryDatabase::Access::Write))
            return {u"cannot be opened"_s};
        HistoryImport import(file);
        for (Result<bool> isDone = false; isDone && !*isDone;)
            isDone = import.step(database);
    }
    return textsIn(directory.path());
}

}

class TestClosing : public QObject
{
    Q_OBJECT

public:
    /// Before QApplication: the keyring of whoever runs this is none of our business.
    static void initMain() { qputenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus"); }

private Q_SLOTS:
    void initTestCase() { faultyvfs::install(); }

    void whenAllIsSavedTheWindowClosesWithoutAQuestion()
    {
        const QTemporaryDir directory;
        ScriptedServer server({openAiAnswer("Hello")});
        {
            const Driven driven(directory);
            QVERIFY(driven.isReady());
            QVERIFY(driven.say(u"Hi"_s, server.url()));
            driven.window->close();
            QTRY_VERIFY_WITH_TIMEOUT(!driven.window->isVisible(), PatienceMs);
            QVERIFY(!driven.question());
        }
        QCOMPARE(textsIn(directory.path()), (QStringList {u"Hi"_s, u"Hello"_s}));
    }

    // Nothing has told of it by then.
    void aFullDiskIsFoundOutWhenTheWindowCloses()
    {
        const QTemporaryDir directory;
        ScriptedServer server({openAiAnswer("Hello")});
        const Driven driven(directory);
        QVERIFY(driven.isReady());
        faultyvfs::set(faultyvfs::Fault::Full);
        driven.pane()->composer()->setText(u"half a thought"_s);

        driven.window->close();

        QTRY_VERIFY_WITH_TIMEOUT(driven.question(), PatienceMs);
        QVERIFY(driven.window->isVisible());
        QCOMPARE(driven.question()->text(), u"Sluice could not save 1 conversation."_s);
        QVERIFY(driven.question()->informativeText().startsWith(u"The disk is full"_s));
        QCOMPARE(driven.question()->windowModality(), Qt::WindowModal);
        QCOMPARE(driven.question()->defaultButton()->text(), u"Keep open"_s);

        QTest::keyClick(driven.question(), Qt::Key_Escape);
        QTRY_VERIFY_WITH_TIMEOUT(!driven.question(), PatienceMs);
        QVERIFY(driven.window->isVisible());
        driven.window->close(); // asks again
        QTRY_VERIFY_WITH_TIMEOUT(driven.question(), PatienceMs);
        QTest::mouseClick(driven.button(u"Quit anyway"_s), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(!driven.window->isVisible(), PatienceMs);
    }

    void itClosesByItselfOnceThereIsRoom()
    {
        const QTemporaryDir directory;
        ScriptedServer server({openAiAnswer("Hello")});
        {
            const Driven driven(directory);
            QVERIFY(driven.isReady());
            faultyvfs::set(faultyvfs::Fault::Full);
            QVERIFY(driven.say(u"Hi"_s, server.url()));
            driven.window->close();
            QTRY_VERIFY_WITH_TIMEOUT(driven.question(), PatienceMs);

            faultyvfs::set(faultyvfs::Fault::None);

            QTRY_VERIFY_WITH_TIMEOUT(!driven.window->isVisible(), PatienceMs);
            QVERIFY(!driven.question());
        }
        QCOMPARE(textsIn(directory.path()), (QStringList {u"Hi"_s, u"Hello"_s}));
    }

    void whatWasKeptOpenDoesNotCloseByItself()
    {
        const QTemporaryDir directory;
        ScriptedServer server({openAiAnswer("Hello")});
        const Driven driven(directory);
        QVERIFY(driven.isReady());
        faultyvfs::set(faultyvfs::Fault::Full);
        QVERIFY(driven.say(u"Hi"_s, server.url()));
        driven.window->close();
        QTRY_VERIFY_WITH_TIMEOUT(driven.question(), PatienceMs);
        QTest::mouseClick(driven.button(u"Keep open"_s), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(!driven.question(), PatienceMs);

        faultyvfs::set(faultyvfs::Fault::None);
        QTRY_VERIFY_WITH_TIMEOUT(!driven.history->trouble(), PatienceMs);

        bool isSynced = false;
        driven.history->sync(driven.history.get(), [&isSynced](const Result<void>&) { isSynced = true; });
        QTRY_VERIFY_WITH_TIMEOUT(isSynced, PatienceMs); // what closes it would have been told before
        QVERIFY(driven.window->isVisible());
    }

    void whatIsSavedElsewhereCanBeImported()
    {
        const QTemporaryDir directory;
        const QTemporaryDir elsewhere;
        ScriptedServer server({openAiAnswer("Hello"), openAiAnswer("Well")});
        const Driven driven(directory);
        QVERIFY(driven.isReady());
        QVERIFY(driven.say(u"Hi"_s, server.url()));
        QTRY_VERIFY_WITH_TIMEOUT(!driven.history->trouble(), PatienceMs);
        bool isSynced = false;
        driven.history->sync(driven.history.get(), [&isSynced](const Result<void>&) { isSynced = true; });
        QTRY_VERIFY_WITH_TIMEOUT(isSynced, PatienceMs);
        faultyvfs::set(faultyvfs::Fault::Full);
        QVERIFY(driven.say(u"How are you?"_s, server.url()));
        driven.window->close();
        QTRY_VERIFY_WITH_TIMEOUT(driven.question(), PatienceMs);

        driven.window->closing()->saveTo(elsewhere.filePath(u"no/such/folder.json"_s));
        QTRY_VERIFY_WITH_TIMEOUT(driven.question(), PatienceMs);
        QTRY_VERIFY_WITH_TIMEOUT(driven.question()->informativeText().contains(u"cannot be written: "_s), PatienceMs);
        const QString file = elsewhere.filePath(u"unsaved.json"_s);
        driven.window->closing()->saveTo(file);

        QTRY_VERIFY_WITH_TIMEOUT(!driven.window->isVisible(), PatienceMs);
        faultyvfs::set(faultyvfs::Fault::None);
        QCOMPARE(textsOf(file), (QStringList {u"Hi"_s, u"Hello"_s, u"How are you?"_s, u"Well"_s}));
    }

    void anAnswerThatRunsGoesWithIt()
    {
        const QTemporaryDir directory;
        const QTemporaryDir elsewhere;
        ScriptedServer server({Script {send(chunkedHead() + chunk(openAiText("Some"))), hold()}});
        const Driven driven(directory);
        QVERIFY(driven.isReady());
        faultyvfs::set(faultyvfs::Fault::Full);
        driven.pane()->session()->send(u"Hi"_s, targetAt(server.url()));
        QTRY_COMPARE_WITH_TIMEOUT(driven.pane()->session()->loadedMessage(1)->text, u"Some"_s, PatienceMs);
        driven.window->close();
        QTRY_VERIFY_WITH_TIMEOUT(driven.question(), PatienceMs);
        QVERIFY(driven.pane()->session()->isRunning());
        const QString file = elsewhere.filePath(u"unsaved.json"_s);
        driven.window->closing()->saveTo(file);
        QVERIFY(!driven.pane()->session()->isRunning()); // what came now would be lost
        QCOMPARE(driven.pane()->session()->loadedMessage(1)->state, MessageState::Interrupted);

        QTRY_VERIFY_WITH_TIMEOUT(!driven.window->isVisible(), PatienceMs);
        faultyvfs::set(faultyvfs::Fault::None);
        QCOMPARE(textsOf(file), (QStringList {u"Hi"_s, u"Some"_s}));
    }

    void aDiskThatAnswersLateEndsTheQuestion()
    {
        const QTemporaryDir directory;
        const Driven driven(directory);
        QVERIFY(driven.isReady());
        const auto hang = std::make_shared<Hang>();
        driven.history->run(hang, driven.history.get(), [](const Result<void>&) { });
        driven.window->closing()->setPatience(50ms);
        driven.window->close();
        QTRY_VERIFY_WITH_TIMEOUT(driven.question(), PatienceMs);
        QVERIFY(driven.question()->informativeText().startsWith(u"The disk does not answer."_s));
        driven.window->closing()->setPatience(1min); // for what is asked now

        hang->end.release();

        QTRY_VERIFY_WITH_TIMEOUT(!driven.window->isVisible(), PatienceMs);
    }

    void whoSavesElsewhereOnASlowDiskMayStillQuit()
    {
        const QTemporaryDir directory;
        const QTemporaryDir elsewhere;
        const Driven driven(directory);
        QVERIFY(driven.isReady());
        faultyvfs::set(faultyvfs::Fault::Full);
        driven.pane()->composer()->setText(u"half a thought"_s);
        driven.window->close();
        QTRY_VERIFY_WITH_TIMEOUT(driven.question(), PatienceMs);
        const auto hang = std::make_shared<Hang>();
        driven.history->run(hang, driven.history.get(), [](const Result<void>&) { });
        driven.window->closing()->setPatience(50ms);
        driven.window->closing()->saveTo(elsewhere.filePath(u"unsaved.json"_s));
        QVERIFY(!driven.question());

        QTRY_VERIFY_WITH_TIMEOUT(driven.question(), PatienceMs); // it takes long
        QTest::mouseClick(driven.button(u"Keep waiting"_s), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(!driven.question(), PatienceMs);
        driven.window->close(); // the user has had enough
        QTRY_VERIFY_WITH_TIMEOUT(driven.question(), PatienceMs);
        QVERIFY(driven.window->isVisible());
        QTest::mouseClick(driven.button(u"Quit anyway"_s), Qt::LeftButton);

        QTRY_VERIFY_WITH_TIMEOUT(!driven.window->isVisible(), PatienceMs);
        hang->end.release();
    }

    void whoCannotBeAskedFindsAFile()
    {
        const QTemporaryDir directory;
        ScriptedServer server({openAiAnswer("Hello")});
        const Driven driven(directory);
        QVERIFY(driven.isReady());
        faultyvfs::set(faultyvfs::Fault::Full);
        QVERIFY(driven.say(u"Hi"_s, server.url()));
        driven.window->close(); // a question is open by then
        QTRY_VERIFY_WITH_TIMEOUT(driven.question(), PatienceMs);
        QSignalSpy lost(driven.window->closing(), &ClosingGuard::lost);

        driven.window->closeUnasked();

        QTRY_VERIFY_WITH_TIMEOUT(!driven.window->isVisible(), PatienceMs);
        QCOMPARE(lost.size(), 1);
        const QString sentence = lost.first().first().toString();
        QVERIFY(sentence.startsWith(u"could not save 1 conversation: The disk is full"_s));
        const QString file = QRegularExpression(u"(/\\S+\\.json)"_s).match(sentence).captured(1);
        QVERIFY(QFile::exists(file));
        QCOMPARE(QFileInfo(QFileInfo(file).path()).permissions() & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());
        faultyvfs::set(faultyvfs::Fault::None);
        QCOMPARE(textsOf(file), (QStringList {u"Hi"_s, u"Hello"_s}));
        QVERIFY(QDir(QFileInfo(file).path()).removeRecursively());
    }

    void whenTheSessionEndsItIsHeldUpOnlyForWhatIsNotSaved()
    {
        const QTemporaryDir directory;
        ScriptedServer server({openAiAnswer("Hello")});
        const Driven driven(directory);
        QVERIFY(driven.isReady());
        QVERIFY(driven.window->prepareForLogout(true));
        faultyvfs::set(faultyvfs::Fault::Full);
        QVERIFY(driven.say(u"Hi"_s, server.url()));
        QTRY_VERIFY_WITH_TIMEOUT(driven.history->trouble(), PatienceMs);

        QVERIFY(driven.window->prepareForLogout(false));
        QVERIFY(!driven.window->prepareForLogout(true));

        QTRY_VERIFY_WITH_TIMEOUT(driven.question(), PatienceMs);
    }

    void theConversationShownLastMayBeGone()
    {
        const QTemporaryDir directory;
        Settings(directory.path()).setShownConversation(u"gone"_s);
        const Driven driven(directory);

        QVERIFY(driven.isReady());

        QVERIFY(!driven.pane()->notice()->isVisible());
    }

    void whatWasLostStaysSaid()
    {
        const QTemporaryDir directory;
        {
            HistoryDatabase database(directory.path());
            QVERIFY(database.open(HistoryDatabase::Access::Write));
        }
        QFile file(directory.filePath(u"history.db"_s));
        QVERIFY(file.exists() && file.open(QIODevice::WriteOnly));
        QVERIFY(file.write(QByteArray(8192, 'x')) > 0);
        file.close();
        Settings(directory.path()).setShownConversation(u"gone"_s);
        Driven driven(directory);
        QVERIFY(driven.isReady());
        const NoticeBar& notice = *driven.pane()->notice();
        QVERIFY(notice.isVisible());
        const QString damage = notice.text();
        QVERIFY(damage.contains(u"damaged"_s));

        Q_EMIT driven.history->troubleChanged(Error {.kind = ErrorKind::Storage, .message = u"The disk is full."_s});
        QVERIFY(notice.text().startsWith(damage + u'\n') && notice.text().contains(u"The disk is full."_s));
        Q_EMIT driven.history->troubleChanged({});
        QCOMPARE(notice.text(), damage);
        Q_EMIT driven.conversations.failed(Error {.kind = ErrorKind::Storage, .message = u"Something else."_s});
        QCOMPARE(notice.text(), damage + u"\nSomething else."_s);
    }
};

QTEST_MAIN(TestClosing)
#include "tst_closing.moc"

#include "tests/support/manualclock.h"
#include "tests/support/privatebus.h"
#include "tests/support/windowfixture.h"
#include "ui/chat/chatpane.h"
#include "ui/desktop/desktoppresence.h"

#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace sluice;
using namespace sluice::test;

namespace {

constexpr int PatienceMs = 30'000; // the bus is another process

/// The service of a desktop, which shows nothing.
class FakeDesktop final : public QObject
{
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.Notifications")

public:
    struct Shown
    {
        uint id = 0;
        QString application;
        QString title;
        QString body;
        QStringList actions;
        QVariantMap hints;
    };

    explicit FakeDesktop(QDBusConnection bus)
        : m_bus(std::move(bus))
    {
        m_bus.registerObject(u"/org/freedesktop/Notifications"_s, this, QDBusConnection::ExportAllContents);
        m_bus.registerService(u"org.freedesktop.Notifications"_s);
    }
    ~FakeDesktop() override { m_bus.unregisterService(u"org.freedesktop.Notifications"_s); }

    QList<Shown> shown; ///< a replaced one is replaced here, too
    QList<uint> closed;

    void click(uint id, const QString& token)
    {
        if (!token.isEmpty())
            Q_EMIT ActivationToken(id, token);
        Q_EMIT ActionInvoked(id, u"default"_s);
        Q_EMIT NotificationClosed(id, 2);
    }

public Q_SLOTS:
    uint Notify(const QString& application, uint replaces, const QString& /*icon*/, const QString& title, const QString& body,
        const QStringList& actions, const QVariantMap& hints, int /*timeout*/)
    {
        const uint id = replaces ? replaces : ++m_last;
        shown.removeIf([id](const Shown& other) { return other.id == id; });
        shown.append({id, application, title, body, actions, hints});
        return id;
    }
    void CloseNotification(uint id)
    {
        closed.append(id);
        Q_EMIT NotificationClosed(id, 3);
    }

Q_SIGNALS:
    void ActionInvoked(uint id, const QString& action);
    void ActivationToken(uint id, const QString& token);
    void NotificationClosed(uint id, uint reason);

private:
    QDBusConnection m_bus;
    uint m_last = 40;
};

/// A window whose answers take as long as \a answerTime, as its clock has it.
struct Chat : WindowFixture
{
    ManualClock clock;
    Millis answerTime {11000};
    AnswerWatch answers {conversations, clock};

    Chat()
    {
        QObject::connect(&answers, &AnswerWatch::runningChanged, [this] {
            if (answers.running() > 0)
                clock.advance(answerTime);
        });
    }

    ChatSession* session() const { return window->findChild<ChatPane*>()->session(); }
    void ask(const QString& path = u"/v1"_s) const
    {
        Endpoint endpoint = endpointAt(u"x"_s, port.value_or(0));
        endpoint.baseUrl.setPath(path);
        session()->send(u"hello"_s, {.endpoint = endpoint, .key = {}, .model = u"demo"_s, .strategy = {}});
    }
    bool waitForEnd() const
    {
        return QTest::qWaitFor([this] { return session()->messageCount() == 2 && !session()->isRunning(); }, PatienceMs);
    }
};

}

class TestNotifications : public QObject
{
    Q_OBJECT

public:
    /// Before QApplication: the desktop of whoever runs this is none of our business.
    static void initMain() { qputenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus"); }

private Q_SLOTS:
    void initTestCase()
    {
        if (!m_bus.isThere())
            QSKIP("there is no dbus-daemon");
    }

    void init()
    {
        static int count = 0;
        m_desktop.reset(); // there can be one at a time
        m_service = std::make_unique<NotificationService>(m_bus.connect(u"client%1"_s.arg(++count)));
        m_desktop = std::make_unique<FakeDesktop>(m_bus.connect(u"desktop%1"_s.arg(count)));
    }

    void theEndOfALongAnswerIsToldByTheTitleOfItsConversationAlone()
    {
        Chat chat;
        const AnswerNotifier notifier(chat.answers, chat.conversations, chat.settings, *m_service, [] { return false; });

        chat.ask();
        chat.session()->setTitle(u"Plans & <i>places</i>"_s);

        QVERIFY(chat.waitForEnd());
        QTRY_COMPARE_WITH_TIMEOUT(m_desktop->shown.size(), 1, PatienceMs);
        const FakeDesktop::Shown shown = m_desktop->shown.first();
        QCOMPARE(shown.application, u"Sluice"_s);
        QCOMPARE(shown.title, u"Plans & <i>places</i>"_s); // plain text there
        QCOMPARE(shown.body, u"The answer is complete."_s);
        QCOMPARE(shown.actions.first(), u"default"_s);
        QCOMPARE(shown.hints.value(u"desktop-entry"_s).toString(), u"org.sluice.Sluice"_s);
    }

    void anAnswerThatBreaksOffIsToldAsSuch()
    {
        Chat chat;
        const AnswerNotifier notifier(chat.answers, chat.conversations, chat.settings, *m_service, [] { return false; });

        chat.ask(u"/nothing/here"_s);

        QVERIFY(chat.waitForEnd());
        QCOMPARE(chat.session()->status().state, StreamState::Failed);
        QTRY_COMPARE_WITH_TIMEOUT(m_desktop->shown.size(), 1, PatienceMs);
        QCOMPARE(m_desktop->shown.first().body, u"The answer broke off."_s);
    }

    void whatTheUserSeesIsTakenBack()
    {
        Chat chat;
        const AnswerNotifier notifier(chat.answers, chat.conversations, chat.settings, *m_service, [] { return false; });
        chat.ask();
        QVERIFY(chat.waitForEnd());
        QTRY_COMPARE_WITH_TIMEOUT(m_desktop->shown.size(), 1, PatienceMs);
        const QString asked = chat.session()->id();

        chat.window->startNew();
        QVERIFY(m_desktop->closed.isEmpty());
        chat.window->showConversation(asked);

        QTRY_COMPARE_WITH_TIMEOUT(m_desktop->closed, QList<uint> {m_desktop->shown.first().id}, PatienceMs);
    }

    void whatNeedsNoWordsIsNotTold_data()
    {
        QTest::addColumn<int>("seconds");
        QTest::addColumn<bool>("isOn");
        QTest::addColumn<bool>("isWatched");
        QTest::addColumn<bool>("isStopped");
        QTest::newRow("short") << 9 << true << false << false;
        QTest::newRow("switched off") << 11 << false << false << false;
        QTest::newRow("the user looks") << 11 << true << true << false;
        QTest::newRow("the user stopped it") << 11 << true << false << true;
    }

    void whatNeedsNoWordsIsNotTold()
    {
        QFETCH(const int, seconds);
        QFETCH(const bool, isOn);
        QFETCH(const bool, isWatched);
        QFETCH(const bool, isStopped);
        Chat chat;
        chat.answerTime = Millis(seconds * 1000);
        chat.settings.setDesktopChoice({.notifies = isOn});
        const AnswerNotifier notifier(
            chat.answers, chat.conversations, chat.settings, *m_service, [isWatched] { return isWatched; });

        chat.ask();
        if (isStopped)
            chat.session()->stop();
        QVERIFY(chat.waitForEnd());
        m_service->show(u"probe"_s, u"behind all that was told"_s, {}, {});

        QTRY_COMPARE_WITH_TIMEOUT(m_desktop->shown.size(), 1, PatienceMs);
        QCOMPARE(m_desktop->shown.first().title, u"behind all that was told"_s);
    }

    void aClickShowsTheWindowWithThatConversation()
    {
        Chat chat;
        DesktopPresence presence(chat.settings, chat.conversations, m_bus.connect(u"presence"_s), chat.clock);
        presence.setWindow(chat.window.get());
        QVERIFY(QTest::qWaitForWindowActive(chat.window.get())); // else that is still to come, and comes to a hidden one
        chat.window->hide();
        QVERIFY(!QApplication::activeWindow());
        chat.ask();
        const QString asked = chat.session()->id();
        QTRY_COMPARE_WITH_TIMEOUT(chat.answers.running(), 1, PatienceMs);
        chat.clock.advance(AnswerNotifier::LongAnswer); // the presence has a watch of its own
        QVERIFY(chat.waitForEnd());
        QTRY_COMPARE_WITH_TIMEOUT(m_desktop->shown.size(), 1, PatienceMs);
        chat.window->startNew();
        QVERIFY(chat.session()->id() != asked);

        m_desktop->click(m_desktop->shown.first().id, u"let-me-front"_s);

        QTRY_COMPARE_WITH_TIMEOUT(chat.session()->id(), asked, PatienceMs);
        QVERIFY(chat.window->isVisible());
        QCOMPARE(qgetenv("XDG_ACTIVATION_TOKEN"), "let-me-front"); // for the Wayland plugin, which takes it away
        qunsetenv("XDG_ACTIVATION_TOKEN");
    }

    void theSameConversationHasOneNotification()
    {
        m_service->show(u"a"_s, u"one"_s, {}, {});
        QTRY_COMPARE_WITH_TIMEOUT(m_desktop->shown.size(), 1, PatienceMs);
        QSignalSpy chosen(m_service.get(), &NotificationService::chosen);
        m_service->show(u"b"_s, u"two"_s, {}, {});
        QTRY_COMPARE_WITH_TIMEOUT(m_desktop->shown.size(), 2, PatienceMs);
        const uint first = m_desktop->shown.first().id;

        m_service->show(u"a"_s, u"three"_s, {}, {});

        QTRY_COMPARE_WITH_TIMEOUT(m_desktop->shown.last().title, u"three"_s, PatienceMs);
        QCOMPARE(m_desktop->shown.size(), 2);
        QCOMPARE(m_desktop->shown.last().id, first);
        m_desktop->click(first, {});
        QTRY_COMPARE_WITH_TIMEOUT(chosen.size(), 1, PatienceMs);
        QCOMPARE(chosen.first().first().toString(), u"a"_s);
    }

    void oneThatWasClosedOrIsSomebodyElsesIsNotChosen()
    {
        m_service->show(u"a"_s, u"one"_s, {}, {});
        QTRY_COMPARE_WITH_TIMEOUT(m_desktop->shown.size(), 1, PatienceMs);
        QSignalSpy chosen(m_service.get(), &NotificationService::chosen);
        const uint id = m_desktop->shown.first().id;

        Q_EMIT m_desktop->NotificationClosed(id, 1);
        m_desktop->click(id, {});
        m_desktop->click(id + 100, {});
        m_service->show(u"b"_s, u"two"_s, {}, {});
        QTRY_COMPARE_WITH_TIMEOUT(m_desktop->shown.size(), 2, PatienceMs);
        m_desktop->click(m_desktop->shown.last().id, {});

        QTRY_COMPARE_WITH_TIMEOUT(chosen.size(), 1, PatienceMs);
        QCOMPARE(chosen.first().first().toString(), u"b"_s);
    }

    void withoutSuchAServiceNothingHappensUntilThereIsOne()
    {
        m_desktop.reset();
        m_service->show(u"a"_s, u"one"_s, {}, {});
        m_service->withdraw(u"a"_s);
        NotificationService withoutBus(QDBusConnection(u"none"_s));
        withoutBus.show(u"a"_s, u"one"_s, {}, {});

        m_desktop = std::make_unique<FakeDesktop>(m_bus.connect(u"late"_s));
        m_service->show(u"a"_s, u"two"_s, {}, {});

        QTRY_VERIFY_WITH_TIMEOUT(!m_desktop->shown.isEmpty() && m_desktop->shown.last().title == u"two"_s, PatienceMs);
    }

private:
    PrivateBus m_bus;
    std::unique_ptr<NotificationService> m_service;
    std::unique_ptr<FakeDesktop> m_desktop;
};

QTEST_MAIN(TestNotifications)
#include "tst_notifications.moc"

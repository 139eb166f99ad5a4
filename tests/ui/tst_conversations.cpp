#include "core/gateway/gatewayserver.h"
#include "tests/support/windowfixture.h"
#include "ui/conversations.h"
#include "ui/sidebar/conversationfilter.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace sluice;
using namespace sluice::test;

namespace {

constexpr int PatienceMs = 30'000;

struct World
{
    GatewayServer gateway;
    const Result<quint16> port = gateway.start();
    ChatEngine engine;
    Conversations conversations {engine};
    QAbstractItemModelTester tester {&conversations, QAbstractItemModelTester::FailureReportingMode::QtTest};
    ConversationFilter filter {conversations};
    QAbstractItemModelTester filterTester {&filter, QAbstractItemModelTester::FailureReportingMode::QtTest};

    ChatSession* say(const QString& text)
    {
        ChatSession* session = conversations.startNew();
        session->send(text,
            {.endpoint = WindowFixture::endpointAt(u"demo"_s, port.value_or(0)), .key = {}, .model = u"demo"_s, .strategy = {}});
        return session;
    }

    QStringList titles() const
    {
        QStringList all;
        for (int row = 0; row < filter.rowCount(); ++row)
            all.append(filter.index(row, 0).data().toString());
        return all;
    }
};

}

class TestConversations : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anEmptyConversationIsReused()
    {
        World world;

        ChatSession* first = world.conversations.startNew();
        QCOMPARE(world.conversations.startNew(), first);
        ChatSession* used = world.say(u"hello"_s);

        QCOMPARE(used, first);
        QVERIFY(world.conversations.startNew() != first);
        QCOMPARE(world.conversations.rowCount(), 2);
    }

    void theLastActiveStandsFirstAndPinnedOnesAboveAll()
    {
        World world;
        ChatSession* one = world.say(u"one"_s);
        world.say(u"two"_s);
        world.say(u"three"_s);
        QCOMPARE(world.titles(), (QStringList {u"three"_s, u"two"_s, u"one"_s}));

        world.conversations.setPinned(one->id(), true);

        QCOMPARE(world.titles(), (QStringList {u"one"_s, u"three"_s, u"two"_s}));
    }

    void theSearchLooksIntoTitlesAndTexts()
    {
        World world;
        ChatSession* one = world.say(u"Alpha question"_s);
        world.say(u"beta question"_s);
        one->setTitle(u"Renamed"_s);

        world.filter.setNeedle(u"ALPHA"_s);
        QCOMPARE(world.titles(), QStringList {u"Renamed"_s});
        world.filter.setNeedle(u"renam"_s);
        QCOMPARE(world.titles(), QStringList {u"Renamed"_s});
        world.filter.setNeedle(u"nowhere"_s);
        QCOMPARE(world.titles(), QStringList {});
        world.filter.setNeedle({});
        QCOMPARE(world.titles().size(), 2);
    }

    void aDeletedOneComesBackWithItsText()
    {
        World world;
        ChatSession* session = world.say(u"keep me"_s);
        QVERIFY(session->isRunning());

        world.conversations.remove(session->id());
        QCOMPARE(world.conversations.rowCount(), 0);
        QTRY_VERIFY_WITH_TIMEOUT(!session->isRunning(), PatienceMs);
        const QString restored = world.conversations.restoreRemoved();

        QCOMPARE(restored, session->id());
        QCOMPARE(world.conversations.session(restored), session);
        QCOMPARE(world.titles(), QStringList {u"keep me"_s});
        QVERIFY(!world.conversations.canRestore());
        QCOMPARE(world.conversations.restoreRemoved(), QString());
    }

    void onlyTheLastDeletedOneIsKept()
    {
        World world;
        QPointer<ChatSession> one = world.say(u"one"_s);
        QPointer<ChatSession> two = world.say(u"two"_s);

        world.conversations.remove(one->id());
        world.conversations.remove(two->id());
        QVERIFY(!one);
        QVERIFY(two);
        world.conversations.forgetRemoved();

        QVERIFY(!two);
    }

    void renamingTakesTextOnly()
    {
        World world;
        ChatSession* session = world.say(u"one"_s);
        const QModelIndex index = world.conversations.index(world.conversations.rowOf(session->id()));

        QVERIFY(!world.conversations.setData(index, u"  "_s, Qt::EditRole));
        QVERIFY(world.conversations.setData(index, u" new \n name "_s, Qt::EditRole));

        QCOMPARE(session->title(), u"new name"_s);
    }

    void saysWhichOneIsAnswering()
    {
        World world;
        ChatSession* session = world.say(u"long"_s);
        const QModelIndex index = world.conversations.index(0);

        QVERIFY(index.data(Conversations::RunningRole).toBool());
        QCOMPARE(index.data(Qt::AccessibleTextRole).toString(), u"long, answering"_s);
        session->stop();

        QTRY_VERIFY_WITH_TIMEOUT(!index.data(Conversations::RunningRole).toBool(), PatienceMs);
        QCOMPARE(index.data(Qt::AccessibleTextRole).toString(), u"long"_s);
    }
};

QTEST_MAIN(TestConversations)
#include "tst_conversations.moc"

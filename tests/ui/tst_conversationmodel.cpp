#include "ui/chat/conversationmodel.h"

#include "core/engine/chatsession.h"

#include <QAbstractItemModelTester>
#include <QHostAddress>
#include <QSignalSpy>
#include <QTcpServer>
#include <QTest>

#include <memory>

using namespace sluice;
using namespace Qt::StringLiterals;

namespace {

// An endpoint where nobody listens: every answer fails soon, which is all that is needed for rows to come and change.
SessionTarget deadTarget()
{
    QTcpServer server;
    server.listen(QHostAddress::LocalHost);
    SessionTarget target;
    target.endpoint.id = u"dead"_s;
    target.endpoint.provider = u"openai"_s;
    target.endpoint.baseUrl = QUrl(u"http://127.0.0.1:%1/v1"_s.arg(server.serverPort()));
    target.model = u"m"_s;
    return target;
}

}

class TestConversationModel final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void withoutASessionThereAreNoRows()
    {
        ConversationModel model;

        QCOMPARE(model.rowCount(), 0);
        QVERIFY(!model.session());
    }

    void rowsComeWithTheSessionAndReadLikeAConversation()
    {
        ChatEngine engine;
        ChatSession session(engine, u"id"_s);
        ConversationModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setSession(&session);
        QSignalSpy inserted(&model, &QAbstractItemModel::rowsInserted);

        session.send(u"Hello"_s, deadTarget());

        QCOMPARE(model.rowCount(), 2);
        QVERIFY(inserted.size() >= 1);
        QCOMPARE(model.index(0).data(Qt::AccessibleTextRole).toString(), u"You: Hello"_s);
        QCOMPARE(model.index(0).data(MessageAuthorRole).toInt(), int(Role::User));
        QVERIFY(model.index(1).data(Qt::DisplayRole).toString().startsWith(u"Assistant: "_s));
        session.stop();
    }

    void aFailureReachesTheRowOfTheAnswer()
    {
        ChatEngine engine;
        ChatSession session(engine, u"id"_s);
        ConversationModel model;
        model.setSession(&session);
        QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);

        session.send(u"Hello"_s, deadTarget());
        QTRY_COMPARE_WITH_TIMEOUT(model.index(1).data(MessageStateRole).toInt(), int(MessageState::Failed), 30000);

        QVERIFY(changed.size() >= 1);
        const QString error = model.index(1).data(MessageErrorRole).toString();
        QVERIFY(!error.isEmpty());
        QVERIFY(model.index(1).data(Qt::AccessibleTextRole).toString().contains(error));
    }

    void anotherSessionReplacesTheRows()
    {
        ChatEngine engine;
        ChatSession first(engine, u"1"_s);
        ChatSession second(engine, u"2"_s);
        ConversationModel model;
        model.setSession(&first);
        first.send(u"Hello"_s, deadTarget());
        QSignalSpy reset(&model, &QAbstractItemModel::modelReset);

        model.setSession(&second);
        QCOMPARE(model.rowCount(), 0);
        QCOMPARE(reset.size(), 1);
        first.stop();

        QCOMPARE(model.rowCount(), 0);
    }

    void aSessionThatDiesLeavesAnEmptyList()
    {
        ChatEngine engine;
        auto session = std::make_unique<ChatSession>(engine, u"id"_s);
        ConversationModel model;
        model.setSession(session.get());
        session->send(u"Hello"_s, deadTarget());
        QCOMPARE(model.rowCount(), 2);

        session.reset();

        QCOMPARE(model.rowCount(), 0);
        QVERIFY(!model.session());
    }
};

QTEST_GUILESS_MAIN(TestConversationModel)

#include "tst_conversationmodel.moc"

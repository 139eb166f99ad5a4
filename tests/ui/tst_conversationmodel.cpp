#include "ui/chat/conversationmodel.h"

#include "core/engine/chatsession.h"
#include "tests/support/madeupsource.h"

#include <QAbstractItemModelTester>
#include <QHostAddress>
#include <QSignalSpy>
#include <QTcpServer>
#include <QTest>

#include <memory>

using namespace sluice;
using namespace sluice::test;
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

class OneAnswer final : public MessageSource
{
public:
    explicit OneAnswer(const Message& answer)
        : m_answer(answer)
    { }

    int count() const override { return 1; }
    void request(int first, int /*number*/) override { Q_EMIT loaded(first, {m_answer}); }

private:
    const Message m_answer;
};

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

    void aRowSaysHowItWasStoppedAndWhereItWentOn()
    {
        ChatEngine engine;
        Message answer;
        answer.role = Role::Assistant;
        answer.text = u"Once upon"_s;
        answer.state = MessageState::Stopped;
        answer.serverStop = ServerStop::Confirmed;
        answer.seams = {{.means = ResumeMeans::StreamOffset, .textAt = 4}};
        ChatSession session(engine, u"id"_s, std::make_unique<OneAnswer>(answer));
        ConversationModel model;
        model.setSession(&session);
        QTRY_VERIFY(model.index(0).data(MessageIsLoadedRole).toBool());

        QCOMPARE(model.index(0).data(Qt::AccessibleTextRole).toString(),
            u"Assistant: Once upon (stopped (server confirmed); resumed at character 4 (replayed by the server, nothing lost))"_s);
        QCOMPARE(model.index(0).data(MessageServerStopRole).toInt(), int(ServerStop::Confirmed));
        QCOMPARE(model.index(0).data(MessageSeamsRole).value<QList<Seam>>(), answer.seams);
    }

    void anAnswerReadsAsItsWordsWithoutMarkup_data()
    {
        QTest::addColumn<QString>("markdown");
        QTest::addColumn<QString>("read");
        QTest::newRow("plain") << u"Two lines,\nand  two spaces.  "_s << u"Two lines,\nand  two spaces.  "_s;
        QTest::newRow("heading") << u"# Welcome to Sluice\n\nA **scripted `demo` model**."_s
                                 << u"Welcome to Sluice\n\nA scripted demo model."_s;
        QTest::newRow("lists") << u"- one\n- [x] two\n\n3. three\n4. four"_s << u"• one\n☑ two\n3. three\n4. four"_s;
        QTest::newRow("table") << u"| a | b |\n|---|--:|\n| 1 | *2* |"_s << u"a, b\n1, 2"_s;
        QTest::newRow("code") << u"So:\n\n```cpp\nint *a;\nf();\n```\n\nDone."_s << u"So:\n\nint *a;\nf();\n\nDone."_s;
        QTest::newRow("link") << u"See [the page](https://example.com/x), ok_ay"_s << u"See the page, ok_ay"_s;
        QTest::newRow("picture") << u"A ![dot](data:image/png;base64,iVBORw0KGgo=) here"_s << u"A\n\ndot\n\nhere"_s;
    }

    void anAnswerReadsAsItsWordsWithoutMarkup()
    {
        QFETCH(const QString, markdown);
        QFETCH(const QString, read);
        ChatEngine engine;
        Message answer;
        answer.role = Role::Assistant;
        answer.text = markdown;
        ChatSession session(engine, u"id"_s, std::make_unique<OneAnswer>(answer));
        ConversationModel model;
        model.setSession(&session);
        QTRY_VERIFY(model.index(0).data(MessageIsLoadedRole).toBool());

        QCOMPARE(model.index(0).data(Qt::AccessibleTextRole).toString(), u"Assistant: "_s + read);
        QCOMPARE(model.index(0).data(MessageTextRole).toString(), markdown);
    }

    void aGrowingAnswerIsReadAnewAndNotHeld()
    {
        MessageReading reading;
        QString growing = QString(u"**Once**"_s) + u' ';
        QCOMPARE(reading.of(growing, true), u"Once"_s);
        QVERIFY(growing.isDetached()); // a frame appends to it without a copy
        QCOMPARE(reading.remembered(), 0);

        QCOMPARE(reading.of(growing, false), u"Once"_s);
        QCOMPARE(reading.of(growing, false), u"Once"_s);
        QCOMPARE(reading.remembered(), 1);
    }

    void aRowNamesItsAttachmentsAndSharesTheirBytes()
    {
        ChatEngine engine;
        ChatSession session(engine, u"id"_s);
        ConversationModel model;
        model.setSession(&session);
        const Attachment image {.name = u"a.png"_s, .mimeType = "image/png", .data = QByteArray(1000, 'x')};
        const Attachment file {.name = u"b.txt"_s, .mimeType = "text/plain", .data = "y"};

        session.send(u"Hello"_s, deadTarget(), {image, file});

        QCOMPARE(model.index(0).data(Qt::AccessibleTextRole).toString(), u"You: Hello (attached: image a.png, file b.txt)"_s);
        const auto attachments = model.index(0).data(MessageAttachmentsRole).value<QList<Attachment>>();
        QCOMPARE(attachments, (QList {image, file}));
        QVERIFY(attachments[0].data.constData() == image.data.constData());
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

    void aRowSaysWhyItDoesNotGoOn()
    {
        ChatEngine engine;
        ChatSession session(engine, u"id"_s);
        ConversationModel model;
        model.setSession(&session);

        SessionTarget target = deadTarget();
        target.patience.retries = PatienceSettings::MostRetries; // it must not give up before it is looked at
        session.send(u"Hello"_s, target);
        QTRY_VERIFY_WITH_TIMEOUT(session.status().state == StreamState::Reconnecting, 30000);

        const QString trouble = model.index(1).data(MessageTroubleRole).toString();
        QVERIFY2(trouble.startsWith("Reconnecting (attempt "_L1), qUtf8Printable(trouble));
        QVERIFY(trouble.contains(session.status().reason));
        QVERIFY(!session.status().reason.isEmpty());
        QCOMPARE(model.index(0).data(MessageTroubleRole).toString(), QString());
        session.stop();
        QTRY_COMPARE_WITH_TIMEOUT(model.index(1).data(MessageTroubleRole).toString(), QString(), 30000);
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

    void rowsThatAreNotLoadedSayThatAndAreAskedFor()
    {
        auto* source = new MadeUpSource(1'000'000);
        ChatEngine engine;
        ChatSession session(engine, u"id"_s, std::unique_ptr<MessageSource>(source));
        ConversationModel model;
        model.setSession(&session);
        QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        const QModelIndex row = model.index(640);

        QCOMPARE(model.rowCount(), 1'000'000);
        QCOMPARE(row.data(MessageIsLoadedRole).toBool(), false);
        QCOMPARE(row.data(MessageTextRole).toString(), QString());
        QCOMPARE(row.data(Qt::AccessibleTextRole).toString(), u"Loading…"_s);
        QCOMPARE(model.index(650).data(MessageIsLoadedRole).toBool(), false);
        QCOMPARE(source->requests, QList<int> {640});
        source->answer();

        QCOMPARE(changed.size(), 1);
        QCOMPARE(changed.first().at(0).toModelIndex().row(), 640);
        QCOMPARE(changed.first().at(1).toModelIndex().row(), 703);
        QCOMPARE(row.data(MessageIsLoadedRole).toBool(), true);
        QCOMPARE(row.data(MessageTextRole).toString(), u"Row 640"_s);
        QCOMPARE(row.data(MessageRewritesRole).toInt(), 0);
    }

    void whatASourceAnswersAtOnceIsThereAtOnce()
    {
        ChatEngine engine;
        ChatSession session(engine, u"id"_s, std::make_unique<MadeUpSource>(100, true));
        ConversationModel model;
        model.setSession(&session);
        QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);

        QCOMPARE(model.index(99).data(MessageTextRole).toString(), u"Row 99"_s);

        QCOMPARE(changed.size(), 0);
    }

    void anotherVersionReplacesTheRowsThatDiffer()
    {
        ChatEngine engine;
        ChatSession session(engine, u"id"_s, std::make_unique<MadeUpSource>(10, true));
        ConversationModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setSession(&session);
        QCOMPARE(model.index(4).data(MessageTextRole).toString(), u"Row 4"_s);
        QSignalSpy removed(&model, &QAbstractItemModel::rowsRemoved);
        QSignalSpy inserted(&model, &QAbstractItemModel::rowsInserted);
        QSignalSpy reset(&model, &QAbstractItemModel::modelReset);

        session.editAndResend(4, u"Edited"_s, deadTarget());
        session.stop();
        session.switchSibling(4, -1);

        QCOMPARE(model.rowCount(), 10);
        QCOMPARE(model.index(4).data(MessageSiblingRole).value<SiblingPlace>(), (SiblingPlace {.index = 0, .count = 2}));
        QCOMPARE(reset.size(), 0);
        QCOMPARE(removed.size(), 2);
        QCOMPARE(removed.at(0).mid(1), (QList<QVariant> {4, 9}));
        QCOMPARE(inserted.at(0).mid(1), (QList<QVariant> {4, 5}));
        QCOMPARE(removed.at(1).mid(1), (QList<QVariant> {4, 5}));
        QCOMPARE(inserted.at(1).mid(1), (QList<QVariant> {4, 9}));
    }
};

QTEST_GUILESS_MAIN(TestConversationModel)

#include "tst_conversationmodel.moc"

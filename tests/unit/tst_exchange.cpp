#include "core/exchange/conversationfile.h"
#include "core/exchange/markdownexport.h"
#include "core/exchange/sluicejson.h"

#include <QBuffer>
#include <QRandomGenerator>
#include <QTest>

using namespace sluice;
using namespace Qt::StringLiterals;

namespace {

Message turn(Role role, const QString& text)
{
    Message message;
    message.role = role;
    message.text = text;
    return message;
}

/// Every field says something.
Message fullAnswer()
{
    Message message = turn(Role::Assistant, u"Grüße 你好 👋 \"quoted\"\n\t\\ and \u0001"_s);
    message.reasoning = u"because"_s;
    message.state = MessageState::Failed;
    message.serverStop = ServerStop::Unknown;
    message.error =
        Error {.kind = ErrorKind::RateLimit, .message = u"slow down"_s, .httpStatus = 429, .retryAfter = Millis(1500)};
    message.model = u"m"_s;
    message.finishReason = u"length"_s;
    message.createdAt = QDateTime::fromMSecsSinceEpoch(1'700'000'000'123, Qt::UTC);
    message.figures = {.ttftMs = 12.5,
        .e2eMs = 1000.25,
        .textDeltas = 7,
        .usage = {.promptTokens = 3, .completionTokens = 4},
        .cached = true,
        .reconnects = 2};
    message.attachments = {{.name = u"a.png"_s, .mimeType = "image/png", .data = QByteArray("\x89PNG\0\xff", 6)}};
    message.seams = {{.means = ResumeMeans::Restart, .textAt = 5, .repeated = 6, .replaced = 7}};
    return message;
}

ConversationRecord branched()
{
    ConversationRecord record;
    record.summary = {.id = u"one"_s,
        .title = u"Title"_s,
        .isPinned = true,
        .lastActive = 1'700'000'001'000,
        .createdAt = 1'600'000'000'000,
        .messageCount = 4};
    record.messages = {
        turn(Role::User, u"question"_s), fullAnswer(), turn(Role::Assistant, u"second version"_s), turn(Role::User, u"thanks"_s)};
    // 1 and 2 are versions of the answer; 3 follows 1, which is shown.
    record.shape = {
        .count = 4, .jumps = {{.parent = 0, .child = 2}, {.parent = 1, .child = 3}}, .chosen = {{.parent = 0, .child = 1}}};
    return record;
}

QByteArray written(const QList<ConversationRecord>& records)
{
    QBuffer out;
    out.open(QIODevice::WriteOnly);
    SluiceJsonWriter writer(out);
    for (const ConversationRecord& record : records)
        writer.add(record);
    if (!writer.finish())
        qFatal("a buffer cannot be written");
    return out.data();
}

struct ReadResult
{
    QList<ConversationRecord> records;
    std::optional<Error> error;
};

ReadResult readAll(const QByteArray& bytes)
{
    QBuffer in;
    in.setData(bytes);
    in.open(QIODevice::ReadOnly);
    ConversationFile file(in);
    ReadResult result;
    for (;;) {
        const Result<std::optional<ConversationRecord>> record = file.next();
        if (!record) {
            result.error = record.error();
            return result;
        }
        if (!*record)
            return result;
        result.records.append(**record);
    }
}

}

class TestExchange : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatIsWrittenComesBackTheSame()
    {
        ConversationRecord empty;
        empty.summary.id = u"two"_s;
        const ReadResult result = readAll(written({branched(), empty}));
        QVERIFY(!result.error);
        QCOMPARE(result.records.size(), 2);
        QVERIFY(result.records.at(0).summary == branched().summary);
        QVERIFY(result.records.at(0).shape == branched().shape);
        QVERIFY(result.records.at(0).messages == branched().messages);
        QVERIFY(result.records.at(1).summary == empty.summary);
        QCOMPARE(result.records.at(1).messages.size(), 0);
    }

    void writingTwiceGivesTheSameBytes()
    {
        const QByteArray once = written({branched()});
        QCOMPARE(written(readAll(once).records), once);
    }

    void nothingWrittenIsAnEmptyList()
    {
        QCOMPARE(readAll(written({})).records.size(), 0);
        QVERIFY(!readAll(written({})).error);
    }

    void aSingleObjectIsAListOfOne()
    {
        QByteArray bytes = written({branched()}).trimmed();
        bytes = bytes.mid(1, bytes.size() - 2);
        QCOMPARE(readAll(bytes).records.size(), 1);
    }

    void objectsOneAfterTheOtherAreAListToo()
    {
        QByteArray one = written({branched()}).trimmed();
        one = one.mid(1, one.size() - 2);
        for (const QByteArray& between : {"\n"_ba, ""_ba, "\r\n\r\n"_ba}) {
            const ReadResult result = readAll(one + between + one + between);
            QVERIFY(!result.error);
            QCOMPARE(result.records.size(), 2);
        }
    }

    void whatStandsBehindIsNotPassedOver_data()
    {
        QTest::addColumn<QByteArray>("behind");
        QTest::newRow("another list") << written({branched()});
        QTest::newRow("text") << QByteArray("garbage");
        QTest::newRow("text far away") << QByteArray(300'000, ' ') + "garbage";
    }

    void whatStandsBehindIsNotPassedOver()
    {
        QFETCH(QByteArray, behind);
        const QByteArray list = written({branched()});
        for (const QByteArray& whole : {list, list.trimmed().mid(1, list.trimmed().size() - 2)}) {
            const ReadResult result = readAll(whole + behind);
            QCOMPARE(result.records.size(), 1);
            QVERIFY(result.error);
            QCOMPARE(result.error->message, u"Something else stands in the file behind the conversations."_s);
        }
    }

    void elementsAreFoundWhereverTheFileIsCutIntoReads()
    {
        const QByteArray padding(300 * 1024, ' '); // beyond one read
        ConversationRecord large = branched();
        large.messages[0].text = u"[{\"}\\"_s.repeated(100'000);
        const ReadResult result = readAll(padding + written({large, branched()}) + padding);
        QVERIFY(!result.error);
        QCOMPARE(result.records.size(), 2);
        QCOMPARE(result.records.at(0).messages.at(0).text, large.messages.at(0).text);
    }

    void aLongConversationIsReadInPieces()
    {
        ConversationRecord record;
        for (int i = 0; i < 1000; ++i)
            record.messages.append(turn(Role::User, QString::number(i)));
        record.shape.count = 1000;
        QBuffer in;
        in.setData(written({record}));
        in.open(QIODevice::ReadOnly);
        ConversationFile file(in);
        int pieces = 1;
        while (!file.readSome())
            ++pieces;
        QVERIFY(pieces > 1000 / 64);
        QVERIFY(file.readSome());
        const Result<std::optional<ConversationRecord>> read = file.next();
        QVERIFY(read && *read);
        QVERIFY((*read)->messages == record.messages);
        QVERIFY(file.next() && !*file.next());
    }

    void aTruncatedFileGivesWhatIsWholeAndAnError()
    {
        const QByteArray bytes = written({branched(), branched()});
        const ReadResult result = readAll(bytes.first(bytes.size() - 40));
        QCOMPARE(result.records.size(), 1);
        QVERIFY(result.error);
        QCOMPARE(result.error->kind, ErrorKind::Protocol);
    }

    void whatIsNoConversationIsRefusedInOneSentence_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("text") << QByteArray("hello");
        QTest::newRow("numbers") << QByteArray("[1,2]");
        QTest::newRow("another object") << QByteArray("[{\"a\":1}]");
        QTest::newRow("broken") << QByteArray("[{\"format\":}]");
        QTest::newRow("zeros in a string") << "[{\"a\":\"" + QByteArray(1'000'000, '\0');
        QTest::newRow("UTF-16") << QByteArray("\xff\xfe{\0\"\0", 6);
        QTest::newRow("nested deeply") << QByteArray(100'000, '[');
        QTest::newRow("deep in a conversation")
            << "[{\"format\":\"sluice-conversation\",\"messages\":" + QByteArray(100'000, '[') + QByteArray(100'000, ']') + "}]";
        QTest::newRow("newer") << QByteArray("[{\"format\":\"sluice-conversation\",\"version\":2}]");
        QTest::newRow("parent after child") << QByteArray(
            "[{\"format\":\"sluice-conversation\",\"version\":1,\"messages\":[{\"parent\":3}]}]");
    }

    void whatIsNoConversationIsRefusedInOneSentence()
    {
        QFETCH(QByteArray, bytes);
        const ReadResult result = readAll(bytes);
        QVERIFY(result.records.isEmpty());
        QVERIFY(result.error);
        QCOMPARE(result.error->kind, ErrorKind::Protocol);
        QVERIFY(result.error->message.endsWith(u'.'));
    }

    void anAnswerThatStreamedIsInterrupted()
    {
        ConversationRecord record = branched();
        record.messages[3] = turn(Role::Assistant, u"half"_s);
        record.messages[3].state = MessageState::Streaming;
        QCOMPARE(readAll(written({record})).records.at(0).messages.at(3).state, MessageState::Interrupted);
    }

    void shapesComeBackFromParents()
    {
        QRandomGenerator random(1);
        for (int round = 0; round < 300; ++round) {
            std::vector<int> parents;
            const int count = random.bounded(1, 40);
            for (int id = 0; id < count; ++id)
                parents.push_back(random.bounded(3) == 0 ? random.bounded(-1, id) : id - 1);
            const int shown = random.bounded(count);
            const MessageShape shape = shapeOf(parents, shown);
            QCOMPARE(parentsOf(shape), parents);
            const std::vector<int> path = shownPath(shape);
            QVERIFY(std::find(path.begin(), path.end(), shown) != path.end());
            for (std::size_t row = 0; row < path.size(); ++row)
                QCOMPARE(parents[static_cast<std::size_t>(path[row])], row == 0 ? -1 : path[row - 1]);
        }
    }

    void markdownShowsTheChosenTurns()
    {
        const QString text = conversationMarkdown(branched());
        QVERIFY(text.startsWith("# Title\n\n## You\n\nquestion\n\n## Assistant (m)\n\n*Attached: a.png*\n\n> because\n\n"_L1));
        QVERIFY(text.contains("*(failed: slow down)*"_L1));
        QVERIFY(text.endsWith("## You\n\nthanks\n"_L1));
        QVERIFY(!text.contains("second version"_L1));
    }
};

QTEST_GUILESS_MAIN(TestExchange)
#include "tst_exchange.moc"

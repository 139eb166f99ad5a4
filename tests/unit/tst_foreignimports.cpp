#include "core/exchange/conversationfile.h"
#include "core/exchange/foreignnode.h"

#include <QBuffer>
#include <QFile>
#include <QTest>

using namespace sluice;
using namespace Qt::StringLiterals;

namespace {

std::optional<ConversationRecord> readOne(const QByteArray& bytes)
{
    QBuffer in;
    in.setData(bytes);
    in.open(QIODevice::ReadOnly);
    ConversationFile file(in);
    const Result<std::optional<ConversationRecord>> record = file.next();
    return record ? *record : std::nullopt;
}

QByteArray fromFile(const QString& name)
{
    QFile file(QStringLiteral(SLUICE_TEST_DATA "/exchange/") + name);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QStringList shownTexts(const ConversationRecord& record)
{
    QStringList texts;
    for (const int id : shownPath(record.shape))
        texts.append(record.messages.at(id).text);
    return texts;
}

}

class TestForeignImports : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void chatGptKeepsVersionsAndLeavesOutWhatNobodySaw()
    {
        const std::optional<ConversationRecord> record = readOne(fromFile(u"chatgpt.json"_s));
        QVERIFY(record);
        QCOMPARE(record->summary.title, u"Trip"_s);
        QCOMPARE(record->summary.id, u"c-1"_s);
        QCOMPARE(record->summary.createdAt, 1'700'000'000'500);
        QCOMPARE(record->summary.lastActive, 1'700'000'100'250);
        QCOMPARE(record->messages.size(), 3);
        QCOMPARE(shownTexts(*record), QStringList({u"[image]\n\nWhere is this?"_s, u"In Paris."_s}));
        const Message& shown = record->messages.at(shownPath(record->shape).back());
        QCOMPARE(shown.model, u"o3"_s);
        QCOMPARE(shown.reasoning, u"I look at it.\n\nOnly a summary"_s);
        QCOMPARE(record->messages.at(0).createdAt.toMSecsSinceEpoch(), 1'700'000'001'500);
        const std::vector<int> parents = parentsOf(record->shape);
        QCOMPARE(parents, std::vector<int>({-1, 0, 0}));
    }

    void openWebUiKeepsVersionsReasoningAndImages()
    {
        const std::optional<ConversationRecord> record = readOne(fromFile(u"openwebui.json"_s));
        QVERIFY(record);
        QVERIFY(record->summary.isPinned);
        QCOMPARE(record->summary.createdAt, 1'700'000'000'000);
        QCOMPARE(shownTexts(*record), QStringList({u"2+2?"_s, u"It is 4"_s}));
        const Message& shown = record->messages.at(shownPath(record->shape).back());
        QCOMPARE(shown.reasoning, u"Two and two\na < b"_s);
        QCOMPARE(shown.state, MessageState::Interrupted);
        QCOMPARE(record->messages.at(0).attachments.size(), 1);
        QCOMPARE(record->messages.at(0).attachments.at(0).mimeType, QByteArray("image/png"));
        QCOMPARE(record->messages.at(0).attachments.at(0).data, QByteArray("\x89PNG"));
    }

    void anOldOpenWebUiListIsAChain()
    {
        const std::optional<ConversationRecord> record = readOne(fromFile(u"openwebui-list.json"_s));
        QVERIFY(record);
        QCOMPARE(record->summary.title, u"Old"_s);
        QCOMPARE(shownTexts(*record), QStringList({u"a"_s, u"b"_s}));
    }

    void circlesAndOrphansAreKept()
    {
        const auto says = [](const QString& text) {
            Message message;
            message.text = text;
            return message;
        };
        ForeignTree tree;
        tree.add("a", {.parent = "b", .message = says(u"a"_s)});
        tree.add("b", {.parent = "a", .message = says(u"b"_s)});
        tree.add("c", {.parent = "gone", .message = says(u"c"_s)});
        tree.add("d", {.parent = "d", .message = says(u"d"_s)});
        const ConversationRecord record = tree.record("d");
        QCOMPARE(record.messages.size(), 4);
        QCOMPARE(shownTexts(record), QStringList({u"d"_s}));
    }

    void aLongChainNeedsNoDeepStack()
    {
        ForeignTree tree;
        Message message;
        message.text = u"x"_s;
        constexpr int Count = 200'000;
        for (int i = 0; i < Count; ++i)
            tree.add(std::to_string(i), {.parent = i == 0 ? std::string() : std::to_string(i - 1), .message = message});
        const ConversationRecord record = tree.record({});
        QCOMPARE(record.messages.size(), Count);
        QVERIFY(record.shape.jumps.empty());
    }
};

QTEST_GUILESS_MAIN(TestForeignImports)
#include "tst_foreignimports.moc"

#include "core/chat/attachmentrules.h"
#include "core/store/conversationcopy.h"
#include "core/store/historytimelines.h"
#include "core/store/schema.h"
#include "tests/support/historyvalues.h"

#include <QTemporaryDir>

#include <array>

using namespace Qt::StringLiterals;
using namespace sluice;
using namespace sluice::test;

namespace {

std::vector<QString> idsOf(const Result<QList<ConversationSummary>>& page)
{
    std::vector<QString> ids;
    for (const ConversationSummary& summary : page.value_or(QList<ConversationSummary>()))
        ids.push_back(summary.id);
    return ids;
}

QList<int> hitsOf(const Result<SearchPage>& page)
{
    QList<int> ids;
    if (!page)
        return {-100};
    for (const SearchHit& hit : page->hits)
        ids.append(hit.messageId);
    return ids;
}

Message rich()
{
    Message message =
        said(Role::Assistant, QString(u"text\0with "_s + QChar(0xd83d) + u" and \U0001f600"_s), MessageState::Failed);
    message.reasoning = u"because"_s;
    message.serverStop = ServerStop::Unknown;
    message.error =
        Error {.kind = ErrorKind::RateLimit, .message = u"slow \"down\""_s, .httpStatus = 429, .retryAfter = Millis(1500)};
    message.model = u"model-1"_s;
    message.finishReason = u"length"_s;
    message.figures = {.ttftMs = 12.25,
        .e2eMs = 3456.5,
        .textDeltas = 77,
        .usage = {.promptTokens = 9'007'199'254'740'993, .completionTokens = 0},
        .cached = true,
        .reconnects = 3,
        .strip = {.waiting = 0.25, .cells = "019qhr"_ba}};
    message.attachments = {{.name = u"a.png"_s, .mimeType = "image/png", .data = QByteArray("\x89PNG\0\x1a", 6)},
        {.name = u"empty.txt"_s, .mimeType = "text/plain", .data = {}}};
    message.seams = {{.means = ResumeMeans::StreamOffset, .textAt = 5, .repeated = 2, .replaced = 0},
        {.means = ResumeMeans::Restart, .textAt = 9, .repeated = 1, .replaced = 4}};
    message.ticket = ReplayTicket {.means = ResumeMeans::ResponseSequence,
        .endpoint = "0123456789abcdef",
        .replayName = "name",
        .streamId = "s/1",
        .responseId = u"resp_ü"_s};
    return message;
}

}

class TestHistoryDatabase : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_directory = std::make_unique<QTemporaryDir>();
        m_history = std::make_unique<HistoryDatabase>(m_directory->path());
        const Result<HistoryOpening> opening = m_history->open(HistoryDatabase::Access::Write);
        QVERIFY(opening);
        QVERIFY(!opening->damage);
        QCOMPARE(opening->interrupted, 0);
    }

    void cleanup()
    {
        m_history.reset();
        m_directory.reset();
    }

    void everyFieldOfAMessageComesBack();
    void everyKindOfErrorAndStateComesBack();
    void aMessageIsReplacedWithAllThatBelongsToIt();
    void whatALostMessageLeftBehindIsNotTheNextOnes();
    void whatWasRemovedComesBackAlsoAfterARepair();
    void whatAnAnswerGrewByBelongsToItsText();
    void anAnswerThatWasBeingWrittenIsInterruptedAtTheNextStart();
    void branchesComeBack();
    void aNewVersionIsTheOneThatIsShown();
    void placesComeBack();
    void whatIsAttachedToADraftComesBack();
    void anUnchangedFileOfADraftIsNotWrittenAgain();
    void theListGoesPinnedThenYoungest();
    void theListIsPagedWithoutGapsOrRepetition();
    void pagesOfMessagesEndWithTheConversation();
    void aGapIsAMessageThatSaysSo();
    void removedOnesComeBackUntilTheNextStart();
    void purgedOnesAreDeletedWithTheirWords();
    void lateWordsAboutAPurgedOneAreDropped();
    void allArePurgedAlsoRemovedOnes();
    void afterAllArePurgedOthersCanBeMade();
    void listedOnesAreCounted();
    void aDuplicateHasEverything();
    void aTimelineGoesWithItsMessage();
    void aTimelineNeedsItsMessage();
    void aHistoryOfTheFirstVersionGetsTimelines();
    void aCopyThatIsDisturbedFailsAndLeavesNothing_data();
    void aCopyThatIsDisturbedFailsAndLeavesNothing();
    void aFailedChangeLeavesNothing();
    void aPreviewLeavesNothingHoweverItEnds();

    void wordsAreFound();
    void chineseIsFoundInsideASentence();
    void titlesComeFirst();
    void anythingCanBeTyped();
    void pagesOfASearchGoOnWhereTheLastOneEnded();
    void whatChangedIsFoundAsItIsNow();
    void aNewIndexIsFilledFromTheYoungestDown();
    void aDamagedIndexIsMadeAnew();

    void migrationsRunOnceEach();
    void aHistoryOfTheFirstVersionIsTakenOver();
    void aMigrationThatFailsChangesNothing();
    void aNewerDatabaseIsLeftAlone();
    void onlyOneWritesButOthersMayRead();

private:
    void reopen()
    {
        m_history.reset();
        m_history = std::make_unique<HistoryDatabase>(m_directory->path());
        QVERIFY(m_history->open(HistoryDatabase::Access::Write));
    }

    void put(int id, int parent, const Message& message, const QString& conversation = u"c"_s)
    {
        QVERIFY(m_history->put(conversation, id, parent, message));
    }

    Message read(int id, const QString& conversation = u"c"_s)
    {
        const Result<QList<Message>> page = m_history->messages(conversation, id, 1);
        return page && page->size() == 1 ? page->front() : said(Role::System, u"could not be read"_s);
    }

    std::unique_ptr<QTemporaryDir> m_directory;
    std::unique_ptr<HistoryDatabase> m_history;
};

void TestHistoryDatabase::everyFieldOfAMessageComesBack()
{
    const Message message = rich();
    put(0, -1, message);

    QCOMPARE(difference(read(0), message), QString());
    reopen();
    QCOMPARE(difference(read(0), message), QString());
}

void TestHistoryDatabase::everyKindOfErrorAndStateComesBack()
{
    int id = 0;
    QList<Message> all;
    for (const ErrorKind kind : {ErrorKind::Network, ErrorKind::Timeout, ErrorKind::Tls, ErrorKind::Auth, ErrorKind::RateLimit,
             ErrorKind::Server, ErrorKind::Protocol, ErrorKind::Overflow, ErrorKind::Cancelled, ErrorKind::Storage}) {
        all.append(said(Role::Assistant, u"x"_s, MessageState::Failed));
        all.back().error = Error {.kind = kind, .message = errorKindName(kind)};
    }
    for (const MessageState state :
        {MessageState::Complete, MessageState::Stopped, MessageState::Interrupted, MessageState::Failed})
        all.append(said(Role::User, u"y"_s, state));
    for (const ServerStop stop : {ServerStop::NotAsked, ServerStop::Confirmed, ServerStop::Unknown}) {
        all.append(said(Role::System, u"z"_s, MessageState::Stopped));
        all.back().serverStop = stop;
    }
    for (const ResumeMeans means : {ResumeMeans::LastEventId, ResumeMeans::StreamOffset, ResumeMeans::ResponseSequence,
             ResumeMeans::Prefill, ResumeMeans::QuotedTurn, ResumeMeans::Restart}) {
        all.append(said(Role::Assistant, u"s"_s));
        all.back().seams = {{.means = means}};
    }
    all.append(Message()); // no time
    for (const Message& message : std::as_const(all)) {
        put(id, id - 1, message);
        ++id;
    }

    const Result<QList<Message>> page = m_history->messages(u"c"_s, 0, 100);
    QVERIFY(page);
    QCOMPARE(page->size(), all.size());
    for (qsizetype i = 0; i < all.size(); ++i)
        QCOMPARE(difference(page->at(i), all.at(i)), QString());
}

void TestHistoryDatabase::aMessageIsReplacedWithAllThatBelongsToIt()
{
    put(0, -1, rich());
    Message second = said(Role::Assistant, u"second"_s);
    second.attachments = {{.name = u"b"_s, .mimeType = "text/plain", .data = "b"}};
    put(0, -1, second);

    QCOMPARE(difference(read(0), second), QString());
    QCOMPARE(m_history->conversation(u"c"_s)->summary.messageCount, 1);
}

void TestHistoryDatabase::whatAnAnswerGrewByBelongsToItsText()
{
    const QString smile = u"\U0001f600"_s;
    put(0, -1, said(Role::Assistant, u"a"_s, MessageState::Streaming));
    QVERIFY(m_history->grow(u"c"_s, 0, u"b"_s + smile.left(1), u"r"_s));
    QVERIFY(m_history->grow(u"c"_s, 0, smile.mid(1), {}));

    QCOMPARE(read(0).text, u"ab"_s + smile);
    QCOMPARE(read(0).reasoning, u"r"_s);

    put(0, -1, said(Role::Assistant, u"whole"_s));
    QCOMPARE(read(0).text, u"whole"_s);
    QCOMPARE(m_history->database().number("SELECT count(*) FROM journal").value_or(-1), 0);
}

void TestHistoryDatabase::anAnswerThatWasBeingWrittenIsInterruptedAtTheNextStart()
{
    Message answer = rich();
    answer.state = MessageState::Streaming;
    put(0, -1, said(Role::User, u"question"_s));
    put(1, 0, answer);
    QVERIFY(m_history->grow(u"c"_s, 1, u" more"_s, u" thought"_s));
    put(2, 0, said(Role::Assistant, {}, MessageState::Pending));
    m_history.reset();

    HistoryDatabase next(m_directory->path());
    const Result<HistoryOpening> opening = next.open(HistoryDatabase::Access::Write);

    QVERIFY(opening);
    QCOMPARE(opening->interrupted, 2);
    Message expected = answer;
    expected.text += u" more"_s;
    expected.reasoning += u" thought"_s;
    expected.state = MessageState::Interrupted;
    const Result<QList<Message>> page = next.messages(u"c"_s, 0, 3);
    QVERIFY(page);
    QCOMPARE(page->size(), 3);
    QCOMPARE(difference(page->at(1), expected), QString());
    QCOMPARE(page->at(2).state, MessageState::Interrupted);
    QCOMPARE(hitsOf(next.search(u"more"_s, {}, 10)), QList<int> {1});
    QVERIFY(next.open(HistoryDatabase::Access::Write));
    QCOMPARE(next.messages(u"c"_s, 1, 1)->front().text, expected.text);
}

void TestHistoryDatabase::branchesComeBack()
{
    // 0 ─ 1 ─ 2 ─ 3, a second version of 1 (4, with 5), a second version of 0 (6)
    const std::array parents {-1, 0, 1, 2, 0, 4, -1};
    for (int id = 0; id < int(parents.size()); ++id)
        put(id, parents[size_t(id)], said(Role::User, QString::number(id)));
    QVERIFY(m_history->choose(u"c"_s, 0, 1));
    QVERIFY(m_history->choose(u"c"_s, -1, 6)); // the youngest anyway
    QVERIFY(m_history->choose(u"c"_s, 2, 3)); // the only one

    const Result<OpenedConversation> opened = m_history->conversation(u"c"_s);

    QVERIFY(opened);
    const MessageShape expected {
        .count = 7, .jumps = {{.parent = 0, .child = 4}, {.parent = -1, .child = 6}}, .chosen = {{.parent = 0, .child = 1}}};
    QCOMPARE(opened->shape, expected);
    QCOMPARE(opened->summary.messageCount, 7);
}

void TestHistoryDatabase::aNewVersionIsTheOneThatIsShown()
{
    put(0, -1, said(Role::User, u"0"_s));
    put(1, 0, said(Role::Assistant, u"1"_s));
    put(2, 0, said(Role::Assistant, u"2"_s));
    QVERIFY(m_history->choose(u"c"_s, 0, 1));
    QCOMPARE(m_history->conversation(u"c"_s)->shape.chosen.size(), 1u);

    put(3, 0, said(Role::Assistant, u"3"_s));
    QVERIFY(m_history->conversation(u"c"_s)->shape.chosen.empty());

    QVERIFY(m_history->choose(u"c"_s, 0, 1));
    put(3, 0, said(Role::Assistant, u"3, changed"_s)); // not new
    QCOMPARE(m_history->conversation(u"c"_s)->shape.chosen.size(), 1u);
}

void TestHistoryDatabase::placesComeBack()
{
    const ConversationPlace place {.draft = u"dra\0ft"_s,
        .scrollPlace = QByteArray("\0\1", 2),
        .endpointId = u"e"_s,
        .model = u"m"_s,
        .strategy = "{}",
        .usesCache = false};
    QVERIFY(m_history->saveSummary(titled(u"c"_s, u"Title"_s)));
    QCOMPARE(m_history->conversation(u"c"_s)->place, ConversationPlace());

    QVERIFY(m_history->savePlace(u"c"_s, place));
    reopen();

    QCOMPARE(m_history->conversation(u"c"_s)->place, place);
    QCOMPARE(m_history->conversation(u"c"_s)->summary, titled(u"c"_s, u"Title"_s));
    QVERIFY(!m_history->conversation(u"unknown"_s));
}

void TestHistoryDatabase::whatIsAttachedToADraftComesBack()
{
    const QList<Attachment> files {{.name = u"a.png"_s, .mimeType = "image/png", .data = QByteArray(300'000, '\x89')},
        {.name = u"b.txt"_s, .mimeType = "text/plain", .data = "b"}};
    const ConversationPlace place {
        .draft = u"draft"_s, .scrollPlace = {}, .endpointId = {}, .model = {}, .strategy = {}, .usesCache = true};
    put(0, -1, rich());
    QVERIFY(m_history->saveDraftAttachments(u"c"_s, files));
    QVERIFY(m_history->savePlace(u"c"_s, place));
    reopen();

    QCOMPARE(m_history->conversation(u"c"_s)->draftAttachments, files);
    QCOMPARE(m_history->conversation(u"c"_s)->place, place);
    QCOMPARE(m_history->conversation(u"c"_s)->summary.messageCount, 1);
    QCOMPARE(read(0).attachments, rich().attachments);
    QVERIFY(m_history->duplicate(u"c"_s, u"d"_s, {}));
    QVERIFY(m_history->conversation(u"d"_s)->draftAttachments.isEmpty()); // as its text
    QVERIFY(m_history->repair());
    QCOMPARE(m_history->conversation(u"c"_s)->draftAttachments, files);
    QVERIFY(m_history->saveDraftAttachments(u"c"_s, {files[1]}));
    QCOMPARE(m_history->conversation(u"c"_s)->draftAttachments, QList<Attachment> {files[1]});
    QVERIFY(m_history->purge(u"c"_s));
    QVERIFY(m_history->saveDraftAttachments(u"c"_s, files)); // late
    tidyUp(*m_history);
    QCOMPARE(m_history->database().number("SELECT count(*) FROM attachments WHERE message = -1").value_or(-1), 0);
    const QList<Attachment> tooMany(AttachmentLimits::Count + 1, files[1]);
    QVERIFY(!m_history->saveDraftAttachments(u"e"_s, tooMany));
}

void TestHistoryDatabase::anUnchangedFileOfADraftIsNotWrittenAgain()
{
    QList<Attachment> files {{.name = u"a.png"_s, .mimeType = "image/png", .data = QByteArray(3'000'000, 'a')}};
    QVERIFY(m_history->saveDraftAttachments(u"c"_s, files));
    m_history->checkpoint();
    const auto logged = [this] { return QFileInfo(m_directory->filePath(u"history.db-wal"_s)).size(); };
    QVERIFY(m_history->database().run("PRAGMA wal_checkpoint(TRUNCATE)"));

    files.append({.name = u"b.txt"_s, .mimeType = "text/plain", .data = "b"});
    QVERIFY(m_history->saveDraftAttachments(u"c"_s, files));

    QVERIFY2(logged() < 100'000, qPrintable(QString::number(logged())));
    QCOMPARE(m_history->conversation(u"c"_s)->draftAttachments, files);
}

void TestHistoryDatabase::theListGoesPinnedThenYoungest()
{
    for (const ConversationSummary& summary : {titled(u"old"_s, u"A"_s, 10), titled(u"young"_s, u"B"_s, 30),
             titled(u"b"_s, u"C"_s, 20), titled(u"a"_s, u"D"_s, 20), titled(u"pinned"_s, u"E"_s, 1, true)})
        QVERIFY(m_history->saveSummary(summary));

    QCOMPARE(idsOf(m_history->list({}, 10)), (std::vector<QString> {u"pinned"_s, u"young"_s, u"a"_s, u"b"_s, u"old"_s}));

    QVERIFY(m_history->saveSummary(titled(u"old"_s, u"A"_s, 40)));
    QVERIFY(m_history->saveSummary(titled(u"pinned"_s, u"E"_s, 1)));
    QCOMPARE(idsOf(m_history->list({}, 10)), (std::vector<QString> {u"old"_s, u"young"_s, u"a"_s, u"b"_s, u"pinned"_s}));
}

void TestHistoryDatabase::theListIsPagedWithoutGapsOrRepetition()
{
    QVERIFY(m_history->atomically([&]() -> Result<void> {
        for (int i = 0; i < 101; ++i) {
            const Result<void> saved = m_history->saveSummary(titled(QString::number(i), {}, i / 7 - 5, i % 10 == 0));
            if (!saved)
                return saved;
        }
        return {};
    }));
    const std::vector<QString> all = idsOf(m_history->list({}, 1000));
    QCOMPARE(all.size(), 101u);

    std::vector<QString> paged;
    std::optional<ConversationKey> after;
    for (;;) {
        const Result<QList<ConversationSummary>> page = m_history->list(after, 7);
        QVERIFY(page);
        if (page->isEmpty())
            break;
        for (const ConversationSummary& summary : *page)
            paged.push_back(summary.id);
        after = keyOf(page->back());
    }

    QCOMPARE(paged, all);
}

void TestHistoryDatabase::pagesOfMessagesEndWithTheConversation()
{
    for (int id = 0; id < 10; ++id)
        put(id, id - 1, said(Role::User, QString::number(id)));

    QCOMPARE(m_history->messages(u"c"_s, 0, 4)->size(), 4);
    QCOMPARE(m_history->messages(u"c"_s, 8, 4)->size(), 2);
    QCOMPARE(m_history->messages(u"c"_s, 8, 4)->front().text, u"8"_s);
    QCOMPARE(m_history->messages(u"c"_s, 10, 4)->size(), 0);
    QCOMPARE(m_history->messages(u"other"_s, 0, 4)->size(), 0);
}

void TestHistoryDatabase::aGapIsAMessageThatSaysSo()
{
    put(0, -1, said(Role::User, u"0"_s));
    put(3, 2, said(Role::Assistant, u"3"_s));

    const Result<QList<Message>> page = m_history->messages(u"c"_s, 0, 10);

    QVERIFY(page);
    QCOMPARE(page->size(), 4);
    QCOMPARE(page->at(1).state, MessageState::Failed);
    QCOMPARE(page->at(2).error->kind, ErrorKind::Storage);
    QCOMPARE(page->at(3).text, u"3"_s);
}

void TestHistoryDatabase::removedOnesComeBackUntilTheNextStart()
{
    QVERIFY(m_history->saveSummary(titled(u"c"_s, u"Findable"_s)));
    put(0, -1, said(Role::User, u"needle"_s));
    QVERIFY(m_history->remove(u"c"_s));
    QCOMPARE(idsOf(m_history->list({}, 10)), std::vector<QString>());
    QCOMPARE(hitsOf(m_history->search(u"needle"_s, {}, 10)), QList<int>());
    QCOMPARE(hitsOf(m_history->search(u"findable"_s, {}, 10)), QList<int>());

    QVERIFY(m_history->restore(u"c"_s));
    QCOMPARE(idsOf(m_history->list({}, 10)), std::vector<QString> {u"c"_s});
    QCOMPARE(hitsOf(m_history->search(u"needle"_s, {}, 10)), QList<int> {0});

    QVERIFY(m_history->remove(u"c"_s));
    reopen();
    QVERIFY(m_history->restore(u"c"_s));
    QCOMPARE(idsOf(m_history->list({}, 10)), std::vector<QString>());
    QVERIFY(!m_history->conversation(u"c"_s));
    tidyUp(*m_history);
    QCOMPARE(m_history->database().number("SELECT count(*) FROM messages").value_or(-1), 0);
    QCOMPARE(m_history->database().number("SELECT count(*) FROM conversations").value_or(-1), 0);
}

void TestHistoryDatabase::purgedOnesAreDeletedWithTheirWords()
{
    QVERIFY(m_history->saveSummary(titled(u"c"_s, u"Secret"_s)));
    QVERIFY(m_history->saveSummary(titled(u"other"_s, u"Other"_s)));
    for (int id = 0; id < 200; ++id)
        put(id, id - 1, said(Role::User, u"secret words"_s));
    Message withFile = said(Role::User, u"file"_s);
    withFile.attachments = {{.name = u"a"_s, .mimeType = "text/plain", .data = "a"}};
    put(200, 199, withFile);
    put(0, -1, said(Role::User, u"words"_s), u"other"_s);
    QVERIFY(m_history->savePlace(u"c"_s, {}));
    QVERIFY(m_history->choose(u"c"_s, 0, 1));
    tidyUp(*m_history);
    put(201, 200, said(Role::User, u"secret and not in the index"_s));

    QVERIFY(m_history->purge(u"c"_s));
    tidyUp(*m_history);

    for (const char* table : {"messages", "conversations"})
        QCOMPARE(m_history->database().number((QByteArray("SELECT count(*) FROM ") + table).constData()).value_or(-1), 1);
    for (const char* table : {"attachments", "places", "choices", "journal", "messages_to_index", "titles_to_index"})
        QCOMPARE(m_history->database().number((QByteArray("SELECT count(*) FROM ") + table).constData()).value_or(-1), 0);
    QList<qint64> left;
    QVERIFY(m_history->index().search(SearchIndex::Table::Messages, u"\"secret\""_s, 100'000, [&](qint64 n) {
        left.append(n);
        return true;
    }));
    QCOMPARE(left, QList<qint64>());
    QCOMPARE(hitsOf(m_history->search(u"words"_s, {}, 10)), QList<int> {0});
}

void TestHistoryDatabase::lateWordsAboutAPurgedOneAreDropped()
{
    put(0, -1, said(Role::User, u"0"_s));
    QVERIFY(m_history->purge(u"c"_s));
    put(1, 0, said(Role::Assistant, u"late"_s));
    QVERIFY(m_history->grow(u"c"_s, 1, u"later"_s, {}));
    QVERIFY(m_history->savePlace(u"c"_s, {}));
    QCOMPARE(idsOf(m_history->list({}, 10)), std::vector<QString>());

    QVERIFY(m_history->saveSummary(titled(u"c"_s, u"Again"_s)));
    put(0, -1, said(Role::User, u"new"_s));
    QCOMPARE(m_history->conversation(u"c"_s)->summary.messageCount, 1);
    QCOMPARE(read(0).text, u"new"_s);
}

void TestHistoryDatabase::allArePurgedAlsoRemovedOnes()
{
    for (const QString& id : {u"c"_s, u"removed"_s, u"other"_s}) {
        QVERIFY(m_history->saveSummary(titled(id, u"Secret"_s)));
        QVERIFY(m_history->savePlace(id, {}));
        Message withFile = said(Role::User, u"secret words"_s);
        withFile.attachments = {{.name = u"a"_s, .mimeType = "text/plain", .data = "a"}};
        put(0, -1, withFile, id);
    }
    QVERIFY(m_history->remove(u"removed"_s));
    tidyUp(*m_history);

    QVERIFY(m_history->purgeAll());
    QCOMPARE(idsOf(m_history->list({}, 10)), std::vector<QString>()); // at once
    QVERIFY(m_history->restore(u"removed"_s)); // comes too late
    put(1, 0, said(Role::Assistant, u"late"_s)); // so do these
    QVERIFY(m_history->grow(u"other"_s, 0, u"later"_s, {}));
    tidyUp(*m_history);

    QCOMPARE(idsOf(m_history->list({}, 10)), std::vector<QString>());
    for (const char* table :
        {"messages", "conversations", "attachments", "places", "choices", "journal", "messages_to_index", "titles_to_index"})
        QCOMPARE(m_history->database().number((QByteArray("SELECT count(*) FROM ") + table).constData()).value_or(-1), 0);
    QCOMPARE(hitsOf(m_history->search(u"secret"_s, {}, 10)), QList<int>());
}

void TestHistoryDatabase::afterAllArePurgedOthersCanBeMade()
{
    QVERIFY(m_history->purgeAll()); // of none
    put(0, -1, said(Role::User, u"old"_s));
    QVERIFY(m_history->purgeAll());
    QVERIFY(m_history->purgeAll()); // again, before anything is tidied

    QVERIFY(m_history->saveSummary(titled(u"c"_s, u"Again"_s)));
    put(0, -1, said(Role::User, u"new"_s));
    tidyUp(*m_history);

    QCOMPARE(idsOf(m_history->list({}, 10)), std::vector<QString> {u"c"_s});
    QCOMPARE(read(0).text, u"new"_s);
    QCOMPARE(m_history->database().number("SELECT count(*) FROM messages").value_or(-1), 1);
}

void TestHistoryDatabase::listedOnesAreCounted()
{
    QCOMPARE(m_history->countListed(), 0);
    for (const QString& id : {u"1"_s, u"2"_s, u"3"_s})
        QVERIFY(m_history->saveSummary(titled(id, u"Title"_s)));
    QVERIFY(m_history->remove(u"1"_s));
    QCOMPARE(m_history->countListed(), 2);
    QVERIFY(m_history->purge(u"2"_s));
    QCOMPARE(m_history->countListed(), 1);
}

void TestHistoryDatabase::aDuplicateHasEverything()
{
    const ConversationPlace place {
        .draft = u"draft"_s, .scrollPlace = "p", .endpointId = u"e"_s, .model = u"m"_s, .strategy = "s", .usesCache = false};
    QVERIFY(m_history->saveSummary(titled(u"c"_s, u"Title"_s)));
    QVERIFY(m_history->savePlace(u"c"_s, place));
    put(0, -1, said(Role::User, u"question"_s));
    for (int id = 1; id < 450; ++id)
        put(id, id % 7 == 0 ? 0 : id - 1, id % 11 == 0 ? rich() : said(Role::Assistant, QString::number(id)));
    QVERIFY(m_history->choose(u"c"_s, 0, 7));
    put(450, 449, said(Role::Assistant, u"str"_s, MessageState::Streaming));
    QVERIFY(m_history->grow(u"c"_s, 450, u"eaming"_s, {}));

    const Result<ConversationSummary> copy = m_history->duplicate(u"c"_s, u"d"_s, u"Copy"_s);

    QVERIFY(copy);
    QCOMPARE(copy->title, u"Copy"_s);
    QCOMPARE(copy->messageCount, 451);
    const Result<OpenedConversation> opened = m_history->conversation(u"d"_s);
    QVERIFY(opened);
    QCOMPARE(opened->summary, *copy);
    QCOMPARE(opened->shape, m_history->conversation(u"c"_s)->shape);
    QCOMPARE(opened->place.endpointId, u"e"_s);
    QCOMPARE(opened->place.draft, QString());
    const QList<Message> originals = *m_history->messages(u"c"_s, 0, 1000);
    const QList<Message> copies = *m_history->messages(u"d"_s, 0, 1000);
    QCOMPARE(copies.size(), originals.size());
    for (qsizetype i = 0; i < 450; ++i)
        QCOMPARE(difference(copies[i], originals[i]), QString());
    QCOMPARE(copies.back().text, u"streaming"_s);
    QCOMPARE(copies.back().state, MessageState::Interrupted);
    QCOMPARE(originals.back().state, MessageState::Streaming);
    QCOMPARE(m_history->search(u"question"_s, {}, 10)->hits.size(), 2);
    QVERIFY(!m_history->duplicate(u"unknown"_s, u"e"_s, {}));
    QVERIFY(!m_history->duplicate(u"c"_s, u"d"_s, {}));
}

void TestHistoryDatabase::aCopyThatIsDisturbedFailsAndLeavesNothing_data()
{
    QTest::addColumn<QString>("by");
    for (const char* by : {"purge", "repair", "repair at the end", "nothing", "more"})
        QTest::newRow(by) << QString::fromLatin1(by);
}

void TestHistoryDatabase::aCopyThatIsDisturbedFailsAndLeavesNothing()
{
    QFETCH(const QString, by);
    QVERIFY(m_history->atomically([&]() -> Result<void> {
        for (int id = 0; id < 450; ++id)
            put(id, id - 1, said(Role::User, QString::number(id)));
        return {};
    }));
    ConversationCopy copy(u"c"_s, u"d"_s, u"Copy"_s);
    const auto next = [&] { return copy.step(*m_history); };
    QVERIFY(next());
    if (by.endsWith("end"_L1)) {
        QVERIFY(next());
        QVERIFY(next());
    }

    if (by == "purge"_L1)
        QVERIFY(m_history->purge(u"c"_s));
    else if (by.startsWith("repair"_L1))
        QVERIFY(m_history->repair());
    else if (by == "more"_L1) { // what came later is not in it
        put(450, 0, said(Role::User, u"later"_s));
        QVERIFY(m_history->choose(u"c"_s, 0, 450));
    }
    Result<bool> isDone = next();
    while (isDone && !*isDone)
        isDone = next();

    if (by == "nothing"_L1 || by == "more"_L1) {
        QVERIFY(isDone);
        const Result<OpenedConversation> opened = m_history->conversation(u"d"_s);
        QCOMPARE(opened->summary.messageCount, 450);
        QCOMPARE(m_history->messages(u"d"_s, 0, 1000)->size(), 450);
        QVERIFY(opened->shape.chosen.empty());
        QCOMPARE(m_history->database().number("SELECT count(*) FROM choices WHERE child > 449").value_or(-1), by == "more"_L1);
        return;
    }
    QVERIFY(!isDone);
    QCOMPARE(isDone.error().kind, ErrorKind::Storage);
    QVERIFY(!isDone.error().message.isEmpty());
    QVERIFY(!m_history->conversation(u"d"_s));
    QCOMPARE(m_history->list({}, 10)->size(), by == "purge"_L1 ? 0 : 1);
    tidyUp(*m_history); // without another start
    QCOMPARE(m_history->database().number("SELECT count(*) FROM messages").value_or(-1), by == "purge"_L1 ? 0 : 450);
    if (by != "purge"_L1)
        QVERIFY(m_history->duplicate(u"c"_s, u"d"_s, u"Copy"_s)); // its id is free again
}

void TestHistoryDatabase::aFailedChangeLeavesNothing()
{
    put(0, -1, said(Role::User, u"0"_s));

    const Result<void> done = m_history->atomically([&]() -> Result<void> {
        put(1, 0, said(Role::User, u"1"_s));
        return std::unexpected(Error {.kind = ErrorKind::Storage, .message = u"stop"_s});
    });

    QVERIFY(!done);
    QCOMPARE(m_history->messages(u"c"_s, 0, 10)->size(), 1);
    QCOMPARE(m_history->conversation(u"c"_s)->summary.messageCount, 1);
}

void TestHistoryDatabase::whatALostMessageLeftBehindIsNotTheNextOnes()
{
    Message old = said(Role::User, u"old"_s);
    old.attachments = {{.name = u"secret.txt"_s, .mimeType = "text/plain", .data = "x"}};
    QVERIFY(m_history->put(u"c"_s, 0, -1, old));
    QVERIFY(m_history->grow(u"c"_s, 0, u"grown"_s, {}));
    QVERIFY(m_history->database().run("DELETE FROM messages")); // as a repair that could not read its page

    QVERIFY(m_history->put(u"c"_s, 0, -1, said(Role::User, u"new"_s)));
    const Result<QList<Message>> read = m_history->messages(u"c"_s, 0, 5);
    QVERIFY(read);
    QCOMPARE(read->size(), 1);
    QCOMPARE(read->first().text, u"new"_s);
    QVERIFY(read->first().attachments.isEmpty());
}

void TestHistoryDatabase::whatWasRemovedComesBackAlsoAfterARepair()
{
    QVERIFY(m_history->saveSummary({.id = u"c"_s, .title = u"t"_s, .lastActive = 1, .createdAt = 1}));
    QVERIFY(m_history->put(u"c"_s, 0, -1, said(Role::User, u"kept"_s)));
    QVERIFY(m_history->remove(u"c"_s));
    QVERIFY(m_history->repair());
    QVERIFY(m_history->restore(u"c"_s));
    QCOMPARE(idsOf(m_history->list({}, 10)), std::vector<QString>({u"c"_s}));
}

void TestHistoryDatabase::aPreviewLeavesNothingHoweverItEnds()
{
    put(0, -1, said(Role::User, u"stays"_s));
    Database& database = m_history->database();
    const qint64 spill = database.number("PRAGMA cache_spill").value_or(0);
    QVERIFY(spill > 0);
    int looks = 0;
    const auto look = [&] { ++looks; };

    QVERIFY(m_history->preview([this] { return m_history->grow(u"c"_s, 0, u" and goes"_s, {}); }, look));
    QCOMPARE(database.number("PRAGMA cache_spill").value_or(0), spill);
    QVERIFY(!m_history->preview([&] { return database.run("nonsense"); }, look));
    QCOMPARE(database.number("PRAGMA cache_spill").value_or(0), spill);
    const auto outer = [&]() -> Result<void> {
        if (m_history->preview([]() -> Result<void> { return {}; }, look)) // cannot begin
            return std::unexpected(Error {});
        return m_history->grow(u"c"_s, 0, u"!"_s, {});
    };
    QVERIFY(m_history->atomically(outer));
    QCOMPARE(database.number("PRAGMA cache_spill").value_or(0), spill);
    QVERIFY(!m_history->preview([&] { return database.run("ROLLBACK; nonsense"); }, look)); // as SQLite does on some errors
    QCOMPARE(database.number("PRAGMA cache_spill").value_or(0), spill);

    QCOMPARE(looks, 1);
    QCOMPARE(m_history->messages(u"c"_s, 0, 1)->front().text, u"stays!"_s);
}

void TestHistoryDatabase::wordsAreFound()
{
    QVERIFY(m_history->saveSummary(titled(u"c"_s, u"Title"_s)));
    put(0, -1, said(Role::User, u"How do buffers work in a streaming client?"_s));
    put(1, 0, said(Role::Assistant, u"A buffer holds what a stream brings."_s));
    put(2, 1, said(Role::User, u"Élan vital"_s));

    QCOMPARE(hitsOf(m_history->search(u"buffer"_s, {}, 10)), (QList<int> {1, 0}));
    QCOMPARE(hitsOf(m_history->search(u"BUFFERS"_s, {}, 10)), QList<int> {0});
    QCOMPARE(hitsOf(m_history->search(u"stream buff"_s, {}, 10)), QList<int> {1});
    QCOMPARE(hitsOf(m_history->search(u"elan"_s, {}, 10)), QList<int> {2});
    QCOMPARE(hitsOf(m_history->search(u"absent"_s, {}, 10)), QList<int>());
    const SearchHit hit = m_history->search(u"holds"_s, {}, 10)->hits.front();
    QCOMPARE(hit.conversationId, u"c"_s);
    QCOMPARE(hit.title, u"Title"_s);
    QCOMPARE(hit.createdAt, 1'700'000'000'000);
    QCOMPARE(hit.snippet, u"A buffer holds what a stream brings."_s);
    QCOMPARE(hit.marks, (std::vector<std::pair<int, int>> {{9, 5}}));
}

void TestHistoryDatabase::chineseIsFoundInsideASentence()
{
    put(0, -1, said(Role::User, u"请解释流式传输的缓冲策略"_s));
    put(1, 0, said(Role::Assistant, u"缓冲，策略"_s));
    put(2, 1, said(Role::User, u"ストリーミングのバッファ"_s));
    put(3, 2, said(Role::User, u"스트리밍 버퍼"_s));

    QCOMPARE(hitsOf(m_history->search(u"缓冲策略"_s, {}, 10)), QList<int> {0});
    QCOMPARE(hitsOf(m_history->search(u"缓冲"_s, {}, 10)), (QList<int> {1, 0}));
    QCOMPARE(hitsOf(m_history->search(u"冲"_s, {}, 10)), (QList<int> {1, 0}));
    QCOMPARE(hitsOf(m_history->search(u"策略 传输"_s, {}, 10)), QList<int> {0});
    QCOMPARE(hitsOf(m_history->search(u"リーミン"_s, {}, 10)), QList<int> {2});
    QCOMPARE(hitsOf(m_history->search(u"리밍"_s, {}, 10)), QList<int> {3});
}

void TestHistoryDatabase::titlesComeFirst()
{
    QVERIFY(m_history->saveSummary(titled(u"c"_s, u"Rust lifetimes"_s)));
    put(0, -1, said(Role::User, u"nothing of it"_s));
    QVERIFY(m_history->saveSummary(titled(u"d"_s, u"Other"_s)));
    put(0, -1, said(Role::User, u"rust on iron"_s), u"d"_s);

    const Result<SearchPage> page = m_history->search(u"rust"_s, {}, 10);
    QVERIFY(page);
    QCOMPARE(hitsOf(page), (QList<int> {-1, 0}));
    QCOMPARE(page->hits.front().conversationId, u"c"_s);
    QCOMPARE(page->hits.front().snippet, u"Rust lifetimes"_s);
    QVERIFY(!page->next);

    QVERIFY(m_history->saveSummary(titled(u"c"_s, u"Borrowing"_s)));
    QCOMPARE(hitsOf(m_history->search(u"rust"_s, {}, 10)), QList<int> {0});
    QCOMPARE(hitsOf(m_history->search(u"borrow"_s, {}, 10)), QList<int> {-1});
}

void TestHistoryDatabase::anythingCanBeTyped()
{
    put(0, -1, said(Role::User, u"near or not and text"_s));
    for (const QString& query : {u"\""_s, u"\"\""_s, u"*"_s, u"text*"_s, u"-text"_s, u"NEAR(text)"_s, u"near OR not"_s,
             u"text:"_s, u"^text"_s, u"(text"_s, u"text)"_s, u"a\0b"_s, u"'; DROP TABLE messages; --"_s, u"{text}"_s,
             u"text + near"_s, QString(QChar(0xd83d)), u"\U0001f600"_s, u""_s, u"   "_s, u"%"_s, u"_"_s, u"text\" AND \"near"_s,
             u"x"_s.repeated(100'000)}) {
        const Result<SearchPage> page = m_history->search(query, {}, 10);
        QVERIFY2(page, qPrintable(query));
    }
    QCOMPARE(hitsOf(m_history->search(u"NEAR OR \"text\"*"_s, {}, 10)), QList<int> {0});
}

void TestHistoryDatabase::pagesOfASearchGoOnWhereTheLastOneEnded()
{
    QVERIFY(m_history->saveSummary(titled(u"c"_s, u"common title"_s)));
    for (int id = 0; id < 100; ++id)
        put(id, id - 1, said(Role::User, id % 3 == 0 ? u"common and rare"_s : u"common"_s));
    for (const QString& query : {u"common"_s, u"common rare"_s}) {
        const QList<int> all = hitsOf(m_history->search(query, {}, 1000));
        QList<int> paged;
        std::optional<SearchKey> after;
        do {
            const Result<SearchPage> page = m_history->search(query, after, 7);
            QVERIFY(page);
            QVERIFY(page->hits.size() <= 7);
            paged += hitsOf(page);
            after = page->next;
        } while (after);

        QCOMPARE(paged, all);
        QCOMPARE(all.size(), query == u"common"_s ? 101 : 34);
    }
}

void TestHistoryDatabase::whatChangedIsFoundAsItIsNow()
{
    put(0, -1, said(Role::Assistant, u"first draft"_s, MessageState::Streaming));
    QCOMPARE(hitsOf(m_history->search(u"draft"_s, {}, 10)), QList<int>());
    put(0, -1, said(Role::Assistant, u"first draft"_s, MessageState::Interrupted));
    QCOMPARE(hitsOf(m_history->search(u"draft"_s, {}, 10)), QList<int> {0});

    put(0, -1, said(Role::Assistant, u"second version"_s));

    QCOMPARE(hitsOf(m_history->search(u"draft"_s, {}, 10)), QList<int>());
    QCOMPARE(hitsOf(m_history->search(u"version"_s, {}, 10)), QList<int> {0});
    QCOMPARE(hitsOf(m_history->search(u"first version"_s, {}, 10)), QList<int>());
}

void TestHistoryDatabase::aNewIndexIsFilledFromTheYoungestDown()
{
    for (int id = 0; id < 500; ++id)
        put(id, id - 1, said(Role::User, u"word"_s));
    m_history.reset();
    QVERIFY(QFile::remove(m_directory->filePath(u"history-index.db"_s)));
    reopen();
    m_history->tidy();
    m_history->tidy();
    m_history->tidy();
    const QList<int> some = hitsOf(m_history->search(u"word"_s, {}, 1000));
    QVERIFY(some.contains(499));

    tidyUp(*m_history);

    QCOMPARE(hitsOf(m_history->search(u"word"_s, {}, 1000)).size(), 500);
    put(500, 499, said(Role::User, u"word"_s));
    QCOMPARE(hitsOf(m_history->search(u"word"_s, {}, 1000)).size(), 501);
}

void TestHistoryDatabase::aDamagedIndexIsMadeAnew()
{
    for (int id = 0; id < 300; ++id)
        put(id, id - 1, said(Role::User, u"word %1"_s.arg(id)));
    tidyUp(*m_history);
    m_history.reset();
    for (const char* content : {"garbage", ""}) {
        QFile file(m_directory->filePath(u"history-index.db"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(QByteArray(content).repeated(5000));
        file.close();
        reopen();
        tidyUp(*m_history);
        QCOMPARE(hitsOf(m_history->search(u"word"_s, {}, 1000)).size(), 300);
    }
    m_history.reset();
    {
        QFile file(m_directory->filePath(u"history-index.db"_s));
        QVERIFY(file.open(QIODevice::ReadWrite));
        QVERIFY(file.size() > 4 * 4096);
        for (qint64 at = 3 * 4096; at < file.size(); at += 4096) {
            file.seek(at);
            file.write(QByteArray(4096, '\xaa'));
        }
    }
    reopen();
    (void)m_history->search(u"word"_s, {}, 1000); // finds the damage, at the latest
    tidyUp(*m_history);
    QCOMPARE(hitsOf(m_history->search(u"word"_s, {}, 1000)).size(), 300);
    QCOMPARE(m_history->messages(u"c"_s, 0, 1000)->size(), 300);
}

void TestHistoryDatabase::aTimelineGoesWithItsMessage()
{
    const auto deltasOf = [this](const QString& conversation) -> qint64 {
        const auto found = timelineOf(*m_history, conversation, 1);
        return !found ? -2 : *found ? (*found)->textDeltas : -1;
    };
    const auto rows = [this] { return m_history->database().number("SELECT count(*) FROM timelines").value_or(-1); };
    StreamTimeline timeline;
    timeline.textDeltas = 7;
    put(0, -1, said(Role::User, u"0"_s));
    put(1, 0, said(Role::Assistant, u"1"_s));
    QCOMPARE(deltasOf(u"c"_s), -1);
    QVERIFY(putTimeline(*m_history, u"c"_s, 1, timeline));
    QCOMPARE(deltasOf(u"c"_s), 7);
    put(1, 0, said(Role::Assistant, u"1 and more"_s));
    QCOMPARE(deltasOf(u"c"_s), 7);
    timeline.textDeltas = 8;
    QVERIFY(putTimeline(*m_history, u"c"_s, 1, timeline));
    QCOMPARE(deltasOf(u"c"_s), 8);
    QCOMPARE(rows(), 1);

    QVERIFY(m_history->duplicate(u"c"_s, u"copy"_s, u"Copy"_s));
    QCOMPARE(deltasOf(u"copy"_s), 8);
    QVERIFY(m_history->remove(u"c"_s));
    QVERIFY(m_history->restore(u"c"_s));
    QCOMPARE(deltasOf(u"c"_s), 8);
    QVERIFY(m_history->repair());
    QCOMPARE(deltasOf(u"c"_s), 8);
    QVERIFY(m_history->purge(u"c"_s));
    QCOMPARE(deltasOf(u"c"_s), -1);
    tidyUp(*m_history);
    QCOMPARE(rows(), 1);
    QCOMPARE(deltasOf(u"copy"_s), 8);
}

void TestHistoryDatabase::aTimelineNeedsItsMessage()
{
    put(0, -1, said(Role::User, u"0"_s));

    QVERIFY(putTimeline(*m_history, u"c"_s, 5, {}));
    QVERIFY(putTimeline(*m_history, u"nobody's"_s, 0, {}));

    QCOMPARE(m_history->database().number("SELECT count(*) FROM timelines").value_or(-1), 0);
    QCOMPARE(m_history->list({}, 10)->size(), 1);
}

void TestHistoryDatabase::aHistoryOfTheFirstVersionGetsTimelines()
{
    put(0, -1, said(Role::User, u"kept"_s));
    QVERIFY(m_history->database().run("DROP TABLE timelines; ALTER TABLE messages DROP COLUMN ticket;"
                                      "ALTER TABLE conversations DROP COLUMN revision; PRAGMA user_version = 1"));

    reopen();

    QVERIFY(putTimeline(*m_history, u"c"_s, 0, {}));
    QCOMPARE(m_history->messages(u"c"_s, 0, 1)->first().text, u"kept"_s);
}

void TestHistoryDatabase::migrationsRunOnceEach()
{
    Database database;
    QVERIFY(database.open(m_directory->filePath(u"other.db"_s), Database::Access::Create));
    const std::array first {"CREATE TABLE a(x); INSERT INTO a VALUES(1)"};
    const std::array both {first[0], "ALTER TABLE a ADD COLUMN y DEFAULT 7"};

    QVERIFY(migrate(database, first));
    QVERIFY(migrate(database, first));
    QCOMPARE(database.number("SELECT count(*) FROM a").value_or(-1), 1);
    QCOMPARE(database.number("PRAGMA user_version").value_or(-1), 1);
    QVERIFY(migrate(database, both));
    QCOMPARE(database.number("SELECT y FROM a").value_or(-1), 7);
    QCOMPARE(database.number("PRAGMA user_version").value_or(-1), 2);
    QVERIFY(!migrate(database, first));
    QCOMPARE(database.fault(), StorageFault::Newer);
}

void TestHistoryDatabase::aHistoryOfTheFirstVersionIsTakenOver()
{
    m_history.reset();
    const QTemporaryDir directory;
    {
        Database old;
        QVERIFY(old.open(directory.filePath(u"history.db"_s), Database::Access::Create));
        QVERIFY(migrate(old, historyMigrations().first(1)));
        QVERIFY(old.run("PRAGMA application_id = 1399616873;"
                        "INSERT INTO conversations(id, title, recency, created, message_count) VALUES('c', 'Old', -1, 1, 2);"
                        "INSERT INTO messages(conversation, id, parent, role, state, text, reasoning, model, finish_reason,"
                        " server_stop) VALUES(1, 0, -1, 'user', 'complete', 'question', '', '', '', 0);"
                        "INSERT INTO messages(conversation, id, parent, role, state, text, reasoning, model, finish_reason,"
                        " server_stop) VALUES(1, 1, 0, 'assistant', 'streaming', 'ans', '', '', '', 0);"
                        "INSERT INTO journal(conversation, message, text, reasoning) VALUES(1, 1, 'wer', '')"));
        QCOMPARE(old.number("PRAGMA user_version").value_or(0), 1);
    }

    HistoryDatabase history(directory.path());
    QVERIFY(history.open(HistoryDatabase::Access::Write));

    QCOMPARE(history.database().number("PRAGMA user_version").value_or(0), qint64(historyMigrations().size()));
    QCOMPARE(history.conversation(u"c"_s)->summary.title, u"Old"_s);
    const QList<Message> all = history.messages(u"c"_s, 0, 9).value_or(QList<Message>());
    QCOMPARE(all.size(), 2);
    QCOMPARE(all[1].text, u"answer"_s);
    QCOMPARE(all[1].state, MessageState::Interrupted);
    QVERIFY(!all[1].ticket);
    Message answer = all[1];
    answer.ticket = ReplayTicket {.endpoint = "e", .streamId = "s"};
    QVERIFY(history.put(u"c"_s, 1, 0, answer));
    QCOMPARE(history.messages(u"c"_s, 1, 1)->front().ticket, answer.ticket);
}

void TestHistoryDatabase::aMigrationThatFailsChangesNothing()
{
    Database database;
    QVERIFY(database.open(m_directory->filePath(u"other.db"_s), Database::Access::Create));
    const std::array migrations {"CREATE TABLE a(x)", "CREATE TABLE b(x); CREATE TABLE a(y)"};

    QVERIFY(!migrate(database, migrations));

    QCOMPARE(database.number("PRAGMA user_version").value_or(-1), 1);
    QCOMPARE(database.number("SELECT count(*) FROM sqlite_schema").value_or(-1), 1);
}

void TestHistoryDatabase::aNewerDatabaseIsLeftAlone()
{
    put(0, -1, said(Role::User, u"0"_s));
    QVERIFY(m_history->database().run("PRAGMA user_version = 1000"));
    m_history.reset();
    const auto content = [&] {
        QFile file(m_directory->filePath(u"history.db"_s));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    };
    const QByteArray before = content();
    QVERIFY(!before.isEmpty());

    HistoryDatabase next(m_directory->path());
    const Result<HistoryOpening> opening = next.open(HistoryDatabase::Access::Write);

    QVERIFY(!opening);
    QCOMPARE(next.fault(), StorageFault::Newer);
    QVERIFY(opening.error().message.contains(u"newer version"_s));
    QVERIFY(!next.open(HistoryDatabase::Access::Read));
    QCOMPARE(content(), before);
    QCOMPARE(QDir(m_directory->path()).entryList({u"history.damaged*"_s}).size(), 0);
}

void TestHistoryDatabase::onlyOneWritesButOthersMayRead()
{
    put(0, -1, said(Role::User, u"0"_s));
    HistoryDatabase second(m_directory->path());

    QVERIFY(!second.open(HistoryDatabase::Access::Write));
    QCOMPARE(second.fault(), StorageFault::Busy);
    QVERIFY(second.open(HistoryDatabase::Access::Read));
    QVERIFY(!second.isWritable());
    QCOMPARE(second.messages(u"c"_s, 0, 10)->size(), 1);
    put(1, 0, said(Role::Assistant, u"1"_s));
    QCOMPARE(second.messages(u"c"_s, 0, 10)->size(), 2);
    QVERIFY(!second.put(u"c"_s, 2, 1, said(Role::User, u"2"_s)));

    m_history.reset();
    QVERIFY(second.open(HistoryDatabase::Access::Write));
}

QTEST_GUILESS_MAIN(TestHistoryDatabase)
#include "tst_historydatabase.moc"

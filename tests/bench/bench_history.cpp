// A history of 100,000 conversations with 2,000,000 messages: how long it takes from opening it to the first page of the list, to
// open its largest conversation, to answer each key of somebody who types into the search, and to write a piece of an answer.
// Building it takes some minutes the first time; with SLUICE_BENCH_HISTORY=DIRECTORY it is kept there for the next.

#include "core/store/historystore.h"
#include "tests/bench/report.h"
#include "tests/support/historyvalues.h"

#include <QCoreApplication>
#include <QDir>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QFileInfo>
#include <QRandomGenerator>
#include <QTemporaryDir>

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <optional>

using namespace sluice;
using namespace sluice::bench;
using namespace Qt::StringLiterals;

namespace {

constexpr int Conversations = 100'000;
constexpr int Messages = 2'000'000;
constexpr int LargestMessages = 1'000'000; // of the last conversation; the others share the rest
constexpr int VocabularySize = 60'000;
constexpr double StartLimitMs = 500;
constexpr double SearchLimitMs = 50;
constexpr double OpenLimitMs = 60;

void require(bool condition, const char* what)
{
    if (condition)
        return;
    std::fprintf(stderr, "bench_history: %s\n", what);
    std::exit(1);
}

/// Made-up words whose frequencies fall as those of a language do (Zipf), with beginnings that many share.
class Words
{
public:
    Words()
    {
        static const QStringList syllables {u"co"_s, u"in"_s, u"re"_s, u"ta"_s, u"stre"_s, u"ver"_s, u"con"_s, u"lo"_s, u"ma"_s,
            u"per"_s, u"tion"_s, u"al"_s, u"bu"_s, u"der"_s, u"pro"_s, u"na"_s, u"qui"_s, u"ze"_s, u"ho"_s, u"fi"_s};
        QRandomGenerator random(3);
        double sum = 0;
        for (int i = 0; i < VocabularySize; ++i) {
            QString word;
            const int length = i < 100 ? 1 + i % 2 : 2 + random.bounded(4);
            for (int k = 0; k < length; ++k) {
                // Squared: some syllables are far more frequent.
                const double part = random.generateDouble();
                word += syllables[int(part * part * double(syllables.size()))];
            }
            m_words.append(word);
            sum += 1.0 / (i + 2.7);
            m_upTo.push_back(sum);
        }
    }

    const QString& any(QRandomGenerator& random) const
    {
        const double place = random.generateDouble() * m_upTo.back();
        return m_words[std::upper_bound(m_upTo.begin(), m_upTo.end(), place) - m_upTo.begin()];
    }

    const QString& at(int rank) const { return m_words[rank]; }

private:
    QStringList m_words;
    std::vector<double> m_upTo;
};

QString textOf(const Words& words, QRandomGenerator& random, int number)
{
    QString text;
    const int length = 8 + random.bounded(45);
    for (int i = 0; i < length; ++i)
        text += words.any(random) + (i % 12 == 11 ? u". "_s : u" "_s);
    if (number % 10 == 0)
        text += u"流式传输的缓冲策略很重要"_s.sliced(random.bounded(6));
    if (number % 400'000 == 7)
        text += u" needleword"_s;
    return text;
}

void build(const QString& directory, const Words& words, Report& report)
{
    HistoryDatabase history(directory);
    require(history.open(HistoryDatabase::Access::Write).has_value(), "cannot open");
    QRandomGenerator random(1);
    QElapsedTimer timer;
    timer.start();
    int made = 0;
    for (int c = 0; c < Conversations;) {
        const Result<void> done = history.atomically([&]() -> Result<void> {
            const int end = std::min(c + 200, Conversations);
            Result<void> result;
            for (; c < end && result; ++c) {
                const QString id = u"conversation-%1"_s.arg(c);
                const QString title = words.any(random) + u' ' + words.any(random) + u" %1"_s.arg(c);
                result = history.saveSummary(test::titled(id, title, qint64(c) * 60'000, c % 5000 == 0));
                const bool isLargest = c == Conversations - 1;
                const int count = isLargest ? Messages - made : (Messages - LargestMessages) / (Conversations - 1);
                for (int i = 0; i < count && result; ++i, ++made) {
                    Message message = test::said(i % 2 ? Role::Assistant : Role::User, textOf(words, random, made));
                    if (i % 2)
                        message.figures = {.ttftMs = 120.5, .e2eMs = 2000, .textDeltas = 50, .usage = {}};
                    result = history.put(id, i, i - 1, message);
                }
            }
            return result;
        });
        require(done.has_value(), "cannot write");
    }
    report.print(u"messages written"_s, made / (double(timer.elapsed()) / 1000), u"1/s"_s, {{u"messages"_s, made}});
}

void makeIndex(const QString& directory, Report& report)
{
    HistoryDatabase history(directory);
    require(history.open(HistoryDatabase::Access::Write).has_value(), "cannot open");
    Samples steps;
    QElapsedTimer timer;
    timer.start();
    for (;;) {
        QElapsedTimer step;
        step.start();
        const Result<bool> hasMore = history.tidy();
        require(hasMore.has_value(), "cannot make the index");
        if (!*hasMore)
            break;
        steps.add(double(step.nsecsElapsed()) / 1e6);
    }
    if (steps.count() > 100) { // it was not there yet
        report.print(u"messages put into the search index"_s, Messages / (double(timer.elapsed()) / 1000), u"1/s"_s);
        report.print(u"a step of that: median"_s, steps.percentile(0.5), u"ms"_s,
            {{u"p99"_s, rounded(steps.percentile(0.99))}, {u"slowest"_s, rounded(steps.max())}});
    }
    history.checkpoint();
}

/// Asks and waits, as only a benchmark may; the answer, and how long it took.
template <typename T, typename Ask>
T wait(Ask ask, double& ms)
{
    std::optional<T> answer;
    QEventLoop loop;
    QElapsedTimer timer;
    timer.start();
    ask([&](const T& value) {
        answer = value;
        ms = double(timer.nsecsElapsed()) / 1e6;
        loop.quit();
    });
    if (!answer)
        loop.exec();
    return *answer;
}

SearchPage search(HistoryStore& store, const QString& query, std::optional<SearchKey> after, double& ms)
{
    const auto page = wait<Result<SearchPage>>([&](const auto& done) { store.search(query, after, 30, &store, done); }, ms);
    require(page.has_value(), "cannot search");
    return *page;
}

void measureSearch(HistoryStore& store, const Words& words, Report& report)
{
    Samples keys;
    QString slowest;
    double slowestMs = 0;
    const auto type = [&](const QString& whole) {
        for (qsizetype length = 1; length <= whole.size(); ++length) {
            double ms = 0;
            search(store, whole.left(length), {}, ms);
            keys.add(ms);
            if (ms > slowestMs) {
                slowestMs = ms;
                slowest = whole.left(length);
            }
        }
    };
    for (const int rank : {0, 3, 20, 150, 1000, 8000, 40'000})
        type(words.at(rank));
    type(words.at(0) + u' ' + words.at(1));
    type(words.at(5) + u' ' + words.at(30'000));
    type(words.at(50'000) + u' ' + words.at(2));
    type(u"needleword"_s);
    type(u"absentword"_s);
    type(words.at(1) + u" needleword"_s);
    type(u"缓冲策略"_s);
    type(u"传输重要"_s);
    report.print(u"search, a page for each key: median"_s, keys.percentile(0.5), u"ms"_s, {{u"keys"_s, keys.count()}});
    report.printLimited(u"search, a page for each key: p95"_s, keys.percentile(0.95), SearchLimitMs, u"ms"_s);
    report.printLimited(u"search, a page for each key: slowest"_s, keys.max(), SearchLimitMs, u"ms"_s, {{u"query"_s, slowest}});

    Samples pages;
    std::optional<SearchKey> after;
    for (int i = 0; i < 50; ++i) {
        double ms = 0;
        after = search(store, words.at(2), after, ms).next;
        pages.add(ms);
    }
    report.printLimited(u"search, next page: slowest"_s, pages.max(), SearchLimitMs, u"ms"_s);

    // Two frequent words that never meet: nothing to show, however long one looks.
    double ms = 0;
    search(store, u"缓冲 needleword"_s, {}, ms);
    report.print(u"search without a hit among frequent words"_s, ms, u"ms"_s);

    // Typing faster than answers come: what counts is the last one.
    int answered = 0;
    const QString whole = words.at(0) + u' ' + words.at(1);
    QElapsedTimer timer;
    timer.start();
    for (qsizetype length = 1; length < whole.size(); ++length)
        store.search(whole.left(length), {}, 30, &store, [&](const Result<SearchPage>&) { ++answered; });
    search(store, whole, {}, ms);
    report.printLimited(u"search, the last of keys typed at once"_s, double(timer.nsecsElapsed()) / 1e6, SearchLimitMs, u"ms"_s,
        {{u"answered_before"_s, answered}});
}

void measureStart(const QString& directory, Report& report)
{
    Samples starts;
    for (int i = 0; i < 7; ++i) {
        QElapsedTimer timer;
        timer.start();
        HistoryStore store(directory);
        double ms = 0;
        const auto page =
            wait<Result<QList<ConversationSummary>>>([&](const auto& done) { store.list({}, 50, &store, done); }, ms);
        require(page && page->size() == 50, "no list");
        const auto opened =
            wait<Result<OpenedConversation>>([&](const auto& done) { store.open(page->front().id, &store, done); }, ms);
        require(opened.has_value(), "no conversation");
        starts.add(double(timer.nsecsElapsed()) / 1e6);
    }
    report.printLimited(u"start to the first page of the list and a conversation: median"_s, starts.percentile(0.5), StartLimitMs,
        u"ms"_s, {{u"slowest"_s, starts.max()}});
}

void measureReading(HistoryStore& store, Report& report)
{
    double ms = 0;
    const auto opened = wait<Result<OpenedConversation>>(
        [&](const auto& done) { store.open(u"conversation-%1"_s.arg(Conversations - 1), &store, done); }, ms);
    require(opened && opened->shape.count >= LargestMessages, "no largest conversation");
    report.printLimited(u"open a conversation of 1,000,000 messages"_s, ms, OpenLimitMs, u"ms"_s);

    const std::unique_ptr<MessageSource> source = store.source(opened->summary.id, opened->shape);
    QRandomGenerator random(5);
    Samples pages;
    for (int i = 0; i < 200; ++i) {
        const int first = random.bounded(opened->shape.count - 64);
        wait<QList<Message>>(
            [&](const auto& done) {
                QObject::connect(
                    source.get(), &MessageSource::loaded, source.get(),
                    [done](int, const QList<Message>& messages) { done(messages); }, Qt::SingleShotConnection);
                source->request(first, 64);
            },
            ms);
        pages.add(ms);
    }
    report.print(u"a page of 64 messages: median"_s, pages.percentile(0.5), u"ms"_s, {{u"slowest"_s, pages.max()}});

    Samples lists;
    std::optional<ConversationKey> after;
    for (int i = 0; i < 200; ++i) {
        const auto page =
            wait<Result<QList<ConversationSummary>>>([&](const auto& done) { store.list(after, 100, &store, done); }, ms);
        require(page && page->size() == 100, "no page of the list");
        after = keyOf(page->back());
        lists.add(ms);
    }
    report.print(u"a page of 100 conversations: median"_s, lists.percentile(0.5), u"ms"_s, {{u"slowest"_s, lists.max()}});
}

void measureWriting(HistoryStore& store, Report& report)
{
    const std::unique_ptr<MessageSink> sink = store.sink(u"written"_s);
    sink->put(0, -1, test::said(Role::Assistant, {}, MessageState::Streaming));
    Samples calls;
    Samples pieces;
    QString all;
    for (int i = 0; i < 1000; ++i) {
        const QString piece = u"some forty characters of a streaming text"_s.repeated(5);
        all += piece;
        QElapsedTimer timer;
        timer.start();
        sink->grow(0, piece, {});
        calls.add(double(timer.nsecsElapsed()) / 1e6);
        double ms = 0;
        wait<Result<void>>([&](const auto& done) { store.sync(&store, done); }, ms);
        pieces.add(double(timer.nsecsElapsed()) / 1e6);
    }
    report.print(u"a piece of 200 characters: what the consumer's thread pays, slowest"_s, calls.max(), u"ms"_s);
    report.print(u"a piece of 200 characters on disk: median"_s, pieces.percentile(0.5), u"ms"_s,
        {{u"p99"_s, rounded(pieces.percentile(0.99))}, {u"answer_characters"_s, all.size()}});
    double ms = 0;
    sink->put(0, -1, test::said(Role::Assistant, all));
    wait<Result<void>>([&](const auto& done) { store.sync(&store, done); }, ms);
    report.print(u"the whole answer of 200,000 characters on disk"_s, ms, u"ms"_s);
    store.purge(u"written"_s);
}

}

int main(int argc, char** argv)
{
    QCoreApplication application(argc, argv);
    Report report(u"history"_s);
    const QTemporaryDir temporary;
    const QString kept = qEnvironmentVariable("SLUICE_BENCH_HISTORY");
    const QString directory = kept.isEmpty() ? temporary.path() : kept;
    const Words words;
    if (!QFileInfo::exists(directory + u"/history.db"_s))
        build(directory, words, report);
    makeIndex(directory, report);
    report.print(u"history.db"_s, double(QFileInfo(directory + u"/history.db"_s).size()) / 1e6, u"MB"_s);
    report.print(u"history-index.db"_s, double(QFileInfo(directory + u"/history-index.db"_s).size()) / 1e6, u"MB"_s);
    measureStart(directory, report);
    {
        HistoryStore store(directory);
        measureReading(store, report);
        measureSearch(store, words, report);
        measureWriting(store, report);
    }
    return report.exitStatus();
}

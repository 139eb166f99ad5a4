// What the response cache costs: recording, per delta, in the network thread; finding and storing an answer in a cache that is
// full; the key of a long conversation. Prints JSON; fails when a limit is broken.

#include "core/chat/answerrecorder.h"
#include "core/store/cachekey.h"
#include "core/store/responsecache.h"
#include "tests/bench/report.h"

#include <QCryptographicHash>
#include <QElapsedTimer>
#include <QFileInfo>
#include <QTemporaryDir>

#include <limits>
#include <random>

using namespace sluice;
using namespace sluice::bench;
using namespace Qt::StringLiterals;

namespace {

constexpr int Rounds = 9;
constexpr int Deltas = 20'000;
constexpr int Words = 1200; ///< of an ordinary answer
constexpr int Looks = 500;
constexpr double RecordLimitNs = 100; ///< a twentieth of what a delta may cost on its way
constexpr double FindLimitMs = 5;
constexpr WallTime Start {std::chrono::milliseconds(1'700'000'000'000)};

double milliseconds(const QElapsedTimer& timer)
{
    return double(timer.nsecsElapsed()) / 1e6;
}

QString word(std::mt19937& random)
{
    static const QStringList Syllables =
        u"stream keep ing buf fer read of the la ten cy no de que ue cache hit miss 流 式 缓 存"_s.split(u' ');
    return u' ' + Syllables[qsizetype(random() % std::size_t(Syllables.size()))]
        + Syllables[qsizetype(random() % std::size_t(Syllables.size()))];
}

void measureRecording(Report& report)
{
    std::mt19937 random(1);
    std::vector<Delta> deltas;
    for (int i = 0; i < Deltas; ++i)
        deltas.emplace_back(TextDelta {word(random)});
    double best = std::numeric_limits<double>::max();
    for (int round = 0; round < Rounds; ++round) {
        AnswerRecorder recorder({});
        TimePoint now {};
        QElapsedTimer timer;
        timer.start();
        for (const Delta& delta : deltas)
            recorder.take(delta, now += Millis(2));
        best = std::min(best, double(timer.nsecsElapsed()) / Deltas);
    }
    report.printLimited(u"record a delta"_s, best, RecordLimitNs, u"ns"_s);
}

RecordedAnswer answer(std::mt19937& random)
{
    RecordedAnswer recorded;
    Micros at {300'000};
    for (int i = 0; i < Words; ++i)
        recorded.append(TextDelta {word(random)}, at += Micros(15'000 + random() % 10'000));
    recorded.finish(u"stop"_s, at);
    return recorded;
}

QByteArray key(int number)
{
    return QCryptographicHash::hash(QByteArray::number(number), QCryptographicHash::Sha256);
}

void measureCache(Report& report)
{
    const QTemporaryDir directory;
    const QString file = directory.filePath(u"cache.db"_s);
    ResponseCache cache(file);
    std::mt19937 random(2);
    Samples stores;
    int stored = 0;
    const auto storeOne = [&] {
        const RecordedAnswer recorded = answer(random);
        QElapsedTimer timer;
        timer.start();
        cache.store(key(stored), recorded, Start + std::chrono::seconds(stored));
        stores.add(milliseconds(timer));
        ++stored;
    };
    for (qint64 entries = -1; entries < cache.stats().entries;) { // until something is thrown out
        entries = cache.stats().entries;
        storeOne();
    }
    stores = {};
    for (int i = 0; i < Looks; ++i)
        storeOne();
    const CacheStats full = cache.stats();

    Samples hits;
    Samples misses;
    for (int i = 0; i < Looks; ++i) {
        const int number = stored - 1 - int(random() % std::size_t(full.entries));
        QElapsedTimer timer;
        timer.start();
        const bool isHit = cache.find(key(number), Start + std::chrono::seconds(stored)).has_value();
        (isHit ? hits : misses).add(milliseconds(timer));
        timer.start();
        (void)cache.find(key(-1 - i), Start); // is not there
        misses.add(milliseconds(timer));
    }
    const QJsonObject size {{u"entries"_s, full.entries}, {u"cache_mb"_s, rounded(double(full.bytes) / 1e6)},
        {u"file_mb"_s, rounded(double(QFileInfo(file).size()) / 1e6)}, {u"hits"_s, hits.count()}};
    report.print(u"find, hit p50"_s, hits.percentile(0.5), u"ms"_s, size);
    report.printLimited(u"find, hit p99"_s, hits.percentile(0.99), FindLimitMs, u"ms"_s);
    report.print(u"find, miss p50"_s, misses.percentile(0.5), u"ms"_s);
    report.printLimited(u"find, miss p99"_s, misses.percentile(0.99), FindLimitMs, u"ms"_s);
    report.print(u"store into a full cache p50"_s, stores.percentile(0.5), u"ms"_s);
    report.print(u"store into a full cache p99"_s, stores.percentile(0.99), u"ms"_s);
    QElapsedTimer timer;
    timer.start();
    cache.clear();
    report.print(u"clear"_s, milliseconds(timer), u"ms"_s);
}

void measureKey(Report& report)
{
    std::mt19937 random(3);
    ChatRequest chat;
    for (int i = 0; i < 200; ++i) {
        Message turn;
        turn.role = i % 2 == 0 ? Role::User : Role::Assistant;
        while (turn.text.size() < 2000)
            turn.text += word(random);
        chat.messages.append(turn);
    }
    const Endpoint endpoint {.id = {}, .name = {}, .provider = u"openai"_s, .baseUrl = QUrl(u"http://a/v1"_s), .model = {}};
    const auto best = [&] {
        double least = std::numeric_limits<double>::max();
        for (int round = 0; round < Rounds; ++round) {
            QElapsedTimer timer;
            timer.start();
            (void)cacheKey(endpoint, chat);
            least = std::min(least, milliseconds(timer));
        }
        return least;
    };
    const double turns = best();
    report.print(u"key of 200 turns of 2,000 characters"_s, turns, u"ms"_s);
    chat.messages.last().attachments = {{.name = u"a.png"_s, .mimeType = "image/png", .data = QByteArray(10 * 1024 * 1024, 'x')}};
    report.print(u"key, for each MiB of attachments"_s, (best() - turns) / 10, u"ms"_s);
}

}

int main()
{
    Report report(u"bench_responsecache"_s);
    measureRecording(report);
    measureCache(report);
    measureKey(report);
    return report.exitStatus();
}

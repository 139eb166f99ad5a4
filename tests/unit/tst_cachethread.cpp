#include "core/gateway/cachethread.h"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

#include <deque>

using namespace Qt::StringLiterals;
using namespace sluice;

namespace {

std::shared_ptr<const RecordedAnswer> answerOf(const QString& text)
{
    auto answer = std::make_shared<RecordedAnswer>();
    answer->append(TextDelta {text}, Micros(5));
    answer->finish(u"stop"_s, Micros(10));
    return answer;
}

QJsonObject question(int number)
{
    return {{u"message"_s, number}};
}

struct Fixture
{
    explicit Fixture(const QString& file = ResponseCache::InMemory.toString(), const CacheLimits& limits = {})
        : thread(std::make_unique<CacheThread>(loop, file, limits))
    { }

    AnswerStore::Lookup find(const QJsonObject& determining)
    {
        std::optional<AnswerStore::Lookup> result;
        thread->find(determining, [&result](const AnswerStore::Lookup& lookup) { result = lookup; });
        while (!result)
            loop.run_one();
        return *result;
    }
    void store(const QByteArray& key, const std::shared_ptr<const RecordedAnswer>& answer)
    {
        bool isStored = false;
        thread->store(key, answer, [&isStored] { isStored = true; });
        while (!isStored)
            loop.run_one();
    }

    boost::asio::io_context loop;
    boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work {loop.get_executor()};
    std::unique_ptr<CacheThread> thread;
};

}

class TestCacheThread : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatIsStoredIsFound();
    void aCacheInMemoryLeavesNoFile();
    void theOrderOfTheCallsCounts();
    void aCancelledLookupIsSilent();
    void theEndWritesWhatWaits();
    void damageIsAMiss();
    void whatWaitsIsBounded();
    void itMayGoBeforeItsResultsCome();
};

void TestCacheThread::whatIsStoredIsFound()
{
    QTemporaryDir folder;
    const QString file = folder.filePath(u"deep/cache.db"_s);
    {
        Fixture fixture(file);
        QVERIFY(!QFile::exists(file)); // nobody has asked
        const AnswerStore::Lookup miss = fixture.find(question(1));
        QCOMPARE(miss.key.size(), 32); // SHA-256
        QVERIFY(!miss.answer);
        fixture.store(miss.key, answerOf(u"one"_s));
        const AnswerStore::Lookup hit = fixture.find(question(1));
        QCOMPARE(hit.key, miss.key);
        QVERIFY(*hit.answer == *answerOf(u"one"_s));
        QVERIFY(!fixture.find(question(2)).answer);
    }
    Fixture later(file);
    QVERIFY(later.find(question(1)).answer);
}

void TestCacheThread::aCacheInMemoryLeavesNoFile()
{
    QTemporaryDir folder;
    const QString before = QDir::currentPath();
    QDir::setCurrent(folder.path());
    {
        Fixture fixture;
        fixture.store(fixture.find(question(1)).key, answerOf(u"one"_s));
        QVERIFY(fixture.find(question(1)).answer);
    }
    QCOMPARE(QDir(folder.path()).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot), QStringList());
    QDir::setCurrent(before);
    Fixture later;
    QVERIFY(!later.find(question(1)).answer);
}

void TestCacheThread::theOrderOfTheCallsCounts()
{
    Fixture fixture;
    const QByteArray key = fixture.find(question(1)).key;
    QStringList heard;
    const auto hear = [&](const AnswerStore::Lookup& lookup) { heard << (lookup.answer ? u"hit"_s : u"miss"_s); };
    fixture.thread->find(question(1), hear);
    fixture.thread->store(key, answerOf(u"one"_s), [&] { heard << u"stored"_s; });
    fixture.thread->find(question(1), hear);
    while (heard.size() < 3)
        fixture.loop.run_one();
    QCOMPARE(heard, (QStringList {u"miss"_s, u"stored"_s, u"hit"_s}));
}

void TestCacheThread::aCancelledLookupIsSilent()
{
    Fixture fixture;
    bool wasCalled = false;
    const quint64 lookup = fixture.thread->find(question(1), [&](const AnswerStore::Lookup&) { wasCalled = true; });
    fixture.thread->cancel(lookup);
    fixture.thread->cancel(lookup);
    (void)fixture.find(question(2));
    QVERIFY(!wasCalled);
}

void TestCacheThread::theEndWritesWhatWaits()
{
    QTemporaryDir folder;
    const QString file = folder.filePath(u"cache.db"_s);
    {
        Fixture fixture(file);
        const QByteArray key = fixture.find(question(1)).key;
        for (int i = 0; i < 50; ++i)
            fixture.thread->store(key, answerOf(QString::number(i)), [] { });
        fixture.thread.reset();
    }
    Fixture later(file);
    QVERIFY(*later.find(question(1)).answer == *answerOf(u"49"_s));
}

void TestCacheThread::damageIsAMiss()
{
    QTemporaryDir folder;
    const QString file = folder.filePath(u"cache.db"_s);
    {
        QFile damaged(file);
        QVERIFY(damaged.open(QIODevice::WriteOnly));
        damaged.write(QByteArray(10'000, 'x'));
    }
    Fixture fixture(file);
    const AnswerStore::Lookup miss = fixture.find(question(1));
    QVERIFY(!miss.answer);
    fixture.store(miss.key, answerOf(u"one"_s));
    QVERIFY(fixture.find(question(1)).answer);
    QVERIFY(QFile::exists(file + u".damaged"_s));
}

void TestCacheThread::whatWaitsIsBounded()
{
    Fixture fixture;
    const auto large = answerOf(QString(2 * 1024 * 1024, u'x')); // 4 MiB
    int done = 0;
    for (int i = 0; i < 100; ++i)
        fixture.thread->store("key", large, [&done] { ++done; });
    // Each holds one reference while it waits.
    QVERIFY(large.use_count() <= 1 + CacheThread::MaxWaitingBytes / large->bytes() + 1);
    while (done < 100)
        fixture.loop.run_one();
}

void TestCacheThread::itMayGoBeforeItsResultsCome()
{
    Fixture fixture;
    bool wasCalled = false;
    fixture.thread->find(question(1), [&](const AnswerStore::Lookup&) { wasCalled = true; });
    fixture.thread.reset();
    fixture.loop.poll();
    QVERIFY(!wasCalled);
}

QTEST_GUILESS_MAIN(TestCacheThread)
#include "tst_cachethread.moc"

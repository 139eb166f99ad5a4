#include "core/store/responsecache.h"

#include <QDir>
#include <QFile>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include <random>

using namespace Qt::StringLiterals;
using namespace sluice;

namespace {

constexpr WallTime Noon {std::chrono::milliseconds(1'700'000'000'000)};

QByteArray key(int number)
{
    return QByteArray::number(number).rightJustified(32, '0');
}

RecordedAnswer answer(const QString& text)
{
    RecordedAnswer recorded;
    recorded.append(TextDelta {text}, Micros(1000));
    recorded.append(Usage {.promptTokens = 1, .completionTokens = 2}, Micros(2000));
    recorded.finish(u"stop"_s, Micros(2500));
    return recorded;
}

/// An answer that packs to \a bytes and some more.
RecordedAnswer bulky(int bytes, quint32 seed = 1)
{
    std::mt19937 random(seed);
    QString text;
    for (int i = 0; i < bytes / 2; ++i)
        text += QChar(0x4E00 + char16_t(random() % 0x4000)); // hardly compressible
    return answer(text);
}

/// A cache in a folder of its own.
struct Fixture
{
    explicit Fixture(const CacheLimits& cacheLimits = {})
        : limits(cacheLimits)
    {
        open();
    }

    void open() { cache = std::make_unique<ResponseCache>(file(), limits); }
    void close() { cache.reset(); }
    QString file() const { return directory.filePath(u"sub/cache.db"_s); }

    /// Without the help of the class under test.
    QByteArray content() const
    {
        QFile opened(file());
        return opened.open(QIODevice::ReadOnly) ? opened.readAll() : QByteArray();
    }
    void overwrite(const QByteArray& bytes) const
    {
        QFile opened(file());
        QVERIFY(opened.open(QIODevice::WriteOnly));
        QCOMPARE(opened.write(bytes), bytes.size());
    }

    QTemporaryDir directory;
    CacheLimits limits;
    std::unique_ptr<ResponseCache> cache;
};

void expectDamage()
{
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"^The response cache was damaged"_s));
}

}

class TestResponseCache : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatIsStoredIsFoundAlsoInTheNextRun();
    void anotherKeyMisses();
    void storingAgainReplaces();
    void theLeastUsedGoesFirst();
    void bytesStayBelowTheirBoundAndSoDoesTheFile();
    void anAnswerLargerThanTheWholeCacheIsNotKept();
    void whatIsTooOldIsGone();
    void smallerLimitsApplyAtOnce();
    void clearingEmptiesTheFileToo();
    void otherUsersCannotReadIt();
    void twoProgramsShareOneFile();
    void garbageInPlaceOfTheFileIsSetAside_data();
    void garbageInPlaceOfTheFileIsSetAside();
    void aFileOfAnotherVersionIsSetAside();
    void damageInPlacesNeverGivesAWrongAnswer();
    void aFolderThatCannotBeWrittenIsNoError();
};

void TestResponseCache::whatIsStoredIsFoundAlsoInTheNextRun()
{
    Fixture fixture;
    fixture.cache->store(key(1), answer(u"Hello"_s), Noon);
    QVERIFY(fixture.cache->find(key(1), Noon) == answer(u"Hello"_s));
    QCOMPARE(fixture.cache->stats().entries, 1);
    QVERIFY(fixture.cache->stats().bytes > 0);

    fixture.close();
    fixture.open();

    QVERIFY(fixture.cache->find(key(1), Noon) == answer(u"Hello"_s));
    QCOMPARE(fixture.cache->stats().hits, 1);
}

void TestResponseCache::anotherKeyMisses()
{
    Fixture fixture;
    QVERIFY(!fixture.cache->find(key(1), Noon)); // there is no file yet
    fixture.cache->store(key(1), answer(u"Hello"_s), Noon);

    QVERIFY(!fixture.cache->find(key(2), Noon));

    QCOMPARE(fixture.cache->stats().hits, 0);
    QCOMPARE(fixture.cache->stats().misses, 2);
    QCOMPARE(fixture.cache->stats().stored, 1);
}

void TestResponseCache::storingAgainReplaces()
{
    Fixture fixture;
    fixture.cache->store(key(1), answer(u"old"_s), Noon);
    fixture.cache->store(key(1), answer(u"new"_s), Noon);

    QVERIFY(fixture.cache->find(key(1), Noon) == answer(u"new"_s));
    QCOMPARE(fixture.cache->stats().entries, 1);
}

void TestResponseCache::theLeastUsedGoesFirst()
{
    Fixture fixture({.maxBytes = 33'000});
    for (int i = 1; i <= 3; ++i)
        fixture.cache->store(key(i), bulky(10'000), Noon + std::chrono::seconds(i));
    QVERIFY(fixture.cache->find(key(1), Noon + std::chrono::seconds(10))); // used last now

    fixture.cache->store(key(4), bulky(10'000), Noon + std::chrono::seconds(11));

    QCOMPARE(fixture.cache->stats().entries, 3);
    QVERIFY(fixture.cache->find(key(1), Noon));
    QVERIFY(!fixture.cache->find(key(2), Noon));
    QVERIFY(fixture.cache->find(key(3), Noon));
    QVERIFY(fixture.cache->find(key(4), Noon));
}

void TestResponseCache::bytesStayBelowTheirBoundAndSoDoesTheFile()
{
    constexpr qint64 Bound = 1024 * 1024;
    Fixture fixture({.maxBytes = Bound});
    std::mt19937 random(5);
    for (int i = 0; i < 400; ++i) {
        fixture.cache->store(key(i), bulky(int(random() % 30'000), quint32(i)), Noon + std::chrono::seconds(i));
        QVERIFY(fixture.cache->stats().bytes <= Bound);
    }
    QVERIFY(fixture.cache->stats().bytes > Bound - 40'000); // and no more is thrown away than must be
    fixture.close();

    QVERIFY2(fixture.content().size() < Bound * 13 / 10, qPrintable(QString::number(fixture.content().size())));
}

void TestResponseCache::anAnswerLargerThanTheWholeCacheIsNotKept()
{
    Fixture fixture({.maxBytes = 20'000});
    fixture.cache->store(key(1), answer(u"small"_s), Noon);

    fixture.cache->store(key(2), bulky(30'000), Noon);

    QVERIFY(fixture.cache->find(key(1), Noon));
    QVERIFY(!fixture.cache->find(key(2), Noon));
}

void TestResponseCache::whatIsTooOldIsGone()
{
    Fixture fixture({.maxAge = std::chrono::days(30)});
    fixture.cache->store(key(1), answer(u"old"_s), Noon);
    fixture.cache->store(key(2), answer(u"young"_s), Noon + std::chrono::days(1));

    // Use does not make it younger.
    QVERIFY(fixture.cache->find(key(1), Noon + std::chrono::days(30)));
    QVERIFY(!fixture.cache->find(key(1), Noon + std::chrono::days(30) + std::chrono::seconds(1)));
    QCOMPARE(fixture.cache->stats().entries, 1);
    QVERIFY(fixture.cache->find(key(2), Noon + std::chrono::days(30)));

    // What nobody asks for goes when something is stored.
    fixture.cache->store(key(3), answer(u"new"_s), Noon + std::chrono::days(40));
    QCOMPARE(fixture.cache->stats().entries, 1);
}

void TestResponseCache::smallerLimitsApplyAtOnce()
{
    Fixture fixture;
    for (int i = 0; i < 50; ++i)
        fixture.cache->store(key(i), bulky(20'000, quint32(i)), Noon + std::chrono::seconds(i));

    fixture.cache->setLimits({.maxBytes = 100'000}, Noon + std::chrono::seconds(60));

    QVERIFY(fixture.cache->stats().bytes <= 100'000);
    QVERIFY(fixture.cache->find(key(49), Noon));
    QVERIFY2(fixture.content().size() < 200'000, qPrintable(QString::number(fixture.content().size())));

    fixture.cache->setLimits({.maxBytes = 100'000, .maxAge = std::chrono::days(1)}, Noon + std::chrono::days(2));
    QCOMPARE(fixture.cache->stats().entries, 0);
}

void TestResponseCache::clearingEmptiesTheFileToo()
{
    Fixture fixture;
    fixture.cache->clear(); // nothing there
    fixture.cache->store(key(1), bulky(200'000), Noon);

    fixture.cache->clear();

    QCOMPARE(fixture.cache->stats().entries, 0);
    QCOMPARE(fixture.cache->stats().bytes, 0);
    QVERIFY(!fixture.cache->find(key(1), Noon));
    QVERIFY(fixture.content().size() < 60'000);
}

void TestResponseCache::otherUsersCannotReadIt()
{
    Fixture fixture;
    fixture.cache->store(key(1), answer(u"private"_s), Noon);

    const auto others = QFileDevice::ReadGroup | QFileDevice::WriteGroup | QFileDevice::ReadOther | QFileDevice::WriteOther;
    QStringList files = QDir(fixture.directory.filePath(u"sub"_s)).entryList(QDir::Files);
    QVERIFY(files.contains(u"cache.db-wal"_s));
    for (const QString& file : std::as_const(files))
        QVERIFY2(!(QFile::permissions(fixture.directory.filePath(u"sub/"_s + file)) & others), qPrintable(file));
}

void TestResponseCache::twoProgramsShareOneFile()
{
    Fixture fixture;
    ResponseCache other(fixture.file());

    fixture.cache->store(key(1), answer(u"mine"_s), Noon);
    other.store(key(2), answer(u"its"_s), Noon);

    QVERIFY(other.find(key(1), Noon) == answer(u"mine"_s));
    QVERIFY(fixture.cache->find(key(2), Noon) == answer(u"its"_s));
}

void TestResponseCache::garbageInPlaceOfTheFileIsSetAside_data()
{
    QTest::addColumn<QByteArray>("garbage");
    QTest::newRow("text") << QByteArray("This is no database at all, and longer than a header must be: ").repeated(40);
    QTest::newRow("a header, then zeros") << QByteArray("SQLite format 3\0", 16) + QByteArray(8000, '\0');
    QTest::newRow("a header, then noise") << QByteArray("SQLite format 3\0", 16) + QByteArray(8000, 'x');
}

void TestResponseCache::garbageInPlaceOfTheFileIsSetAside()
{
    QFETCH(QByteArray, garbage);
    Fixture fixture;
    fixture.cache->store(key(1), answer(u"Hello"_s), Noon);
    fixture.close();
    fixture.overwrite(garbage);
    fixture.open();

    expectDamage();
    QVERIFY(!fixture.cache->find(key(1), Noon));
    fixture.cache->store(key(2), answer(u"again"_s), Noon);

    QVERIFY(fixture.cache->find(key(2), Noon) == answer(u"again"_s));
    QFile aside(fixture.file() + u".damaged"_s);
    QVERIFY(aside.open(QIODevice::ReadOnly));
    QCOMPARE(aside.readAll(), garbage);
}

void TestResponseCache::aFileOfAnotherVersionIsSetAside()
{
    Fixture fixture;
    fixture.cache->store(key(1), answer(u"Hello"_s), Noon);
    fixture.close();
    QByteArray content = fixture.content();
    content[63] = 99; // user_version, big-endian at 60 (SQLite file format, 1.3)
    fixture.overwrite(content);
    fixture.open();

    expectDamage();
    QVERIFY(!fixture.cache->find(key(1), Noon));
    fixture.cache->store(key(1), answer(u"again"_s), Noon);

    QVERIFY(fixture.cache->find(key(1), Noon) == answer(u"again"_s));
}

void TestResponseCache::damageInPlacesNeverGivesAWrongAnswer()
{
    Fixture fixture;
    constexpr int Entries = 12;
    for (int i = 0; i < Entries; ++i)
        fixture.cache->store(key(i), bulky(3000, quint32(i)), Noon);
    fixture.close();
    const QByteArray content = fixture.content();
    const auto quiet = qInstallMessageHandler([](QtMsgType, const QMessageLogContext&, const QString&) { });
    std::mt19937 random(9);
    int hits = 0;
    int wrong = 0;
    int lost = 0;
    for (int round = 0; round < 100; ++round) {
        QByteArray damaged = content;
        for (int i = 0; i < 1 + round / 4; ++i)
            damaged[qsizetype(random() % std::size_t(content.size()))] = char(random());
        fixture.overwrite(damaged);
        fixture.open();
        for (int i = 0; i < Entries; ++i) {
            const std::optional<RecordedAnswer> found = fixture.cache->find(key(i), Noon);
            hits += found ? 1 : 0;
            wrong += found && *found != bulky(3000, quint32(i)) ? 1 : 0;
        }
        fixture.cache->store(key(100), answer(u"still"_s), Noon);
        fixture.cache->store(key(101), answer(u"works"_s), Noon);
        lost += fixture.cache->find(key(101), Noon) == answer(u"works"_s) ? 0 : 1;
        fixture.close();
    }
    qInstallMessageHandler(quiet);

    QCOMPARE(wrong, 0);
    QCOMPARE(lost, 0);
    QVERIFY(hits > 0 && hits < 100 * Entries); // rows that were not hit are still there
}

void TestResponseCache::aFolderThatCannotBeWrittenIsNoError()
{
    Fixture fixture;
    fixture.close();
    QFile blocker(fixture.directory.filePath(u"sub"_s)); // a file where the folder should be
    QVERIFY(blocker.open(QIODevice::WriteOnly));
    fixture.open();

    fixture.cache->store(key(1), answer(u"Hello"_s), Noon);
    QVERIFY(!fixture.cache->find(key(1), Noon));
    fixture.cache->clear();
    QCOMPARE(fixture.cache->stats().stored, 0);

    blocker.remove();
    fixture.cache->store(key(1), answer(u"Hello"_s), Noon);
    QVERIFY(fixture.cache->find(key(1), Noon));
}

QTEST_GUILESS_MAIN(TestResponseCache)

#include "tst_responsecache.moc"

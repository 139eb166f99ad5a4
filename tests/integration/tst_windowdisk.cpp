// The whole program on a disk that is full, or becomes full while an answer streams, and on a history that was replaced by
// garbage: it says so, chats on, and is killed at random moments. SLUICE_KILL_RUNS and SLUICE_KILL_SEED as in tst_windowkill.

#include "tests/support/ownmounts.h"
#include "tests/support/pacedserver.h"
#include "tests/support/storedchat.h"
#include "tests/support/windowprogram.h"

#include <QRandomGenerator>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace sluice;
using namespace sluice::test;

namespace {

const bool hasOwnMounts = makeOwnMounts();

constexpr Millis MayBeLost {250};
constexpr Millis Patience {30000};

int runsOf(int usual, int inTwoHundred)
{
    const int runs = qEnvironmentVariableIntValue("SLUICE_KILL_RUNS");
    return runs > 0 ? std::max(1, runs * inTwoHundred / 200) : usual;
}

bool saysNotSaved(const WindowProgram::Line& line)
{
    return line.words[0] == "notice" && QByteArray::fromPercentEncoding(line.words.value(1)).contains("not saved");
}

/// How much was shown at \a time.
qsizetype shownAt(const WindowProgram& program, TimePoint time)
{
    qsizetype characters = 0;
    for (const WindowProgram::Line& line : program.lines()) {
        if (line.at <= time && line.words[0] == "row" && line.words.size() == 4)
            characters = line.words[3].toInt();
    }
    return characters;
}

/// Since when the program ran for \a length until \a end. While it streams it says something every few milliseconds: what is much
/// longer is a machine that stands still, and then it cannot write, either.
TimePoint ranSince(const WindowProgram& program, TimePoint end, TimePoint::duration length)
{
    constexpr TimePoint::duration LongestStep = Millis(60);
    const std::vector<WindowProgram::Line>& lines = program.lines();
    bool isIdle = program.last("row").value(2) == "complete"; // then it has nothing to say
    for (auto line = lines.rbegin(); line != lines.rend() && length > TimePoint::duration::zero(); ++line) {
        if (line->at >= end)
            continue;
        const TimePoint::duration step = end - line->at;
        if (step >= length && (isIdle || step <= LongestStep))
            return end - length;
        length -= isIdle ? step : std::min(step, LongestStep);
        end = line->at;
        isIdle = isIdle && line->words.value(2) != "complete";
    }
    return end;
}

/// What happens to the file of the history between two runs.
void spoil(const QString& directory, const QString& how, QRandomGenerator& random)
{
    QFile file(QDir(directory).filePath(u"history.db"_s));
    const auto noise = [&random](qint64 size) {
        QByteArray bytes(size, 0);
        for (char& byte : bytes)
            byte = char(random.bounded(256));
        return bytes;
    };
    QVERIFY(file.open(QIODevice::ReadWrite));
    const qint64 size = file.size();
    QVERIFY(size >= 4096);
    if (how == u"truncated"_s)
        QVERIFY(file.resize(random.bounded(int(size))));
    else if (how == u"zeroed"_s)
        file.write(QByteArray(size, 0));
    else if (how == u"page"_s)
        QVERIFY(file.seek(random.bounded(int(size / 4096)) * 4096) && file.write(noise(4096)) == 4096);
    else
        file.write(noise(size));
}

}

class TestWindowDisk : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_random.seed(quint32(qEnvironmentVariableIntValue("SLUICE_KILL_SEED"))); }
    void keepsWhatItCanOnAFullDisk_data();
    void keepsWhatItCanOnAFullDisk();
    void startsAndChatsOnGarbage_data();
    void startsAndChatsOnGarbage();

private:
    void killOnAFullDisk(bool isFullAtStart, bool isFreed);
    void startOnGarbage(const QString& how, bool keepsLog);
    void chat(const QString& directory, const PacedServer& server, const QString& damaged = {});

    QRandomGenerator m_random;
};

void TestWindowDisk::keepsWhatItCanOnAFullDisk_data()
{
    QTest::addColumn<bool>("isFullAtStart");
    QTest::addColumn<bool>("isFreed");
    QTest::newRow("from the start") << true << false;
    QTest::newRow("from the start, then freed") << true << true;
    QTest::newRow("in mid-stream") << false << false;
    QTest::newRow("in mid-stream, then freed") << false << true;
}

void TestWindowDisk::keepsWhatItCanOnAFullDisk()
{
    if (!hasOwnMounts)
        QSKIP("needs the right to mount a file system");
    QFETCH(const bool, isFullAtStart);
    QFETCH(const bool, isFreed);
    for (int i = 0; i < runsOf(1, 10) && !QTest::currentTestFailed(); ++i)
        killOnAFullDisk(isFullAtStart, isFreed);
}

void TestWindowDisk::killOnAFullDisk(bool isFullAtStart, bool isFreed)
{
    const QTemporaryDir directory;
    const SmallDisk disk(directory.path());
    QVERIFY(disk.isMounted());
    disk.setFull(isFullAtStart);
    PacedServer server({.pieces = 250, .seed = m_random.generate()});
    qsizetype mustBeThere = 0; // characters
    {
        WindowProgram program(QStringLiteral(SLUICE_WINDOW_CHILD), directory.path(), server.url());
        QVERIFY(program.waitForWords("ready"));
        program.say("strategy none");
        program.say("send Question");
        QVERIFY(program.waitForWords("row 2 streaming"));
        if (!isFullAtStart) {
            program.readUntil(steadyClock().now() + Millis(m_random.bounded(1000)));
            disk.setFull(true);
            mustBeThere = shownAt(program, ranSince(program, steadyClock().now(), MayBeLost));
        }
        QVERIFY2(program.waitFor(saysNotSaved, 0, Patience), qPrintable(program.notice()));
        const qsizetype atNotice = shownAt(program, steadyClock().now());
        program.readUntil(steadyClock().now() + Millis(m_random.bounded(500)));
        QVERIFY(program.waitFor([&](const auto&) {
            const qsizetype now = shownAt(program, steadyClock().now());
            return now > atNotice || now == server.text().size(); // it may have been over when the notice came
        }));
        if (isFreed) {
            disk.setFull(false);
            QVERIFY2(program.waitFor([&](const auto&) { return program.notice().isEmpty(); }, program.count(), Patience),
                qPrintable(program.notice()));
            program.readUntil(steadyClock().now() + Millis(m_random.bounded(500)));
        }
        const TimePoint killed = program.kill();
        if (isFreed)
            mustBeThere = shownAt(program, ranSince(program, killed, MayBeLost));
    }
    const StoredChat stored = readStoredChat(directory.path());
    QVERIFY2(stored.wrong.isEmpty(), qPrintable(stored.wrong));
    QVERIFY(stored.messages.isEmpty() || stored.messages.size() == 2);
    QVERIFY2(server.text().startsWith(stored.text()), qPrintable(stored.text()));
    QVERIFY2(
        stored.text().size() >= mustBeThere, qPrintable(u"%1 of %2 characters"_s.arg(stored.text().size()).arg(mustBeThere)));

    disk.setFull(false);
    WindowProgram program(QStringLiteral(SLUICE_WINDOW_CHILD), directory.path(), server.url());
    QVERIFY(program.waitForWords("ready"));
    if (stored.messages.isEmpty()) {
        program.say("send Question");
    } else if (stored.text() != server.text()) {
        program.say("choose Question"); // what was shown last is not known where the settings could not be written
        QVERIFY(program.waitForWords("row 2 interrupted " + QByteArray::number(stored.text().size())));
        QVERIFY(program.waitForWords("continue 1"));
        program.say("continue");
    }
    QVERIFY(program.waitForWords("row 2 complete"));
    QCOMPARE(program.text(), server.text());
    QCOMPARE(program.notice(), QString());
}

void TestWindowDisk::startsAndChatsOnGarbage_data()
{
    QTest::addColumn<bool>("keepsLog");
    for (const char* how : {"random", "truncated", "zeroed", "page"}) {
        QTest::addRow("%s, log kept", how) << true;
        QTest::addRow("%s, log gone", how) << false;
    }
}

void TestWindowDisk::startsAndChatsOnGarbage()
{
    QFETCH(const bool, keepsLog);
    const QString how = QString::fromLatin1(QTest::currentDataTag()).section(u',', 0, 0);
    for (int i = 0; i < runsOf(1, 5) && !QTest::currentTestFailed(); ++i)
        startOnGarbage(how, keepsLog);
}

void TestWindowDisk::startOnGarbage(const QString& how, bool keepsLog)
{
    const QTemporaryDir directory;
    const PacedServer server({.pieces = 60, .seed = m_random.generate()});
    chat(directory.path(), server);
    spoil(directory.path(), how, m_random);
    if (!keepsLog)
        QFile::remove(directory.filePath(u"history.db-wal"_s));

    chat(directory.path(), server, how);

    WindowProgram program(QStringLiteral(SLUICE_WINDOW_CHILD), directory.path(), server.url());
    QVERIFY(program.waitForWords("row 2 complete"));
    QCOMPARE(program.text(), server.text());
    if (how != u"page"_s)
        QCOMPARE(program.notice(), QString());
}

/// One run of the program, killed a moment after it has an answer to a question.
void TestWindowDisk::chat(const QString& directory, const PacedServer& server, const QString& damaged)
{
    WindowProgram program(QStringLiteral(SLUICE_WINDOW_CHILD), directory, server.url());
    QVERIFY(program.waitForWords("ready"));
    const bool isMetLater = damaged == u"page"_s; // if at all: when it is read, unless the log has it, or nobody needs it
    if (!damaged.isEmpty() && !isMetLater)
        QVERIFY2(program.waitForWords("notice The%20saved%20conversations%20were%20damaged"), qPrintable(program.notice()));
    const qsizetype before = program.count();
    program.say("new");
    program.say("send Question");
    const auto isAnswered = [streamed = false](const WindowProgram::Line& line) mutable {
        const QByteArray words = line.words.join(' ');
        streamed |= words.startsWith("row 2 streaming"); // not the one of before
        return streamed && words.startsWith("row 2 complete");
    };
    QVERIFY(program.waitFor(isAnswered, before));
    program.readUntil(steadyClock().now() + 4 * MayBeLost); // on a busy machine
    program.kill();

    const StoredChat stored = readStoredChat(directory);
    QVERIFY2(stored.wrong.isEmpty() || isMetLater, qPrintable(stored.wrong));
    QCOMPARE(stored.messages.size(), 2);
    QCOMPARE(stored.text(), server.text());
    QCOMPARE(stored.messages.last().state, MessageState::Complete);
}

QTEST_GUILESS_MAIN(TestWindowDisk)
#include "tst_windowdisk.moc"

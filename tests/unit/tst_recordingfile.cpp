#include "core/recording/recordingreader.h"
#include "core/recording/recordingwriter.h"
#include "tests/support/recordingframes.h"
#include "tests/support/recordingvalues.h"

#include <QBuffer>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>

#include <sys/resource.h>

using namespace Qt::StringLiterals;
using namespace sluice;
using namespace sluice::test;

namespace {

Result<ReadRecording> readBytes(const QByteArray& bytes)
{
    QBuffer buffer;
    buffer.setData(bytes);
    buffer.open(QIODevice::ReadOnly);
    return readRecording(buffer);
}

/// All bytes of answers in \a recording.
QByteArray bodies(const Recording& recording)
{
    QByteArray all;
    for (const RecordedExchange& exchange : recording.exchanges) {
        for (const RecordedPiece& piece : exchange.body)
            all += piece.bytes;
    }
    return all;
}

}

class TestRecordingFile : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void givesBackWhatWasWritten();
    void everyTruncationKeepsTheFramesBeforeIt();
    void everyFlippedBitIsNoticed();
    void garbageBehindAFrameIsDamage();
    void refusesWhatIsNoRecording_data();
    void refusesWhatIsNoRecording();
    void aFrameThatSaysItIsHugeIsNotRead();
    void framesThatMakeNoSenseAreDamage_data();
    void framesThatMakeNoSenseAreDamage();
    void frameTypesOfLaterVersionsArePassedOver();
    void whatFollowsTheOutcomeIsNotRead();
    void theFileIsPrivateAndReplacesOnlyRecordings();
    void aWriterThatIsNotFinishedLeavesAReadableFile();
    void aFullDiskIsAnError();
};

void TestRecordingFile::givesBackWhatWasWritten()
{
    const Result<ReadRecording> read = readBytes(fileOf(sampleFrames()));

    QVERIFY(read);
    QVERIFY(!read->damage);
    QCOMPARE(read->frames, 12);
    QCOMPARE(read->recording.header, sampleHeader());
    QCOMPARE(read->recording.exchanges.size(), 2);
    const RecordedExchange& first = read->recording.exchanges[0];
    QCOMPARE(first.head->status, 503);
    QCOMPARE(first.head->headers, (HttpHeaders {{"Retry-After", "1"}}));
    QCOMPARE(first.end->how, RecordedEnd::How::Broken);
    QCOMPARE(first.end->error->kind, ErrorKind::Server);
    const RecordedExchange& second = read->recording.exchanges[1];
    QCOMPARE(second.at, Micros(3000));
    QCOMPARE(second.request.method, "POST"_ba);
    QCOMPARE(second.request.url, sampleRequest().url);
    QCOMPARE(second.request.headers, sampleRequest().headers);
    QCOMPARE(second.request.body, sampleRequest().body);
    QCOMPARE(second.headAt, Micros(4000));
    QCOMPARE(second.body,
        (QList<RecordedPiece> {{Micros(5000), "data: one\n\n"}, {Micros(1000000), QByteArray("data: two\0\n\n", 12)}}));
    QCOMPARE(second.end->how, RecordedEnd::How::Whole);
    QVERIFY(read->recording.outcome && !read->recording.outcome->error);
}

void TestRecordingFile::everyTruncationKeepsTheFramesBeforeIt()
{
    const QList<QByteArray> frames = sampleFrames();
    const QByteArray file = fileOf(frames);
    for (qsizetype size = 0; size < file.size(); ++size) {
        qint64 whole = 0;
        for (qsizetype end = RecordingMagic.size(); whole < frames.size() && end + frames[whole].size() <= size; ++whole)
            end += frames[whole].size();

        const Result<ReadRecording> read = readBytes(file.first(size));

        if (whole == 0) {
            QVERIFY2(!read && !read.error().message.isEmpty(), qPrintable(QString::number(size)));
            continue;
        }
        QVERIFY2(read && read->damage && !read->damage->message.isEmpty(), qPrintable(QString::number(size)));
        QCOMPARE(read->frames, whole);
        QCOMPARE(bodies(read->recording).size(), whole >= 10 ? 23 : whole >= 9 ? 11 : 0);
    }
}

void TestRecordingFile::everyFlippedBitIsNoticed()
{
    const QByteArray file = fileOf(sampleFrames());
    for (qsizetype i = 0; i < file.size() * 8; ++i) {
        QByteArray damaged = file;
        damaged[i / 8] = char(damaged[i / 8] ^ (1 << (i % 8)));

        const Result<ReadRecording> read = readBytes(damaged);

        QVERIFY2(!read || read->damage, qPrintable(QString::number(i)));
    }
}

void TestRecordingFile::garbageBehindAFrameIsDamage()
{
    const Result<ReadRecording> read = readBytes(fileOf(sampleFrames().first(9)) + QByteArray(100, '?'));

    QVERIFY(read);
    QVERIFY(read->damage->message.contains(u"damaged from byte %1"_s.arg(fileOf(sampleFrames().first(9)).size())));
    QCOMPARE(bodies(read->recording), "data: one\n\n"_ba);
}

void TestRecordingFile::refusesWhatIsNoRecording_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("word");

    QTest::newRow("nothing") << QByteArray() << u"no Sluice recording"_s;
    QTest::newRow("text") << "Hello, world. This is a text."_ba << u"no Sluice recording"_s;
    QTest::newRow("a later format") << "SLUICE2\nabcdef"_ba << u"format that this version"_s;
    QTest::newRow("magic alone") << "SLUICE1\n"_ba << u"does not say what it holds"_s;
    QTest::newRow("no header") << fileOf(sampleFrames().mid(1)) << u"does not say what it holds"_s;
}

void TestRecordingFile::refusesWhatIsNoRecording()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QString, word);

    const Result<ReadRecording> read = readBytes(bytes);

    QVERIFY(!read);
    QCOMPARE(read.error().kind, ErrorKind::Protocol);
    QVERIFY2(read.error().message.contains(word), qPrintable(read.error().message));
}

void TestRecordingFile::aFrameThatSaysItIsHugeIsNotRead()
{
    QByteArray head(RecordingFrame::HeadBytes, '\xff');
    head[0] = 'D';

    const Result<ReadRecording> read = readBytes(fileOf(sampleFrames().first(8)) + head);

    QVERIFY(read && read->damage);
    QCOMPARE(read->frames, 8);
}

void TestRecordingFile::framesThatMakeNoSenseAreDamage_data()
{
    using Type = RecordingFrame::Type;
    QTest::addColumn<QByteArray>("frame");

    const Micros later(2000000);
    QTest::newRow("a second header") << encodeFrame(Type::Header, 0, later, toJson(sampleHeader()));
    QTest::newRow("a number left out") << encodeFrame(Type::Request, 7, later, toJson(sampleRequest()));
    QTest::newRow("of no exchange") << encodeFrame(Type::Body, 7, later, "x");
    QTest::newRow("a second head") << encodeFrame(Type::Head, 0, later, toJson(HttpResponseHead {200, {}}));
    QTest::newRow("a second end") << encodeFrame(Type::End, 0, later, toJson(RecordedEnd {}));
    QTest::newRow("no JSON") << encodeFrame(Type::Outcome, 0, later, "{");
    QTest::newRow("a body before its head") << encodeFrame(Type::Request, 2, later, toJson(sampleRequest()))
            + encodeFrame(Type::Body, 2, later, "x");
    QTest::newRow("time that goes back") << encodeFrame(Type::Body, 1, Micros(1), "x");
    QTest::newRow("years later") << encodeFrame(Type::Body, 1, MaxRecordingTime + Micros(1), "x");
    QTest::newRow("a forged header line") << encodeFrame(Type::Request, 2, later, toJson(sampleRequest()))
            + encodeFrame(Type::Head, 2, later, R"({"status":200,"headers":[["A","b\r\nC: d"]]})");
    QTest::newRow("an impossible status") << encodeFrame(Type::Request, 2, later, toJson(sampleRequest()))
            + encodeFrame(Type::Head, 2, later, R"({"status":100,"headers":[]})");
}

void TestRecordingFile::framesThatMakeNoSenseAreDamage()
{
    QFETCH(QByteArray, frame);

    const Result<ReadRecording> read = readBytes(fileOf(sampleFrames().first(11)) + frame);

    QVERIFY(read && read->damage);
    QVERIFY2(read->damage->message.contains(u"damaged"_s), qPrintable(read->damage->message));
    QCOMPARE(bodies(read->recording).size(), 23);
}

void TestRecordingFile::frameTypesOfLaterVersionsArePassedOver()
{
    QList<QByteArray> frames = sampleFrames();
    frames.insert(9, encodeFrame(RecordingFrame::Type('z'), 99, Micros(6000), "?"));

    const Result<ReadRecording> read = readBytes(fileOf(frames));

    QVERIFY(read && !read->damage);
    QCOMPARE(bodies(read->recording).size(), 23);
}

void TestRecordingFile::whatFollowsTheOutcomeIsNotRead()
{
    const Result<ReadRecording> read = readBytes(fileOf(sampleFrames()) + "and more");

    QVERIFY(read && !read->damage);
}

void TestRecordingFile::theFileIsPrivateAndReplacesOnlyRecordings()
{
    const QTemporaryDir directory;
    const QString name = directory.filePath(u"a.sluice"_s);
    const QString other = directory.filePath(u"letter.txt"_s);
    QFile letter(other);
    QVERIFY(letter.open(QIODevice::WriteOnly) && letter.write("Dear") == 4);
    letter.close();
    for (int i = 0; i < 2; ++i) {
        RecordingWriter writer(name);
        QVERIFY(writer.open(sampleHeader(), {}));
        QVERIFY(writer.finish({}));
    }

    QCOMPARE(QFile::permissions(name) & ~(QFile::ReadUser | QFile::WriteUser), QFile::ReadOwner | QFile::WriteOwner);
    QVERIFY(!readRecordingFile(name)->damage);
    QVERIFY(!RecordingWriter(other).open(sampleHeader(), {}));
    QVERIFY(!RecordingWriter(directory.path()).open(sampleHeader(), {}));
    QVERIFY(letter.open(QIODevice::ReadOnly));
    QCOMPARE(letter.readAll(), "Dear"_ba);
    QVERIFY(!RecordingWriter(directory.filePath(u"none/a.sluice"_s)).open(sampleHeader(), {}));
}

void TestRecordingFile::aWriterThatIsNotFinishedLeavesAReadableFile()
{
    const QTemporaryDir directory;
    RecordingWriter writer(directory.filePath(u"a.sluice"_s));
    QVERIFY(writer.open(sampleHeader(), {}));
    const WireTap::Exchange exchange = writer.tap()->exchangeBegan(sampleRequest());
    writer.tap()->headCame(exchange, {200, {}});
    writer.tap()->bodyCame(exchange, "data: one\n\n");

    const auto frames = [&] { return readRecordingFile(writer.fileName())->frames; };
    QTRY_COMPARE_WITH_TIMEOUT(frames(), 5, 30000); // without finish(): as a crash leaves it

    const Result<ReadRecording> read = readRecordingFile(writer.fileName());
    QCOMPARE(bodies(read->recording), "data: one\n\n"_ba);
    QVERIFY(read->damage->message.contains(u"not completed"_s));
}

void TestRecordingFile::aFullDiskIsAnError()
{
    // The kernel refuses what goes beyond a limit, as it does on a full disk.
    rlimit before {};
    QCOMPARE(getrlimit(RLIMIT_FSIZE, &before), 0);
    const rlimit little {.rlim_cur = 4096, .rlim_max = before.rlim_max};
    std::signal(SIGXFSZ, SIG_IGN);
    const QTemporaryDir directory;
    RecordingWriter writer(directory.filePath(u"a.sluice"_s));
    QVERIFY(writer.open(sampleHeader(), {}));
    const WireTap::Exchange exchange = writer.tap()->exchangeBegan(sampleRequest());
    writer.tap()->headCame(exchange, {200, {}});
    writer.tap()->bodyCame(exchange, QByteArray(64, 'a'));
    writer.tap()->bodyCame(exchange, QByteArray(8192, 'b'));
    QCOMPARE(setrlimit(RLIMIT_FSIZE, &little), 0);
    const Result<void> finished = writer.finish({});
    QCOMPARE(setrlimit(RLIMIT_FSIZE, &before), 0);

    QVERIFY(!finished);
    QCOMPARE(finished.error().kind, ErrorKind::Storage);
    const Result<ReadRecording> read = readRecordingFile(writer.fileName());
    QCOMPARE(bodies(read->recording), QByteArray(64, 'a'));
    QVERIFY(read->damage);
}

QTEST_GUILESS_MAIN(TestRecordingFile)
#include "tst_recordingfile.moc"

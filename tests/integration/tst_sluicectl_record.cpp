#include "core/recording/recordingreader.h"
#include "tests/support/ctlprocess.h"
#include "tests/support/gzip.h"
#include "tests/support/recordingvalues.h"
#include "tests/support/scriptedserver.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>

using namespace Qt::StringLiterals;
using namespace sluice;
using namespace sluice::test;

namespace {

const QByteArray Answer = openAiText("Hello ") + openAiText("wörld") + openAiFinish() + OpenAiDone;

Script answer(const QByteArray& body, const HttpHeaders& headers = {})
{
    return {send(chunkedHead(200, "text/event-stream", headers) + chunk(body) + lastChunk())};
}

QByteArray bodyOf(const RecordedExchange& exchange)
{
    QByteArray all;
    for (const RecordedPiece& piece : exchange.body)
        all += piece.bytes;
    return all;
}

}

class TestSluicectlRecord : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_directory = std::make_unique<QTemporaryDir>(); }

    void printsTheAnswerAndKeepsItsBytes();
    void keepsCompressedBytesAsTheyCame();
    void keysStayOutOfTheFile();
    void keepsEveryTry();
    void keepsAnAnswerThatIsRefused();
    void keepsWhatCameBeforeAnInterrupt();
    void keepsWhatCameBeforeAKill();
    void anAnswerIsNeverTakenFromTheCache();
    void inventsANameForTheFile();
    void saysWhyTheFileCannotBeMade();

private:
    QString file() const { return m_directory->filePath(u"a.sluice"_s); }
    QStringList record(const ScriptedServer& server, const QStringList& options = {}) const
    {
        return recordArguments(server.url(), file(), options);
    }

    std::unique_ptr<QTemporaryDir> m_directory;
};

void TestSluicectlRecord::printsTheAnswerAndKeepsItsBytes()
{
    const ScriptedServer server({answer(Answer, {{"X-Model", "large"}})});
    CtlProcess ctl(record(server));

    QCOMPARE(ctl.wait(), 0);
    QCOMPARE(ctl.output(), "Hello wörld\n"_ba);
    QCOMPARE(ctl.errors(), QByteArray());
    const Result<ReadRecording> read = readRecordingFile(file());
    QVERIFY(read && !read->damage);
    QCOMPARE(read->recording.header.provider, u"openai"_s);
    QCOMPARE(read->recording.header.model, u"m"_s);
    QVERIFY(read->recording.header.application.startsWith(u"Sluice "_s));
    QVERIFY(std::abs(read->recording.header.recordedAt.secsTo(QDateTime::currentDateTimeUtc())) < 60);
    QCOMPARE(read->recording.exchanges.size(), 1);
    const RecordedExchange& only = read->recording.exchanges.first();
    QCOMPARE(bodyOf(only), Answer);
    QCOMPARE(only.head->status, 200);
    QCOMPARE(headerValue(only.head->headers, "X-Model"), "large"_ba);
    QCOMPARE(only.request.url, QUrl(server.url().toString() + u"/chat/completions"_s));
    QCOMPARE(only.request.body, server.requests().back().body);
    QVERIFY(read->recording.outcome && !read->recording.outcome->error);
    QCOMPARE(QFile::permissions(file()) & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());
}

void TestSluicectlRecord::keepsCompressedBytesAsTheyCame()
{
    const QByteArray packed = gzip(Answer);
    const ScriptedServer server({answer(packed, {{"Content-Encoding", "gzip"}})});
    CtlProcess ctl(record(server));

    QCOMPARE(ctl.wait(), 0);
    QCOMPARE(ctl.output(), "Hello wörld\n"_ba);
    const RecordedExchange only = readRecordingFile(file())->recording.exchanges.first();
    QCOMPARE(bodyOf(only), packed);
    QCOMPARE(headerValue(only.head->headers, "Content-Encoding"), "gzip"_ba);
}

void TestSluicectlRecord::keysStayOutOfTheFile()
{
    const QByteArray refusal = R"({"error":{"message":"no such key: sk-abcdefgh12345678"}})";
    const ScriptedServer server({{send(wholeResponse(401, "application/json", refusal, {{"Set-Cookie", "session=cookie77"}}))}});
    QStringList arguments = record(server, {u"--api-key-env"_s, u"MY_KEY"_s});
    arguments[2] = u"http://me:pass99word@127.0.0.1:%1/v1"_s.arg(server.port());
    CtlProcess ctl(arguments, {}, {{u"MY_KEY"_s, u"sk-abcdefgh12345678"_s}});

    QCOMPARE(ctl.wait(), 1);
    QVERIFY(headerValue(server.requests().back().headers, "Authorization").contains("sk-abcdefgh12345678"));
    QFile raw(file());
    QVERIFY(raw.open(QIODevice::ReadOnly));
    const QByteArray bytes = raw.readAll();
    QVERIFY(bytes.contains("no such key"));
    for (const char* secret : {"sk-abcdefgh", "Authorization", "cookie77", "pass99word"})
        QVERIFY2(!bytes.contains(secret), secret);
}

void TestSluicectlRecord::keepsEveryTry()
{
    const ScriptedServer server({{send(wholeResponse(503, "application/json", "{}", {{"Retry-After", "0"}}))}, answer(Answer)});
    CtlProcess ctl(record(server));

    QCOMPARE(ctl.wait(), 0);
    const Recording recording = readRecordingFile(file())->recording;
    QCOMPARE(recording.exchanges.size(), 2);
    QCOMPARE(recording.exchanges[0].head->status, 503);
    QCOMPARE(bodyOf(recording.exchanges[0]), "{}"_ba);
    QCOMPARE(bodyOf(recording.exchanges[1]), Answer);
    QVERIFY(!recording.outcome->error);
}

void TestSluicectlRecord::keepsAnAnswerThatIsRefused()
{
    const ScriptedServer server({{send(wholeResponse(400, "application/json", R"({"error":{"message":"too long"}})"))}});
    CtlProcess ctl(record(server));

    QCOMPARE(ctl.wait(), 1);
    QVERIFY(ctl.saysOneLine());
    const Recording recording = readRecordingFile(file())->recording;
    QCOMPARE(bodyOf(recording.exchanges.first()), R"({"error":{"message":"too long"}})"_ba);
    QCOMPARE(recording.outcome->error->kind, ErrorKind::Protocol);
    QCOMPARE(recording.outcome->error->httpStatus, 400);
}

void TestSluicectlRecord::keepsWhatCameBeforeAnInterrupt()
{
    const ScriptedServer server({{send(chunkedHead() + chunk(openAiText("one"))), hold()}});
    CtlProcess ctl(record(server));
    QVERIFY(ctl.waitForOutput("one"));

    ctl.sendSignal(SIGINT);

    QCOMPARE(ctl.wait(), 1);
    const Result<ReadRecording> read = readRecordingFile(file());
    QVERIFY(!read->damage);
    QCOMPARE(bodyOf(read->recording.exchanges.first()), openAiText("one"));
    QCOMPARE(read->recording.outcome->error->kind, ErrorKind::Cancelled);
}

void TestSluicectlRecord::keepsWhatCameBeforeAKill()
{
    const ScriptedServer server({{send(chunkedHead() + chunk(openAiText("one"))), hold()}});
    CtlProcess ctl(record(server));
    QVERIFY(ctl.waitForOutput("one"));
    const auto bytesThere = [this] {
        const Result<ReadRecording> read = readRecordingFile(file());
        return read && !read->recording.exchanges.isEmpty() ? bodyOf(read->recording.exchanges.first()) : QByteArray();
    };
    QTRY_COMPARE_WITH_TIMEOUT(bytesThere(), openAiText("one"), 30000);

    ctl.sendSignal(SIGKILL);
    ctl.wait();

    const Result<ReadRecording> read = readRecordingFile(file());
    QCOMPARE(bodyOf(read->recording.exchanges.first()), openAiText("one"));
    QVERIFY(read->damage->message.contains(u"not completed"_s));
}

void TestSluicectlRecord::anAnswerIsNeverTakenFromTheCache()
{
    const ScriptedServer server({answer(Answer)});
    for (int i = 0; i < 2; ++i)
        QCOMPARE(CtlProcess(record(server, {u"--no-cache"_s})).wait(), 0);

    QCOMPARE(server.requestCount(), 2);
}

void TestSluicectlRecord::inventsANameForTheFile()
{
    const ScriptedServer server({answer(Answer)});
    QStringList arguments = record(server);
    arguments.remove(arguments.indexOf(u"--output"_s), 2);
    const QString before = QDir::currentPath();
    QDir::setCurrent(m_directory->path());
    CtlProcess ctl(arguments);
    const int status = ctl.wait();
    QDir::setCurrent(before);

    QCOMPARE(status, 0);
    const QStringList made = QDir(m_directory->path()).entryList({u"recording-*.sluice"_s});
    QCOMPARE(made.size(), 1);
    QCOMPARE(ctl.errors(), "Recorded in " + made.first().toUtf8() + '\n');
}

void TestSluicectlRecord::saysWhyTheFileCannotBeMade()
{
    QFile letter(file());
    QVERIFY(letter.open(QIODevice::WriteOnly) && letter.write("Dear") == 4);
    letter.close();
    const ScriptedServer server({answer(Answer)});
    CtlProcess ctl(record(server));

    QCOMPARE(ctl.wait(), 1);
    QVERIFY(ctl.saysOneLine());
    QVERIFY(ctl.errors().contains("is no recording"));
    QCOMPARE(server.requestCount(), 0); // nothing was asked in vain
}

QTEST_GUILESS_MAIN(TestSluicectlRecord)
#include "tst_sluicectl_record.moc"

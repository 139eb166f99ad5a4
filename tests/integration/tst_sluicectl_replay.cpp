#include "tests/support/ctlprocess.h"
#include "tests/support/rawclient.h"
#include "tests/support/recordingframes.h"
#include "tests/support/recordingvalues.h"
#include "tests/support/scriptedserver.h"

#include <QElapsedTimer>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>

using namespace Qt::StringLiterals;
using namespace sluice;
using namespace sluice::test;

namespace {

const QByteArray Answer = openAiText("one ") + openAiText("two ") + openAiText("three") + openAiFinish() + OpenAiDone;

/// Request and head of an exchange that begins at \a at.
QByteArray begun(quint16 number, Micros at, int status = 200, const HttpHeaders& headers = eventStreamHeaders())
{
    return requestFrames(number, at) + headFrame(number, at, status, headers);
}

/// Three words, the last of which comes at \a late.
QByteArray threeWords(Micros late = Micros(600000))
{
    return headerFrame() + begun(0, Micros(0)) + bodyFrame(0, Micros(1000), openAiText("one "))
        + bodyFrame(0, Micros(300000), openAiText("two ")) + bodyFrame(0, late, openAiText("three") + openAiFinish() + OpenAiDone)
        + endFrame(0, late) + outcomeFrame(late);
}

QJsonObject object(const QByteArray& json)
{
    return QJsonDocument::fromJson(json).object();
}

}

class TestSluicectlReplay : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_directory = std::make_unique<QTemporaryDir>(); }

    // To standard output.
    void playsWhatWasRecorded();
    void keepsTheTimesOfTheRecording_data();
    void keepsTheTimesOfTheRecording();
    void printsOneJsonObject();
    void anErrorIsTheErrorOfThen();
    void aBrokenAnswerBreaksAgain();
    void anInterruptedRecordingEndsWhereItDid();
    void triesAgainAsThen();
    void aDamagedFileIsPlayedAsFarAsItGoes();
    void wrongUseIsToldInOneLine_data();
    void wrongUseIsToldInOneLine();
    void tellsWhatIsInAFile();

    // As an endpoint.
    void servesTheBytesThatWereRecorded();
    void servesManyAtOnce();
    void listsTheRecordedModel();
    void refusesPagesOfOtherOrigins();
    void servesOnLoopbackOnly();

private:
    QString made(const QByteArray& frames) const { return writeRecording(m_directory->filePath(u"a.sluice"_s), frames); }

    std::unique_ptr<QTemporaryDir> m_directory;
};

void TestSluicectlReplay::playsWhatWasRecorded()
{
    const ScriptedServer server({{send(chunkedHead() + chunk(Answer) + lastChunk())}});
    const QString file = m_directory->filePath(u"a.sluice"_s);
    CtlProcess recording(recordArguments(server.url(), file));
    QCOMPARE(recording.wait(), 0);

    for (const QString& strategy : {u"none"_s, u"sentence"_s}) {
        CtlProcess ctl({u"replay"_s, file, u"--strategy"_s, strategy});
        QCOMPARE(ctl.wait(), 0);
        QCOMPARE(ctl.output(), recording.output());
        QCOMPARE(ctl.errors(), QByteArray());
    }
    QCOMPARE(server.requestCount(), 1); // nobody was asked again
}

void TestSluicectlReplay::keepsTheTimesOfTheRecording_data()
{
    QTest::addColumn<QString>("speed");
    QTest::addColumn<int>("lateMs"); // of the recording's end
    QTest::addColumn<double>("least");
    QTest::addColumn<double>("most");

    // A busy machine may take ten seconds more. Those that are quick are quick by more than that.
    QTest::newRow("as it was") << u"1"_s << 600 << 599.0 << 10'600.0;
    QTest::newRow("half") << u"0.5"_s << 600 << 1199.0 << 11'200.0;
    QTest::newRow("twenty times") << u"20"_s << 20'000 << 999.0 << 11'000.0;
    QTest::newRow("as fast as it is read") << u"0"_s << 20'000 << 0.0 << 10'000.0;
}

void TestSluicectlReplay::keepsTheTimesOfTheRecording()
{
    QFETCH(QString, speed);
    QFETCH(int, lateMs);
    QFETCH(double, least);
    QFETCH(double, most);
    CtlProcess ctl({u"replay"_s, made(threeWords(Millis(lateMs))), u"--speed"_s, speed, u"--json"_s});

    QCOMPARE(ctl.wait(), 0);
    const double took = object(ctl.output()).value("timing"_L1)["e2e_ms"_L1].toDouble();
    QVERIFY2(took >= least && took <= most, qPrintable(QString::number(took)));
}

void TestSluicectlReplay::printsOneJsonObject()
{
    CtlProcess ctl({u"replay"_s, made(threeWords()), u"--speed"_s, u"0"_s, u"--json"_s});

    QCOMPARE(ctl.wait(), 0);
    const QJsonObject result = object(ctl.output());
    QCOMPARE(result.value("text"_L1).toString(), u"one two three"_s);
    QCOMPARE(result.value("finish_reason"_L1).toString(), u"stop"_s);
    QCOMPARE(result.value("reconnects"_L1).toInt(-1), 0);
    QVERIFY(result.value("error"_L1).isNull());
}

void TestSluicectlReplay::anErrorIsTheErrorOfThen()
{
    const QByteArray refusal = R"({"error":{"message":"no such key"}})";
    CtlProcess ctl({u"replay"_s, u"--json"_s,
        made(headerFrame() + begun(0, Micros(0), 401, {{"Content-Type", "application/json"}}) + bodyFrame(0, Micros(10), refusal)
            + endFrame(0, Micros(20)) + outcomeFrame(Micros(30), Error {.kind = ErrorKind::Auth, .message = u"no such key"_s}))});

    QCOMPARE(ctl.wait(), 1);
    const QJsonObject error = object(ctl.output()).value("error"_L1).toObject();
    QCOMPARE(error.value("kind"_L1).toString(), u"auth"_s);
    QCOMPARE(error.value("http_status"_L1).toInt(), 401);
    QVERIFY(error.value("message"_L1).toString().contains(u"no such key"_s));
}

void TestSluicectlReplay::aBrokenAnswerBreaksAgain()
{
    CtlProcess ctl({u"replay"_s, u"--json"_s,
        made(headerFrame() + begun(0, Micros(0)) + bodyFrame(0, Micros(10), openAiText("one"))
            + endFrame(0, Micros(20), {.how = RecordedEnd::How::Broken})
            + outcomeFrame(Micros(30), Error {.kind = ErrorKind::Network, .message = u"broken"_s}))});

    QCOMPARE(ctl.wait(), 1);
    const QJsonObject result = object(ctl.output());
    QCOMPARE(result.value("text"_L1).toString(), u"one"_s);
    QCOMPARE(result.value("error"_L1)["kind"_L1].toString(), u"network"_s);
}

void TestSluicectlReplay::anInterruptedRecordingEndsWhereItDid()
{
    CtlProcess ctl({u"replay"_s, u"--json"_s,
        made(headerFrame() + begun(0, Micros(0)) + bodyFrame(0, Micros(10), openAiText("one"))
            + endFrame(0, Micros(200000), {.how = RecordedEnd::How::Closed})
            + outcomeFrame(Micros(200000), Error {.kind = ErrorKind::Cancelled, .message = u"stopped"_s}))});

    QCOMPARE(ctl.wait(), 1);
    const QJsonObject result = object(ctl.output());
    QCOMPARE(result.value("text"_L1).toString(), u"one"_s);
    QVERIFY(result.value("timing"_L1)["e2e_ms"_L1].toDouble() >= 199);
    QVERIFY(!result.value("error"_L1).isNull());
}

void TestSluicectlReplay::triesAgainAsThen()
{
    CtlProcess ctl({u"replay"_s, u"--json"_s, u"--speed"_s, u"0"_s,
        made(headerFrame() + begun(0, Micros(0), 503, {{"Content-Type", "application/json"}}) + endFrame(0, Micros(20))
            + begun(1, Micros(100)) + bodyFrame(1, Micros(110), Answer) + endFrame(1, Micros(120)) + outcomeFrame(Micros(130)))});

    QCOMPARE(ctl.wait(), 0);
    QCOMPARE(object(ctl.output()).value("text"_L1).toString(), u"one two three"_s);
    QCOMPARE(object(ctl.output()).value("reconnects"_L1).toInt(), 1);
}

void TestSluicectlReplay::aDamagedFileIsPlayedAsFarAsItGoes()
{
    CtlProcess ctl({u"replay"_s, u"--speed"_s, u"0"_s, made(threeWords().chopped(200))});

    QCOMPARE(ctl.wait(), 1);
    QVERIFY(ctl.output().startsWith("one "));
    QVERIFY2(ctl.errors().contains("The recording is cut off"), ctl.errors().constData());
}

void TestSluicectlReplay::wrongUseIsToldInOneLine_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<int>("status");

    const QString tmp = QDir::tempPath();
    QTest::newRow("no file") << QStringList {} << 2;
    QTest::newRow("two files") << QStringList {u"a"_s, u"b"_s} << 2;
    QTest::newRow("a file that is not there") << QStringList {tmp + u"/not-there.sluice"_s} << 1;
    QTest::newRow("a folder") << QStringList {tmp} << 1;
    QTest::newRow("no recording") << QStringList {u"/proc/self/exe"_s} << 1;
    QTest::newRow("a speed below 0") << QStringList {u"a"_s, u"--speed=-1"_s} << 2;
    QTest::newRow("no number") << QStringList {u"a"_s, u"--speed"_s, u"fast"_s} << 2;
    QTest::newRow("not a number at all") << QStringList {u"a"_s, u"--speed"_s, u"nan"_s} << 2;
    QTest::newRow("an unknown strategy") << QStringList {u"a"_s, u"--strategy"_s, u"magic"_s} << 2;
    QTest::newRow("an address that is none") << QStringList {u"a"_s, u"--listen"_s, u"8080"_s} << 2;
}

void TestSluicectlReplay::wrongUseIsToldInOneLine()
{
    QFETCH(QStringList, arguments);
    QFETCH(int, status);
    CtlProcess ctl(QStringList {u"replay"_s} + arguments);

    QCOMPARE(ctl.wait(), status);
    QVERIFY2(ctl.saysOneLine(), ctl.errors().constData());
    QCOMPARE(ctl.output(), QByteArray());
}

void TestSluicectlReplay::tellsWhatIsInAFile()
{
    const QString file = made(threeWords());
    CtlProcess text({u"replay"_s, u"--info"_s, file});
    CtlProcess json({u"replay"_s, u"--info"_s, u"--json"_s, file});

    QCOMPARE(text.wait(), 0);
    QVERIFY(text.output().contains("Prompt    hi\n"));
    QVERIFY(text.output().contains("in 3 pieces, from 0.000 s to 0.600 s, whole\n"));
    QCOMPARE(json.wait(), 0);
    const QJsonObject info = object(json.output());
    QCOMPARE(info.value("provider"_L1).toString(), u"openai"_s);
    QCOMPARE(info.value("model"_L1).toString(), u"m"_s);
    QCOMPARE(info.value("recorded_at"_L1).toString(), u"2026-05-04T03:02:01.250Z"_s);
    QCOMPARE(info.value("complete"_L1).toBool(), true);
    const QJsonObject only = info.value("exchanges"_L1)[0].toObject();
    QCOMPARE(only.value("status"_L1).toInt(), 200);
    QCOMPARE(only.value("end_ms"_L1).toDouble(), 600.0);
    QCOMPARE(only.value("bytes"_L1).toInt(), int(Answer.size()));
}

namespace {

/// A replay that serves; its port once it is ready.
struct Served
{
    explicit Served(const QString& file, const QStringList& options = {})
        : ctl(QStringList {u"replay"_s, u"--listen"_s, u"127.0.0.1:0"_s, file} + options)
    {
        if (ctl.waitForOutput("/v1\n"))
            port = quint16(QUrl(QString::fromUtf8(ctl.output().trimmed().split(' ').last())).port());
    }

    CtlProcess ctl;
    quint16 port = 0;
};

}

void TestSluicectlReplay::servesTheBytesThatWereRecorded()
{
    Served served(made(threeWords()));
    QElapsedTimer timer;
    timer.start();
    const RawResponse response = exchange(served.port, "POST", "/v1/chat/completions", R"({"any":"question"})");

    QVERIFY(timer.elapsed() >= 599);
    QCOMPARE(response.status, 200);
    QCOMPARE(response.header("Content-Type"), "text/event-stream"_ba);
    QCOMPARE(response.body, Answer);
    QVERIFY(response.isComplete);
    QCOMPARE(exchange(served.port, "POST", "/v1/somewhere/else", "{}").body, Answer);
    QCOMPARE(exchange(served.port, "GET", "/v1/streams/1").status, 404);
    QCOMPARE(exchange(served.port, "DELETE", "/v1/streams/1").status, 200);

    served.ctl.sendSignal(SIGTERM);
    QCOMPARE(served.ctl.wait(), 0);
}

void TestSluicectlReplay::servesManyAtOnce()
{
    Served served(made(threeWords()));
    QElapsedTimer timer;
    timer.start();
    std::vector<std::unique_ptr<RawClient>> clients;
    for (int i = 0; i < 50; ++i) {
        clients.push_back(std::make_unique<RawClient>(served.port));
        clients.back()->send(rawRequest(served.port, "POST", "/v1/chat/completions", "{}", {"Connection: close"}));
    }

    for (const std::unique_ptr<RawClient>& client : clients)
        QCOMPARE(parseResponse(client->readAll()).body, Answer);
    QVERIFY2(timer.elapsed() < 20'000, qPrintable(QString::number(timer.elapsed()))); // one after the other: 30 s
}

void TestSluicectlReplay::listsTheRecordedModel()
{
    Served served(made(threeWords()));
    CtlProcess models({u"models"_s, u"--base-url"_s, u"http://127.0.0.1:%1/v1"_s.arg(served.port)});

    QCOMPARE(models.wait(), 0);
    QCOMPARE(models.output(), "m\n"_ba);
    CtlProcess ask({u"ask"_s, u"--no-cache"_s, u"--base-url"_s, u"http://127.0.0.1:%1/v1"_s.arg(served.port), u"hi"_s});
    QCOMPARE(ask.wait(), 0);
    QCOMPARE(ask.output(), "one two three\n"_ba);
}

void TestSluicectlReplay::refusesPagesOfOtherOrigins()
{
    Served served(made(threeWords()));

    QCOMPARE(exchange(served.port, "POST", "/v1/chat/completions", "{}", {"Origin: https://example.org"}).status, 403);
    RawClient client(served.port);
    client.send("GET /v1/models HTTP/1.1\r\nHost: example.org\r\n\r\n");
    QCOMPARE(parseResponse(client.readAll()).status, 403);
}

void TestSluicectlReplay::servesOnLoopbackOnly()
{
    CtlProcess ctl({u"replay"_s, u"--listen"_s, u"0.0.0.0:0"_s, made(threeWords())});

    QCOMPARE(ctl.wait(), 2);
    QVERIFY(ctl.saysOneLine());
}

QTEST_GUILESS_MAIN(TestSluicectlReplay)
#include "tst_sluicectl_replay.moc"

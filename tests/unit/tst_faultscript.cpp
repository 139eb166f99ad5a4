#include "core/faults/faultscript.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace sluice;

/// The language of docs/faults.md.
class TestFaultScript : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyWordMeansItsFault_data();
    void everyWordMeansItsFault();
    void whatCannotBeUsedIsOneSentence_data();
    void whatCannotBeUsedIsOneSentence();
    void stepsAreTakenInOrderAndTheLastRepeats();
    void aStepCanBeTakenSeveralTimes();
    void requestsOfAPathHaveTheirOwnSteps();
    void theMostSpecialPathWins();
    void linesAndCommentsDoNotMatter();
    void onlyTheComingStepDelaysAConnection();
};

void TestFaultScript::everyWordMeansItsFault_data()
{
    QTest::addColumn<QString>("words");
    QTest::addColumn<Fault>("expected");
    const auto row = [](const QString& words, Fault fault) {
        fault.words = words;
        QTest::newRow(qUtf8Printable(words)) << words << fault;
    };
    using Count = FaultStop::Count;
    using Way = FaultStop::Way;
    const auto stopped = [](Count count, Way way, qint64 after) {
        Fault fault;
        fault.stop = FaultStop {count, way, after};
        return fault;
    };
    const auto with = [](auto change) {
        Fault fault;
        change(fault);
        return fault;
    };

    row(u"pass"_s, {});
    row(u"cut:0"_s, stopped(Count::BodyBytes, Way::Fin, 0));
    row(u"cut:1234"_s, stopped(Count::BodyBytes, Way::Fin, 1234));
    row(u"cut:1234,fin"_s, stopped(Count::BodyBytes, Way::Fin, 1234));
    row(u"cut:1234,rst"_s, stopped(Count::BodyBytes, Way::Rst, 1234));
    row(u"cut-wire:9,rst"_s, stopped(Count::WireBytes, Way::Rst, 9));
    row(u"cut-event:5"_s, stopped(Count::Events, Way::Fin, 5));
    row(u"half-close:400"_s, stopped(Count::BodyBytes, Way::HalfClose, 400));
    row(u"end:7"_s, stopped(Count::BodyBytes, Way::End, 7));
    row(u"gzip"_s, with([](Fault& f) { f.gzip = true; }));
    Fault gzipCut = stopped(Count::BodyBytes, Way::End, 200);
    gzipCut.gzip = true;
    row(u"gzip-cut:200"_s, gzipCut);
    row(u"stall:2000@500"_s, with([](Fault& f) { f.stalls = {{500, Millis(2000)}}; }));
    row(u"stall:2s"_s, with([](Fault& f) { f.stalls = {{0, Millis(2000)}}; }));
    row(u"stall:1ms@9,stall:forever@3"_s, with([](Fault& f) { f.stalls = {{3, FaultStall::Forever}, {9, Millis(1)}}; }));
    row(u"delay:30ms"_s, with([](Fault& f) { f.headDelay = Millis(30); }));
    row(u"slow-accept:300"_s, with([](Fault& f) { f.acceptDelay = Millis(300); }));
    row(u"drip:1/5ms"_s, with([](Fault& f) {
        f.pieceBytes = 1;
        f.pieceInterval = Millis(5);
    }));
    row(u"split"_s, with([](Fault& f) { f.pieceBytes = 1; }));
    row(u"corrupt:100"_s, with([](Fault& f) { f.corruptedByte = 100; }));
    row(u"dup-event:3"_s, with([](Fault& f) { f.duplicatedEvent = 3; }));
    row(u"skip-event:3"_s, with([](Fault& f) { f.skippedEvent = 3; }));
    row(u"dup-id:3"_s, with([](Fault& f) { f.repeatedId = 3; }));
    row(u"skip-id:3"_s, with([](Fault& f) { f.droppedId = 3; }));
    row(u"204"_s, with([](Fault& f) { f.status = 204; }));
    row(u"status:503,retry-after:2"_s, with([](Fault& f) {
        f.status = 503;
        f.retryAfter = "2";
    }));
    row(u"type:text/html;charset=x"_s, with([](Fault& f) { f.contentType = "text/html;charset=x"; }));
    row(u"redirect:/other?a=b"_s, with([](Fault& f) {
        f.status = 307;
        f.location = "/other?a=b";
    }));
    row(u"status:301,redirect:http://127.0.0.1:1/"_s, with([](Fault& f) {
        f.status = 301;
        f.location = "http://127.0.0.1:1/";
    }));
}

void TestFaultScript::everyWordMeansItsFault()
{
    QFETCH(QString, words);
    QFETCH(Fault, expected);
    std::expected<FaultScript, QString> script = FaultScript::parse(words);
    QVERIFY2(script, script ? "" : qPrintable(script.error()));
    QCOMPARE(script->take("GET", "/x"), expected);
}

void TestFaultScript::whatCannotBeUsedIsOneSentence_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("names"); // a word that the sentence has to name
    const auto row = [](const QString& text, const QString& names) { QTest::newRow(qUtf8Printable(text)) << text << names; };
    row(u""_s, u"cut:100"_s);
    row(u" # nothing"_s, u"cut:100"_s);
    row(u"nonsense"_s, u"nonsense"_s);
    row(u"pass pas"_s, u"'pas'"_s);
    row(u"cut"_s, u"'cut'"_s);
    row(u"cut:"_s, u"'cut'"_s);
    row(u"cut:-1"_s, u"'cut'"_s);
    row(u"cut:1x"_s, u"'cut'"_s);
    row(u"cut:9999999999999999"_s, u"'cut'"_s);
    row(u"cut:1,cut-event:2"_s, u"cut-event"_s);
    row(u"rst"_s, u"rst"_s);
    row(u"half-close:3,rst"_s, u"rst"_s);
    row(u"pass:1"_s, u"pass"_s);
    row(u"stall:x@1"_s, u"stall"_s);
    row(u"stall:1@"_s, u"stall"_s);
    row(u"stall:86401s"_s, u"stall"_s);
    row(u"drip:5"_s, u"drip"_s);
    row(u"drip:0/5ms"_s, u"drip"_s);
    row(u"drip:1/"_s, u"drip"_s);
    row(u"dup-event:0"_s, u"dup-event"_s);
    row(u"status:100"_s, u"status"_s);
    row(u"status:600"_s, u"status"_s);
    row(u"retry-after:5"_s, u"retry-after"_s);
    row(u"type:"_s, u"type"_s);
    row(u"/chat"_s, u"/chat"_s);
    row(u"/chat=slow-accept:5"_s, u"slow-accept"_s);
    row(u"pass*0"_s, u"pass*0"_s);
}

void TestFaultScript::whatCannotBeUsedIsOneSentence()
{
    QFETCH(QString, text);
    QFETCH(QString, names);
    const std::expected<FaultScript, QString> script = FaultScript::parse(text);
    QVERIFY(!script);
    QVERIFY2(script.error().contains(names), qPrintable(script.error()));
    QVERIFY(!script.error().contains(u'\n'));
}

void TestFaultScript::stepsAreTakenInOrderAndTheLastRepeats()
{
    FaultScript script = FaultScript::parse(u"cut:1 cut:2 pass").value();
    QStringList taken;
    for (int i = 0; i < 5; ++i)
        taken.append(script.take("GET", "/").words);
    QCOMPARE(taken, QStringList({u"cut:1"_s, u"cut:2"_s, u"pass"_s, u"pass"_s, u"pass"_s}));
}

void TestFaultScript::aStepCanBeTakenSeveralTimes()
{
    FaultScript script = FaultScript::parse(u"204*3 pass*2 cut:1*7").value();
    QStringList taken;
    for (int i = 0; i < 7; ++i)
        taken.append(script.take("GET", "/").words);
    QCOMPARE(taken, QStringList({u"204"_s, u"204"_s, u"204"_s, u"pass"_s, u"pass"_s, u"cut:1"_s, u"cut:1"_s}));
}

void TestFaultScript::requestsOfAPathHaveTheirOwnSteps()
{
    FaultScript script = FaultScript::parse(u"/chat=cut:1 /chat=cut:2 204 pass POST/x=cut:3").value();
    QCOMPARE(script.take("GET", "/chat").words, u"cut:1"_s);
    QCOMPARE(script.take("GET", "/other").words, u"204"_s);
    QCOMPARE(script.take("POST", "/chat").words, u"cut:2"_s);
    QCOMPARE(script.take("GET", "/x").words, u"pass"_s);
    QCOMPARE(script.take("POST", "/x").words, u"cut:3"_s);
    // Without a list that is for it, a request passes.
    FaultScript onlyPath = FaultScript::parse(u"/chat=204").value();
    QCOMPARE(onlyPath.take("GET", "/chat/more"), Fault());
}

void TestFaultScript::theMostSpecialPathWins()
{
    FaultScript script = FaultScript::parse(u"/*=cut:1 /v1/*=cut:2 /v1/models=cut:3 GET/v1/models=cut:4").value();
    QCOMPARE(script.take("GET", "/a").words, u"cut:1"_s);
    QCOMPARE(script.take("GET", "/v1/a").words, u"cut:2"_s);
    QCOMPARE(script.take("PUT", "/v1/models").words, u"cut:3"_s);
    QCOMPARE(script.take("GET", "/v1/models").words, u"cut:4"_s);
}

void TestFaultScript::linesAndCommentsDoNotMatter()
{
    FaultScript script = FaultScript::parse(u"# first\n  cut:1 # not 204\n\n\tpass  \r\n").value();
    QCOMPARE(script.take("GET", "/").words, u"cut:1"_s);
    QCOMPARE(script.take("GET", "/").words, u"pass"_s);
}

void TestFaultScript::onlyTheComingStepDelaysAConnection()
{
    FaultScript script = FaultScript::parse(u"pass slow-accept:50 pass /chat=pass").value();
    QCOMPARE(script.acceptDelay(), Millis(0));
    script.take("GET", "/");
    QCOMPARE(script.acceptDelay(), Millis(50));
    script.take("GET", "/chat");
    QCOMPARE(script.acceptDelay(), Millis(50));
    script.take("GET", "/");
    QCOMPARE(script.acceptDelay(), Millis(0));
    QCOMPARE(FaultScript().acceptDelay(), Millis(0));
}

QTEST_GUILESS_MAIN(TestFaultScript)
#include "tst_faultscript.moc"

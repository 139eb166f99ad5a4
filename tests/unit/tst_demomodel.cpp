#include "core/gateway/demomodel.h"
#include "core/gateway/demoscripts.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace sluice;

namespace {

struct Answer
{
    QString text;
    QString reasoning;
    QList<QString> pieces; ///< of the text
    std::vector<Micros> pauses;
    StreamEnd end;
    Usage usage;
};

Answer answerTo(const QString& message, const DemoOptions& options = {})
{
    DemoModel model(message, options);
    Answer answer;
    while (const std::optional<DemoStep> step = model.next()) {
        answer.pauses.push_back(step->pause);
        if (const auto* text = std::get_if<TextDelta>(&step->delta)) {
            answer.text += text->text;
            answer.pieces.append(text->text);
        } else if (const auto* reasoning = std::get_if<ReasoningDelta>(&step->delta)) {
            answer.reasoning += reasoning->text;
        }
    }
    answer.end = model.end();
    answer.usage = model.usage();
    return answer;
}

Micros sum(const std::vector<Micros>& pauses)
{
    return std::accumulate(pauses.begin(), pauses.end(), Micros(0));
}

}

class TestDemoModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void saysThatItIsAScript_data();
    void saysThatItIsAScript();
    void piecesAreWholeCodePointsAndTheWholeText_data() { saysThatItIsAScript_data(); }
    void piecesAreWholeCodePointsAndTheWholeText();
    void theSameMessageGetsTheSamePiecesAndPauses();
    void aSeedCutsTheSameTextInAnotherWay();
    void choosesTheLanguageByTheMessage();
    void findsWordsAtTheirStartOnly();
    void theTourHoldsEveryKindOfBlock_data();
    void theTourHoldsEveryKindOfBlock();
    void thinksOnlyWhenAsked();
    void cutsOrRepeatsToExactlySoManyTextDeltas_data();
    void cutsOrRepeatsToExactlySoManyTextDeltas();
    void pausesAddUpToTheRate();
    void jitterStaysInItsBounds();
    void stallsBeforeTheNamedDelta();
    void breaksOffAfterTheNamedDelta();
    void countsWhatItSaidAsUsage();
    void refusesValuesThatDoNotParse_data();
    void refusesValuesThatDoNotParse();
    void readsAllItsParameters();
};

void TestDemoModel::saysThatItIsAScript_data()
{
    QTest::addColumn<QString>("message");
    for (const char* message : {"anything", "hello", "help", "table", "code", "markdown", "math", "strategies", "resume", "long",
             "你好", "帮助", "表格", "代码", "策略", "续传", "长文", "随便说说"})
        QTest::newRow(message) << QString::fromUtf8(message);
}

void TestDemoModel::saysThatItIsAScript()
{
    QFETCH(QString, message);
    const QString text = answerTo(message).text;
    QVERIFY2(text.contains(u"scripted demo model"_s) || text.contains(u"脚本演示模型"_s), qUtf8Printable(text.left(200)));
    QVERIFY(text.size() > 100);
}

void TestDemoModel::piecesAreWholeCodePointsAndTheWholeText()
{
    QFETCH(QString, message);
    const Answer answer = answerTo(message);
    QCOMPARE(answer.text, demoScriptFor(message).text.toString());
    for (const QString& piece : answer.pieces) {
        QVERIFY(piece.isValidUtf16());
        QVERIFY2(!piece.isEmpty() && piece.size() <= 64, qUtf8Printable(piece));
    }
    QVERIFY(answer.pieces.size() > answer.text.size() / 12);
}

void TestDemoModel::theSameMessageGetsTheSamePiecesAndPauses()
{
    const DemoOptions options {.rate = 100, .jitter = 0.5};
    const Answer first = answerTo(u"code please"_s, options);
    const Answer second = answerTo(u"code please"_s, options);
    QCOMPARE(second.pieces, first.pieces);
    QCOMPARE(second.pauses, first.pauses);
}

void TestDemoModel::aSeedCutsTheSameTextInAnotherWay()
{
    const Answer first = answerTo(u"tour"_s, {.seed = 1});
    const Answer second = answerTo(u"tour"_s, {.seed = 2});
    QCOMPARE(second.text, first.text);
    QVERIFY(second.pieces != first.pieces);
}

void TestDemoModel::choosesTheLanguageByTheMessage()
{
    QVERIFY(answerTo(u"请介绍一下"_s).text.contains(u"欢迎使用"_s));
    QVERIFY(answerTo(u"table 是什么"_s).text.contains(u"脚本演示模型"_s));
    QVERIFY(answerTo(u"tell me"_s).text.contains(u"Welcome to Sluice"_s));
}

void TestDemoModel::findsWordsAtTheirStartOnly()
{
    QVERIFY(answerTo(u"Show me a TABLE"_s).text.startsWith(u"Tables"_s));
    QVERIFY(answerTo(u"unstable"_s).text.startsWith(u"# Welcome"_s));
    QVERIFY(answerTo(u"unstable table"_s).text.startsWith(u"Tables"_s));
    QVERIFY(answerTo(u"这个表格"_s).text.contains(u"表格"_s));
}

void TestDemoModel::theTourHoldsEveryKindOfBlock_data()
{
    QTest::addColumn<QString>("pattern");
    QTest::newRow("heading") << u"\n## "_s;
    QTest::newRow("nested list") << u"\n   - "_s;
    QTest::newRow("ordered list") << u"\n1. "_s;
    QTest::newRow("task list") << u"\n- [x] "_s;
    QTest::newRow("table") << u"\n| --- |"_s;
    QTest::newRow("C++") << u"```cpp\n"_s;
    QTest::newRow("Python") << u"```python\n"_s;
    QTest::newRow("shell") << u"```sh\n"_s;
    QTest::newRow("JSON") << u"```json\n"_s;
    QTest::newRow("quote") << u"\n> "_s;
    QTest::newRow("rule") << u"\n---\n"_s;
    QTest::newRow("inline code") << u" `id`"_s;
    QTest::newRow("link") << u"](https://"_s;
    QTest::newRow("strikethrough") << u"~~"_s;
    QTest::newRow("Chinese") << u"中文"_s;
    QTest::newRow("emoji of several code points") << u"👨‍👩‍👧‍👦"_s;
    QTest::newRow("mathematics") << u"$\\mathrm"_s;
}

void TestDemoModel::theTourHoldsEveryKindOfBlock()
{
    QFETCH(QString, pattern);
    QVERIFY(answerTo(u"show me around"_s).text.contains(pattern));
}

void TestDemoModel::thinksOnlyWhenAsked()
{
    QVERIFY(answerTo(u"hello"_s).reasoning.isEmpty());
    const Answer answer = answerTo(u"think, then say hello"_s);
    QVERIFY(answer.reasoning.contains(u"scripted demo model"_s));
    QVERIFY(answer.text.startsWith(u"Hello"_s));
    QVERIFY(answerTo(u"请思考"_s).reasoning.contains(u"脚本"_s));
}

void TestDemoModel::cutsOrRepeatsToExactlySoManyTextDeltas_data()
{
    QTest::addColumn<qint64>("count");
    for (const qint64 count : {0, 1, 7, 100, 5000})
        QTest::addRow("%lld", count) << count;
}

void TestDemoModel::cutsOrRepeatsToExactlySoManyTextDeltas()
{
    QFETCH(qint64, count);
    const Answer answer = answerTo(u"think about hello"_s, {.deltas = count});
    QCOMPARE(answer.pieces.size(), count);
    QCOMPARE(answer.end.finishReason, u"stop"_s);
}

void TestDemoModel::pausesAddUpToTheRate()
{
    const Answer answer = answerTo(u"hello"_s, {.rate = 50, .deltas = 51});
    QCOMPARE(answer.pauses.front(), Micros(0));
    QCOMPARE(sum(answer.pauses), Micros(1'000'000));
    QCOMPARE(sum(answerTo(u"hello"_s, {.rate = 0}).pauses), Micros(0));
}

void TestDemoModel::jitterStaysInItsBounds()
{
    const Answer answer = answerTo(u"hello"_s, {.rate = 100, .jitter = 0.5, .deltas = 200});
    const auto [least, most] = std::minmax_element(answer.pauses.begin() + 1, answer.pauses.end());
    QVERIFY(*least >= Micros(5000) && *most <= Micros(15000));
    QVERIFY(*most - *least > Micros(5000));
}

void TestDemoModel::stallsBeforeTheNamedDelta()
{
    const Answer answer = answerTo(u"hello"_s, {.rate = 0, .deltas = 5, .stall = Millis(300), .stallAt = 3});
    QCOMPARE(answer.pauses, (std::vector<Micros> {Micros(0), Micros(0), Micros(0), Micros(300'000), Micros(0)}));
}

void TestDemoModel::breaksOffAfterTheNamedDelta()
{
    const Answer answer = answerTo(u"hello"_s, {.failAt = 4});
    QCOMPARE(answer.pieces.size(), 4);
    QVERIFY(answer.end.error);
    QCOMPARE(answer.end.error->kind, ErrorKind::Server);
    QVERIFY(answer.end.finishReason.isEmpty());
    QVERIFY(answerTo(u"think"_s, {.failAt = 0}).reasoning.isEmpty());
}

void TestDemoModel::countsWhatItSaidAsUsage()
{
    const Answer answer = answerTo(u"hello there"_s, {.deltas = 12});
    QCOMPARE(answer.usage.completionTokens, 12);
    QCOMPARE(answer.usage.promptTokens, 2);
}

void TestDemoModel::refusesValuesThatDoNotParse_data()
{
    QTest::addColumn<QByteArray>("query");
    for (const char* query : {"demo_rate=abc", "demo_rate=-1", "demo_rate=nan", "demo_rate=inf", "demo_rate=", "demo_rate=1e-9",
             "demo_jitter=1.1", "demo_jitter=-0.1", "demo_deltas=1.5", "demo_deltas=-1", "demo_deltas=99999999999999999999",
             "demo_stall_ms=x", "demo_stall_at=-2", "demo_fail_at=no", "demo_seed=1.0"})
        QTest::newRow(query) << QByteArray(query);
}

void TestDemoModel::refusesValuesThatDoNotParse()
{
    QFETCH(QByteArray, query);
    const auto options = parseDemoOptions(QueryParameters(query));
    QVERIFY(!options);
    QVERIFY(options.error().contains(u"demo_"_s));
}

void TestDemoModel::readsAllItsParameters()
{
    const auto options = parseDemoOptions(QueryParameters(
        "demo_rate=2.5&demo_jitter=0.25&demo_deltas=9&demo_stall_ms=100&demo_stall_at=4&demo_fail_at=8&demo_seed=-3"));
    QVERIFY(options);
    QCOMPARE(options->rate, 2.5);
    QCOMPARE(options->jitter, 0.25);
    QCOMPARE(options->deltas, 9);
    QCOMPARE(options->stall, Millis(100));
    QCOMPARE(options->stallAt, 4);
    QCOMPARE(options->failAt, 8);
    QCOMPARE(options->seed, quint64(qint64(-3)));

    const auto defaults = parseDemoOptions({});
    QVERIFY(defaults);
    QCOMPARE(defaults->rate, 60.0);
    QVERIFY(!defaults->deltas && !defaults->failAt);
}

QTEST_GUILESS_MAIN(TestDemoModel)
#include "tst_demomodel.moc"

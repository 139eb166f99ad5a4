// What is made of an outcome: no network, no engine.
#include "core/chat/provider.h"
#include "core/faults/faultscript.h"
#include "core/lab/resiliencejudge.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace sluice;

namespace {

const QStringList Words {u"One "_s, u"two "_s, u"three "_s, u"four "_s, u"five "_s, u"six."_s};
const QString Text = Words.join(QString());

QByteArray eventOf(const QString& text)
{
    return "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"" + text.toUtf8() + "\"},\"finish_reason\":null}]}\n\n";
}

const QByteArray Finish = "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n";

/// An exchange that brought the first \a words of the answer, and its end when they are all.
TappedExchange exchange(qsizetype words = Words.size(), const QByteArray& method = "POST")
{
    TappedExchange made {.method = method, .url = QUrl(u"http://h/v1"_s), .at = TimePoint()};
    made.head = HttpResponseHead {200, {{"Content-Type", "text/event-stream"}}};
    for (const QString& word : Words.first(words))
        made.body += eventOf(word);
    if (words == Words.size())
        made.body += Finish;
    made.endedAt = TimePoint();
    return made;
}

AnswerOutcome whole()
{
    AnswerOutcome outcome {.text = Text, .end = {.finishReason = u"stop"_s, .error = {}}};
    outcome.exchanges = {exchange()};
    return outcome;
}

/// Broken off behind two words, and ended there.
AnswerOutcome broken()
{
    AnswerOutcome outcome {.text = Words.first(2).join(QString()),
        .end = {.finishReason = {}, .error = Error {.kind = ErrorKind::Network, .message = u"It broke."_s}}};
    outcome.exchanges = {exchange(2)};
    return outcome;
}

/// The same, and gone on with.
AnswerOutcome resumed(ResumeMeans means)
{
    AnswerOutcome outcome = whole();
    outcome.exchanges = {exchange(2), exchange(Words.size(), isPaidAgain(means) ? "POST" : "GET")};
    outcome.seams = {Seam {.means = means, .textAt = 8}};
    return outcome;
}

ReferenceAnswer reference(bool isReplayable = false, bool isRepeatable = true)
{
    ReferenceAnswer made = referenceOf(whole());
    made.isRepeatable = isRepeatable;
    made.isReplayable = isReplayable;
    return made;
}

const ResilienceCheck& checkNamed(const QString& id)
{
    for (const ResilienceCheck& check : resilienceChecks()) {
        if (check.id == id)
            return check;
    }
    qFatal("no such check");
}

ResilienceResult judged(const QString& id, const AnswerOutcome& outcome, const ReferenceAnswer& known = reference(),
    bool mayPayAgain = false, int paid = 1)
{
    return judge(
        checkNamed(id), known, {.outcome = outcome, .paidRequests = paid, .mayPayAgain = mayPayAgain}, *providerNamed(u"openai"));
}

}

class TestResilienceJudge : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyScriptCanBeReadAndHitsTheMiddle();
    void aShortAnswerCannotBeBrokenOff();
    void anUndisturbedAnswerIsHeldAgainstTheBytesThatCame();
    void aWholeAnswerPassesWhatIsToBeRiddenOut();
    void aReconnectFailsWhereNothingWasBroken();
    void aCutThatWasTakenForTheEndFails();
    void textThatWasLostFails();
    void textThatIsSaidTwiceFails();
    void aReplayPasses();
    void payingAgainFailsWhereTheServerReplays();
    void payingAgainPassesWhereItDoesNot();
    void whatBrokeOffPassesOnlyWhereNothingElseMayBeDone();
    void anAnswerThatWasOverIsNotApplicable();
    void anAnswerOfAnotherKindEachTimeIsNotCompared();
    void aWaitThatIsCutShortFails();
    void aRefusalForGoodIsAskedOnce();
    void damageMayCostOneCharacter();
    void anEventTwiceIsShownAsItCame();
    void whatNeverEndsFails();
};

void TestResilienceJudge::everyScriptCanBeReadAndHitsTheMiddle()
{
    AnswerOutcome outcome = whole();
    outcome.exchanges.front().body.replace("three",
        "thr\xC3\xA9"
        "e");
    outcome.text.replace(u"three"_s, u"thrée"_s);
    const ReferenceAnswer known = referenceOf(outcome);
    QCOMPARE(known.eventEnds.size(), std::size_t(Words.size() + 2));
    for (const ResilienceCheck& check : resilienceChecks()) {
        const auto script = check.script(known);
        QVERIFY2(script.has_value(), check.id.data());
        const auto parsed = FaultScript::parse(*script);
        QVERIFY2(parsed.has_value(), qPrintable(*script));
        QVERIFY(!resilienceTitle(check).isEmpty());
    }
    const QString inCharacter = *checkNamed(u"cut-in-character"_s).script(known);
    const qsizetype at = outcome.exchanges.front().body.indexOf("\xC3\xA9") + 1;
    QVERIFY2(inCharacter.contains(u"cut:%1 "_s.arg(at)), qPrintable(inCharacter));
}

void TestResilienceJudge::aShortAnswerCannotBeBrokenOff()
{
    AnswerOutcome outcome = whole();
    outcome.exchanges.front().body = eventOf(u"One"_s) + Finish;
    const ReferenceAnswer known = referenceOf(outcome);
    QVERIFY(!checkNamed(u"cut-in-event"_s).script(known).has_value());
    QVERIFY(checkNamed(u"status-500"_s).script(known).has_value());
}

void TestResilienceJudge::anUndisturbedAnswerIsHeldAgainstTheBytesThatCame()
{
    QCOMPARE(judged(u"undisturbed"_s, whole()).verdict, CheckVerdict::Pass);
    AnswerOutcome lost = whole();
    lost.text.remove(u"three "_s);
    QCOMPARE(judged(u"undisturbed"_s, lost).verdict, CheckVerdict::Fail);
    QCOMPARE(judged(u"undisturbed"_s, broken()).verdict, CheckVerdict::Fail);
}

void TestResilienceJudge::aWholeAnswerPassesWhatIsToBeRiddenOut()
{
    const ResilienceResult result = judged(u"drip"_s, whole());
    QCOMPARE(result.verdict, CheckVerdict::Pass);
    QCOMPARE(result.text, TextMatch::Identical);
    QVERIFY(!result.why.isEmpty());
}

void TestResilienceJudge::aReconnectFailsWhereNothingWasBroken()
{
    AnswerOutcome outcome = resumed(ResumeMeans::LastEventId);
    outcome.figures.reconnects = 1;
    QCOMPARE(judged(u"stall"_s, outcome).verdict, CheckVerdict::Fail);
}

void TestResilienceJudge::aCutThatWasTakenForTheEndFails()
{
    AnswerOutcome outcome = broken();
    outcome.end = {.finishReason = u"stop"_s, .error = {}};
    for (const bool isRepeatable : {true, false})
        QCOMPARE(judged(u"ends-early"_s, outcome, reference(false, isRepeatable)).verdict, CheckVerdict::Fail);
}

void TestResilienceJudge::textThatWasLostFails()
{
    AnswerOutcome shortened = broken();
    shortened.text = u"One "_s;
    QCOMPARE(judged(u"reset"_s, shortened).verdict, CheckVerdict::Fail);
    AnswerOutcome skipped = resumed(ResumeMeans::LastEventId);
    skipped.text.remove(u"four "_s);
    const ResilienceResult result = judged(u"reset"_s, skipped, reference(true));
    QCOMPARE(result.verdict, CheckVerdict::Fail);
    QCOMPARE(result.text, TextMatch::Differs);
    QVERIFY(result.why.contains(u"character 16"_s)); // "five" begins as "four" does
}

void TestResilienceJudge::textThatIsSaidTwiceFails()
{
    AnswerOutcome outcome = resumed(ResumeMeans::Prefill);
    outcome.exchanges[0] = exchange(5);
    outcome.text = Words.first(5).join(QString()) + Words.first(5).join(QString()) + Words.last();
    QCOMPARE(judged(u"reset"_s, outcome, reference(false, false), true, 2).verdict, CheckVerdict::Fail);
}

void TestResilienceJudge::aReplayPasses()
{
    const ResilienceResult result = judged(u"cut-in-event"_s, resumed(ResumeMeans::StreamOffset), reference(true));
    QCOMPARE(result.verdict, CheckVerdict::Pass);
    QCOMPARE(result.resumedBy, QList {ResumeMeans::StreamOffset});
}

void TestResilienceJudge::payingAgainFailsWhereTheServerReplays()
{
    QCOMPARE(judged(u"reset"_s, resumed(ResumeMeans::Restart), reference(true), true, 2).verdict, CheckVerdict::Fail);
}

void TestResilienceJudge::payingAgainPassesWhereItDoesNot()
{
    QCOMPARE(judged(u"reset"_s, resumed(ResumeMeans::Prefill), reference(false), true, 2).verdict, CheckVerdict::Pass);
}

void TestResilienceJudge::whatBrokeOffPassesOnlyWhereNothingElseMayBeDone()
{
    const ResilienceResult kept = judged(u"reset"_s, broken());
    QCOMPARE(kept.verdict, CheckVerdict::Pass);
    QCOMPARE(kept.text, TextMatch::PrefixKept);
    QCOMPARE(judged(u"reset"_s, broken(), reference(true)).verdict, CheckVerdict::Fail);
    QCOMPARE(judged(u"reset"_s, broken(), reference(false), true).verdict, CheckVerdict::Fail);
}

void TestResilienceJudge::anAnswerThatWasOverIsNotApplicable()
{
    QCOMPARE(judged(u"reset"_s, whole()).verdict, CheckVerdict::NotApplicable);
}

void TestResilienceJudge::anAnswerOfAnotherKindEachTimeIsNotCompared()
{
    AnswerOutcome outcome = whole();
    outcome.text = u"Something else."_s;
    QCOMPARE(judged(u"drip"_s, outcome, reference(false, false)).verdict, CheckVerdict::Pass);
    QCOMPARE(judged(u"drip"_s, outcome, reference(false, false)).text, TextMatch::NotCompared);
    QCOMPARE(judged(u"drip"_s, outcome).verdict, CheckVerdict::Fail);
}

void TestResilienceJudge::aWaitThatIsCutShortFails()
{
    AnswerOutcome outcome = whole();
    TappedExchange refused = exchange(0);
    refused.head = HttpResponseHead {503, {{"Retry-After", "1"}}};
    outcome.exchanges.insert(outcome.exchanges.begin(), refused);
    outcome.exchanges[1].at = TimePoint() + Millis(400);
    QCOMPARE(judged(u"status-503"_s, outcome).verdict, CheckVerdict::Fail);
    outcome.exchanges[1].at = TimePoint() + Millis(1005);
    QCOMPARE(judged(u"status-503"_s, outcome).verdict, CheckVerdict::Pass);
}

void TestResilienceJudge::aRefusalForGoodIsAskedOnce()
{
    AnswerOutcome outcome;
    outcome.end.error = Error {.kind = ErrorKind::Auth, .message = u"No."_s, .httpStatus = 401};
    outcome.exchanges = {exchange(0)};
    QCOMPARE(judged(u"status-401"_s, outcome).verdict, CheckVerdict::Pass);
    outcome.exchanges.push_back(exchange(0));
    QCOMPARE(judged(u"status-401"_s, outcome).verdict, CheckVerdict::Fail);
}

void TestResilienceJudge::damageMayCostOneCharacter()
{
    AnswerOutcome outcome = whole();
    outcome.text[10] = QChar::ReplacementCharacter;
    QCOMPARE(judged(u"damaged"_s, outcome).verdict, CheckVerdict::Pass);
    outcome.text.remove(12, 1);
    QCOMPARE(judged(u"damaged"_s, outcome).verdict, CheckVerdict::Fail);
}

void TestResilienceJudge::anEventTwiceIsShownAsItCame()
{
    AnswerOutcome outcome = whole();
    QCOMPARE(judged(u"event-twice"_s, outcome).verdict, CheckVerdict::Pass);
    outcome.text.replace(u"three "_s, u"three three "_s);
    QCOMPARE(judged(u"event-twice"_s, outcome).verdict, CheckVerdict::NotApplicable);
    outcome.text = u"One "_s;
    QCOMPARE(judged(u"event-twice"_s, outcome).verdict, CheckVerdict::Fail);
}

void TestResilienceJudge::whatNeverEndsFails()
{
    AnswerOutcome outcome = broken();
    outcome.ranOut = true;
    outcome.took = Millis(30'000);
    QVERIFY(judged(u"silent"_s, outcome).why.contains(u"30"_s));
    QCOMPARE(judged(u"silent"_s, outcome).verdict, CheckVerdict::Fail);
}

QTEST_GUILESS_MAIN(TestResilienceJudge)
#include "tst_resiliencejudge.moc"

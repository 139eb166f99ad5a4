#include "core/engine/resumeplan.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace sluice;
using Body = ResumeStep::Body;

namespace {

const HttpResponseHead Head {.status = 200, .headers = {{"X-Stream-Id", "s1"}}};
const Error Cut {.kind = ErrorKind::Network, .message = {}};

Error refusal(int status)
{
    return {.kind = errorKindForStatus(status), .message = {}, .httpStatus = status};
}

/// An answer that broke, and the plan for it.
struct Planned
{
    StreamRequest request;
    BrokenAnswer broken;

    explicit Planned(const QString& provider)
    {
        request.endpoint = {
            .id = {}, .name = {}, .provider = provider, .baseUrl = QUrl(u"http://127.0.0.1:8080/v1"_s), .model = {}};
        request.chat.model = u"m"_s;
        Message question;
        question.text = u"Tell"_s;
        request.chat.messages = {question};
        broken.trace.head = Head;
        broken.hasContent = true;
        broken.shown.text = u"Once "_s;
    }

    ResumePlan plan() const
    {
        return {*providerNamed(request.endpoint.provider), request, [] { return QByteArray("name"); }};
    }
    std::optional<ResumeStep> next() const { return plan().next(broken); }
    std::optional<ResumeMeans> means() const
    {
        const std::optional<ResumeStep> step = next();
        return step ? step->means : std::nullopt;
    }
};

Planned onLlama()
{
    Planned llama(u"openai"_s);
    llama.broken.abilities.streamOffset = Ability::Yes;
    llama.broken.trace.replayName = "a b";
    llama.broken.trace.bodyBytes = 1234;
    return llama;
}

Planned onResponses()
{
    Planned responses(u"responses"_s);
    responses.broken.trace.replayName = "name";
    responses.broken.trace.responseId = u"resp_1"_s;
    responses.broken.trace.sequence = 17;
    return responses;
}

Planned onGateway()
{
    Planned gateway(u"sluice"_s);
    gateway.broken.trace.lastEventId = "7";
    return gateway;
}

QString lastTurn(const ResumeStep& step)
{
    return QJsonDocument::fromJson(step.request.body)
        .object()[u"messages"_s]
        .toArray()
        .last()
        .toObject()[u"content"_s]
        .toString();
}

}

class TestResumePlan : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // Replay.

    void theGatewayReplaysAfterTheLastEvent()
    {
        const std::optional<ResumeStep> step = onGateway().next();

        QVERIFY(step);
        QCOMPARE(step->means, ResumeMeans::LastEventId);
        QVERIFY(step->body == Body::Events);
        QCOMPARE(step->request.url, QUrl(u"http://127.0.0.1:8080/v1/streams/s1"_s));
        QCOMPARE(headerValue(step->request.headers, "Last-Event-ID"), "7"_ba);
    }

    void aPlaceThatIsNotKnownIsNoPlaceToGoOnFrom()
    {
        Planned gateway = onGateway();
        gateway.broken.trace.lastEventId.clear();

        QVERIFY(!gateway.next());
        gateway.broken.hasContent = false; // from the beginning, then
        QCOMPARE(gateway.means(), ResumeMeans::LastEventId);
    }

    void llamaCppReplaysFromTheByte()
    {
        const std::optional<ResumeStep> step = onLlama().next();

        QVERIFY(step);
        QCOMPARE(step->means, ResumeMeans::StreamOffset);
        QVERIFY(step->body == Body::Bytes);
        QCOMPARE(step->request.method, "GET"_ba);
        QCOMPARE(step->request.url.toEncoded(), "http://127.0.0.1:8080/v1/stream?conv_id=a%20b&from=1234"_ba);
    }

    void theStreamOfLlamaCppStandsBesideTheVersion_data()
    {
        QTest::addColumn<QString>("base");
        QTest::addColumn<QByteArray>("expected");
        QTest::newRow("v1") << u"http://h:1/v1"_s << "http://h:1/v1/stream"_ba;
        QTest::newRow("v1/") << u"http://h:1/v1/"_s << "http://h:1/v1/stream"_ba;
        QTest::newRow("no version") << u"http://h:1"_s << "http://h:1/v1/stream"_ba;
        QTest::newRow("in a folder") << u"http://h:1/llama/v1"_s << "http://h:1/llama/v1/stream"_ba;
        QTest::newRow("another version") << u"http://h:1/v2"_s << "http://h:1/v1/stream"_ba;
        QTest::newRow("no version, but a v") << u"http://h:1/vast"_s << "http://h:1/vast/v1/stream"_ba;
    }

    void theStreamOfLlamaCppStandsBesideTheVersion()
    {
        QFETCH(const QString, base);
        QFETCH(const QByteArray, expected);
        Planned llama = onLlama();
        llama.request.endpoint.baseUrl = QUrl(base);

        QCOMPARE(llama.next()->request.url.adjusted(QUrl::RemoveQuery).toEncoded(), expected);
    }

    void responsesReplayAfterTheirSequenceNumber()
    {
        const std::optional<ResumeStep> step = onResponses().next();

        QVERIFY(step);
        QCOMPARE(step->means, ResumeMeans::ResponseSequence);
        QVERIFY(step->body == Body::Events);
        QCOMPARE(step->request.url.toEncoded(), "http://127.0.0.1:8080/v1/responses/resp_1?stream=true&starting_after=17"_ba);
    }

    void aResponseThatCannotBeStreamedAnyMoreIsPolled()
    {
        Planned refused = onResponses();
        refused.broken.pollsOnly = true;
        Planned unnumbered = onResponses();
        unnumbered.broken.trace.sequence.reset();

        for (const Planned& responses : {refused, unnumbered}) {
            const std::optional<ResumeStep> step = responses.next();
            QVERIFY(step);
            QVERIFY(step->body == Body::Poll);
            QCOMPARE(step->request.url.toEncoded(), "http://127.0.0.1:8080/v1/responses/resp_1"_ba);
        }
        refused.broken.refused = {ResumeMeans::ResponseSequence};
        QVERIFY(!refused.next());
    }

    void aResponseThatIsNotKeptIsNotAskedFor()
    {
        Planned responses = onResponses();
        responses.broken.trace.replayName.clear();
        QVERIFY(!responses.next());
    }

    void aReplayIsGoodAfterAToolCallAndWithoutTheText()
    {
        Planned llama = onLlama();
        llama.broken.hasToolCall = true;
        llama.broken.shown = {};
        QCOMPARE(llama.means(), ResumeMeans::StreamOffset);
    }

    void whatFailedOnTheServerIsNotReplayed()
    {
        Planned llama = onLlama();
        llama.broken.failedThere = true;
        QVERIFY(!llama.next());
        llama.request.resume.mayPayAgain = true;
        QCOMPARE(llama.means(), ResumeMeans::Prefill);
    }

    void withoutAHeadThereIsNothingToReplay()
    {
        Planned llama = onLlama();
        llama.broken.trace.head.reset();
        QVERIFY(!llama.next());
    }

    // New requests.

    void nothingIsPaidAgainUnasked()
    {
        QVERIFY(!Planned(u"openai"_s).next());
        QVERIFY(!Planned(u"anthropic"_s).next());
    }

    void nothingIsPaidAgainAfterAToolCall()
    {
        Planned openai(u"openai"_s);
        openai.request.resume.mayPayAgain = true;
        openai.broken.hasToolCall = true;
        QVERIFY(!openai.next());
    }

    void theMeansFollowEachOtherAsTheyAreRefused()
    {
        Planned llama = onLlama();
        llama.request.resume.mayPayAgain = true;
        QList<ResumeMeans> tried;
        while (const std::optional<ResumeMeans> means = llama.means()) {
            tried.append(*means);
            llama.broken.refused.insert(*means);
        }
        QCOMPARE(tried, QList({ResumeMeans::StreamOffset, ResumeMeans::Prefill, ResumeMeans::QuotedTurn, ResumeMeans::Restart}));
    }

    void prefillGivesThePartialAnswerWithoutTheSpaceAtItsEnd()
    {
        Planned openai(u"openai"_s);
        openai.request.resume.mayPayAgain = true;

        const std::optional<ResumeStep> step = openai.next();

        QVERIFY(step && step->isNew());
        const QJsonObject body = QJsonDocument::fromJson(step->request.body).object();
        QCOMPARE(lastTurn(*step), u"Once"_s);
        QCOMPARE(body[u"continue_final_message"_s].toBool(), true);
        QCOMPARE(body[u"add_generation_prompt"_s].toBool(true), false);
        QCOMPARE(body[u"messages"_s].toArray().size(), 2);
    }

    void prefillOnAnthropicHasNoFlags()
    {
        Planned anthropic(u"anthropic"_s);
        anthropic.request.resume.mayPayAgain = true;

        const std::optional<ResumeStep> step = anthropic.next();

        QCOMPARE(step->means, ResumeMeans::Prefill);
        QCOMPARE(lastTurn(*step), u"Once"_s);
        QVERIFY(!step->request.body.contains("continue_final_message"));
    }

    void aRememberedRefusalIsOfItsModel()
    {
        Planned openai(u"openai"_s);
        openai.request.resume.mayPayAgain = true;
        openai.broken.abilities.setPrefill(u"m"_s, PrefillAbility::Refuses);
        QCOMPARE(openai.means(), ResumeMeans::QuotedTurn);
        QVERIFY(lastTurn(*openai.next()).startsWith("Tell\n\n"_L1));
        QVERIFY(lastTurn(*openai.next()).contains("\nOnce\n"_L1));

        openai.request.chat.model = u"other"_s;
        QCOMPARE(openai.means(), ResumeMeans::Prefill);
    }

    void whatTakesNoPrefillIsNotGivenOne()
    {
        Planned responses(u"responses"_s);
        responses.request.resume.mayPayAgain = true;
        QCOMPARE(responses.means(), ResumeMeans::QuotedTurn);
        Planned gateway(u"sluice"_s);
        gateway.request.resume.mayPayAgain = true;
        QCOMPARE(gateway.means(), ResumeMeans::Restart);
    }

    void thoughtsAloneAreRestarted()
    {
        Planned openai(u"openai"_s);
        openai.request.resume.mayPayAgain = true;
        openai.broken.shown = {.text = u" \n"_s, .reasoning = u"Hm"_s};
        QCOMPARE(openai.means(), ResumeMeans::Restart);
    }

    void aNewRequestThatBroughtNothingIsMadeAgain()
    {
        Planned openai(u"openai"_s);
        openai.broken.isUnanswered = true;
        QCOMPARE(openai.means(), ResumeMeans::Prefill);
    }

    // The beginning.

    void theFirstRequestIsPlainAndIsMadeAgainWhileNothingCame()
    {
        Planned openai(u"openai"_s);
        openai.broken = {};

        for (const ResumeStep& step : {openai.plan().begin({}), *openai.next()}) {
            QVERIFY(!step.means);
            QVERIFY(step.isNew());
            QCOMPARE(lastTurn(step), u"Tell"_s);
        }
    }

    void aPartialAnswerBeginsWithTheUsersConsent()
    {
        Planned openai(u"openai"_s);
        openai.broken.trace = {};
        QCOMPARE(openai.plan().begin(openai.broken).means, ResumeMeans::Prefill);
    }

    void aTicketIsTriedFirstAndFromTheStart()
    {
        for (Planned planned : {onLlama(), onResponses(), onGateway()}) {
            const std::optional<ReplayTicket> ticket = planned.plan().ticket(planned.broken.trace, planned.broken.abilities);
            QVERIFY(ticket);
            QVERIFY(isFor(*ticket, planned.request.endpoint));
            planned.broken.trace = traceOf(*ticket);
            planned.broken.isOfTicket = true;

            const ResumeStep step = planned.plan().begin(planned.broken);

            QCOMPARE(step.means, ticket->means);
            QCOMPARE(step.body, ResumeStep::Body::Whole);
            QVERIFY(!step.isNew());
            QCOMPARE(step.request.method, "GET"_ba);
            const QByteArray target = step.request.url.toEncoded();
            QVERIFY2(!target.contains("starting_after") && !target.contains("from=1"), target.constData());
            QVERIFY(headerValue(step.request.headers, "Last-Event-ID").isEmpty());

            planned.broken.refused = {ticket->means};
            planned.broken.isUnanswered = true; // the user wants it
            const std::optional<ResumeStep> next = planned.next();
            QVERIFY(next && next->isNew());
        }
    }

    void aTicketGoesOnFromWhereItHasCome()
    {
        Planned llama = onLlama();
        llama.broken.isOfTicket = true;

        QCOMPARE(llama.next()->body, ResumeStep::Body::Bytes);
        QVERIFY(llama.next()->request.url.toEncoded().contains("from=1234"));
        Planned responses = onResponses();
        responses.broken.isOfTicket = true;
        QCOMPARE(responses.next()->body, ResumeStep::Body::Events);
        responses.broken.trace.sequence.reset();
        QCOMPARE(responses.next()->body, ResumeStep::Body::Whole);
        responses.broken.pollsOnly = true; // it could not be streamed
        QCOMPARE(responses.next()->body, ResumeStep::Body::Poll);
    }

    void withoutANameThereIsNoTicket()
    {
        Planned llama = onLlama();
        llama.broken.trace.replayName.clear();
        QVERIFY(!llama.plan().ticket(llama.broken.trace, llama.broken.abilities));
        QVERIFY(!onLlama().plan().ticket(onLlama().broken.trace, {})); // any other server
        Planned responses = onResponses();
        responses.broken.trace.responseId.clear();
        QVERIFY(!responses.plan().ticket(responses.broken.trace, {}));
        QVERIFY(!Planned(u"anthropic"_s).plan().ticket(onGateway().broken.trace, {}));
    }

    void aTicketIsForItsEndpointOnly()
    {
        const Planned llama = onLlama();
        const std::optional<ReplayTicket> ticket = llama.plan().ticket(llama.broken.trace, llama.broken.abilities);
        Endpoint other = llama.request.endpoint;
        other.name = u"Another name"_s;
        QVERIFY(isFor(*ticket, other));
        other.baseUrl.setUserName(u"me"_s); // no part of the digest: a ticket is stored
        QVERIFY(isFor(*ticket, other));
        other.baseUrl.setPort(8081);
        QVERIFY(!isFor(*ticket, other));
        other = llama.request.endpoint;
        other.provider = u"responses"_s;
        QVERIFY(!isFor(*ticket, other));
    }

    void anAnswerIsKeptWhereThatIsPossible()
    {
        Planned openai(u"openai"_s);
        const auto conversation = [&](Ability ability) {
            BrokenAnswer nothing;
            nothing.abilities.streamOffset = ability;
            const ResumeStep step = openai.plan().begin(nothing);
            return headerValue(step.request.headers, "X-Conversation-Id") + '/'
                + headerValue(step.request.headers, "Accept-Encoding");
        };
        QCOMPARE(conversation(Ability::Unknown), "name/"_ba);
        QCOMPARE(conversation(Ability::Yes), "name/identity"_ba);
        QCOMPARE(conversation(Ability::No), "/"_ba);
        openai.request.resume.mayBeKept = false;
        QCOMPARE(conversation(Ability::Yes), "/"_ba);
    }

    void aResponseIsKeptUnlessThatWasRefused()
    {
        Planned responses(u"responses"_s);
        BrokenAnswer nothing;
        QVERIFY(responses.plan().begin(nothing).request.body.contains(R"("background":true)"));
        nothing.keptRefused = true;
        const ResumeStep plain = responses.plan().begin(nothing);
        QVERIFY(!plain.request.body.contains("background"));
        QVERIFY(plain.request.body.contains(R"("store":false)"));
        QVERIFY(plain.replayName.isEmpty());
    }

    // Refusals.

    void refusalsAreToldFromErrorsThatPass_data()
    {
        QTest::addColumn<int>("means");
        QTest::addColumn<int>("status");
        QTest::addColumn<bool>("refused");
        const auto row = [](const char* name, ResumeMeans means, int status, bool refused) {
            QTest::newRow(name) << static_cast<int>(means) << status << refused;
        };
        row("replay lost", ResumeMeans::StreamOffset, 400, true);
        row("replay unknown", ResumeMeans::LastEventId, 404, true);
        row("replay gone", ResumeMeans::LastEventId, 410, true);
        row("replay busy", ResumeMeans::LastEventId, 503, false);
        row("prefill refused", ResumeMeans::Prefill, 400, true);
        row("prefill unprocessable", ResumeMeans::Prefill, 422, true);
        row("wrong key", ResumeMeans::Prefill, 401, false);
        row("quote refused", ResumeMeans::QuotedTurn, 400, true);
        row("restart refused", ResumeMeans::Restart, 400, false);
    }

    void refusalsAreToldFromErrorsThatPass()
    {
        QFETCH(const int, means);
        QFETCH(const int, status);
        QFETCH(const bool, refused);
        ResumeStep step;
        step.means = static_cast<ResumeMeans>(means);
        step.body = isPaidAgain(*step.means) ? Body::Anew : Body::Events;

        QCOMPARE(ResumePlan::isRefusal(step, refusal(status)), refused);
        QVERIFY(!ResumePlan::isRefusal(step, Cut));
    }

    void onlyRequestsForKeptAnswersAreRefusedAsSuch()
    {
        ResumeStep step;
        step.replayName = "name";
        QVERIFY(ResumePlan::mayBeForKeeping(*providerNamed(u"responses"), step, refusal(400)));
        QVERIFY(!ResumePlan::mayBeForKeeping(*providerNamed(u"responses"), step, refusal(401)));
        QVERIFY(!ResumePlan::mayBeForKeeping(*providerNamed(u"openai"), step, refusal(400)));
        step.replayName.clear();
        QVERIFY(!ResumePlan::mayBeForKeeping(*providerNamed(u"responses"), step, refusal(400)));
    }
};

QTEST_GUILESS_MAIN(TestResumePlan)
#include "tst_resumeplan.moc"

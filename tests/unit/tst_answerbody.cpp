#include "core/chat/provider.h"
#include "core/engine/answerbody.h"
#include "tests/support/gzip.h"
#include "tests/support/scriptedserver.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace sluice;
using namespace sluice::test;
using BodyStep = AnswerBody::Step;

namespace {

const QByteArray Body = openAiText("one") + openAiText("two") + openAiFinish() + OpenAiDone + openAiText("never");

std::unique_ptr<DeltaDecoder> decoder()
{
    return providerNamed(u"openai")->newDecoder();
}

QString textOf(const Deltas& deltas)
{
    QString text;
    for (const Delta& delta : deltas) {
        if (const auto* piece = std::get_if<TextDelta>(&delta))
            text += piece->text;
    }
    return text;
}

}

/// Bytes of a body in, deltas of one event at a time out.
class TestAnswerBody : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void stopsBehindEveryEvent()
    {
        AnswerBody body;
        body.begin(decoder(), {});
        Deltas deltas;
        QCOMPARE(body.next(deltas).value(), BodyStep::NeedsInput);

        body.feed(Body);
        QCOMPARE(body.next(deltas).value(), BodyStep::Event);
        QCOMPARE(textOf(deltas), u"one"_s);
        QVERIFY(body.event().data.contains("one"));
        QCOMPARE(body.next(deltas).value(), BodyStep::Event);
        QCOMPARE(textOf(deltas), u"onetwo"_s);
        QCOMPARE(body.next(deltas).value(), BodyStep::Event);
        QVERIFY(body.isFinished());
        QCOMPARE(body.next(deltas).value(), BodyStep::Done);
        QCOMPARE(body.finishReason(), u"stop"_s);
        QCOMPARE(body.events(), 4);
        QCOMPARE(textOf(deltas), u"onetwo"_s);
    }

    void givesTheSameAtEverySplit_data()
    {
        QTest::addColumn<bool>("gzipped");
        QTest::newRow("plain") << false;
        QTest::newRow("gzip") << true;
    }
    void givesTheSameAtEverySplit()
    {
        QFETCH(bool, gzipped);
        const QByteArray wire = gzipped ? gzip(Body) : Body;
        for (qsizetype at = 0; at <= wire.size(); ++at) {
            AnswerBody body;
            body.begin(decoder(), {.gzip = gzipped});
            Deltas deltas;
            BodyStep step = BodyStep::NeedsInput;
            for (const QByteArray& part : {wire.first(at), wire.sliced(at)}) {
                if (step == BodyStep::Done)
                    break;
                body.feed(part);
                do
                    step = body.next(deltas).value();
                while (step == BodyStep::Event);
            }
            QCOMPARE(step, BodyStep::Done);
            QCOMPARE(textOf(deltas), u"onetwo"_s);
        }
    }

    void aBodyThatJustStopsIsNoAnswer()
    {
        AnswerBody body;
        body.begin(decoder(), {});
        Deltas deltas;
        const QByteArray cut = openAiText("one");
        body.feed(cut);
        while (body.next(deltas).value() != BodyStep::NeedsInput) { }
        QCOMPARE(body.end(deltas).error().kind, ErrorKind::Network);
        QCOMPARE(textOf(deltas), u"one"_s);
    }

    void whatCameBeforeAnErrorIsThere()
    {
        AnswerBody body;
        body.begin(decoder(), {});
        Deltas deltas;
        const QByteArray broken = openAiText("one") + "data: {\"error\":{\"message\":\"Out of memory\"}}\n\n";
        body.feed(broken);
        QCOMPARE(body.next(deltas).value(), BodyStep::Event);
        const Result<BodyStep> failed = body.next(deltas);
        QVERIFY(!failed);
        QVERIFY(failed.error().message.contains(u"Out of memory"_s));
        QVERIFY(body.answerFailed());
        QCOMPARE(textOf(deltas), u"one"_s);
    }

    void takesPlainJsonForAnAnswer()
    {
        AnswerBody body;
        body.begin(decoder(), {.declaredEventStream = false});
        Deltas deltas;
        const QByteArray json = R"({"choices":[{"message":{"content":"whole"},"finish_reason":"stop"}]})";
        body.feed(json);
        QCOMPARE(body.next(deltas).value(), BodyStep::NeedsInput);
        QVERIFY(body.isJson());
        QVERIFY(body.end(deltas));
        QCOMPARE(textOf(deltas), u"whole"_s);
        QCOMPARE(body.json(), QByteArrayView(json));
    }
};

QTEST_GUILESS_MAIN(TestAnswerBody)
#include "tst_answerbody.moc"

#include "tests/support/transcripttest.h"

#include "tests/support/transcripts.h"

#include <QJsonDocument>
#include <QTest>

Q_DECLARE_METATYPE(sluice::test::Transcript)

namespace sluice::test {

using namespace Qt::StringLiterals;

namespace {

Outcome playWhole(const Provider& provider, const Transcript& transcript)
{
    return transcript.isPlainJson ? playJson(provider, transcript.bytes) : play(provider, {transcript.bytes});
}

QString textOf(const Delta& delta)
{
    if (const auto* text = std::get_if<TextDelta>(&delta))
        return text->text;
    if (const auto* reasoning = std::get_if<ReasoningDelta>(&delta))
        return reasoning->text;
    const auto* call = std::get_if<ToolCallDelta>(&delta);
    return call == nullptr ? u"-"_s : call->id + call->name + call->arguments;
}

}

TranscriptTest::TranscriptTest(const QString& name)
    : m_provider(providerNamed(name))
    , m_name(name)
{
    Q_ASSERT(m_provider != nullptr);
}

void TranscriptTest::addRows() const
{
    QTest::addColumn<Transcript>("transcript");
    for (const Transcript& transcript : transcriptsOf(m_name))
        QTest::newRow(qPrintable(transcript.name)) << transcript;
}

void TranscriptTest::everyTranscriptComesOutAsExpected_data()
{
    addRows();
}

void TranscriptTest::everyTranscriptComesOutAsExpected()
{
    QFETCH(const Transcript, transcript);
    QVERIFY(!transcript.expected.isEmpty());

    const Outcome outcome = playWhole(*m_provider, transcript);

    const QJsonObject summary = summaryOf(outcome, transcript.expected);
    QCOMPARE(QJsonDocument(summary).toJson(), QJsonDocument(transcript.expected).toJson());
    ++m_transcripts;
}

void TranscriptTest::everySplitPointGivesTheSameDeltas_data()
{
    addRows();
}

void TranscriptTest::everySplitPointGivesTheSameDeltas()
{
    QFETCH(const Transcript, transcript);
    const Provider& provider = *m_provider;
    const Outcome whole = playWhole(provider, transcript);
    const QByteArrayView bytes = transcript.bytes;
    if (transcript.isPlainJson)
        return; // arrives in one piece by its nature

    QList<QByteArrayView> single;
    for (qsizetype i = 0; i < bytes.size(); ++i) {
        const Outcome split = play(provider, {bytes.first(i), bytes.sliced(i)});
        QVERIFY2(split == whole, qPrintable(u"split at byte %1"_s.arg(i)));
        single.append(bytes.sliced(i, 1));
        ++m_splits;
    }
    QVERIFY2(play(provider, single) == whole, "byte by byte");
}

void TranscriptTest::everyDeltaIsValidUtf16_data()
{
    addRows();
}

void TranscriptTest::everyDeltaIsValidUtf16()
{
    QFETCH(const Transcript, transcript);

    const Outcome outcome = playWhole(*m_provider, transcript);

    for (const Delta& delta : outcome.deltas) {
        QVERIFY(textOf(delta).isValidUtf16());
        QVERIFY2(!textOf(delta).isEmpty(), "an empty delta");
    }
}

void TranscriptTest::cleanupTestCase()
{
    qInfo("%lld transcripts, %lld split points", static_cast<long long>(m_transcripts), static_cast<long long>(m_splits));
    QVERIFY(m_transcripts > 0);
}

}

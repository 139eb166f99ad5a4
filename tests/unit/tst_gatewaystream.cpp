#include "core/gateway/chatformat.h"
#include "core/gateway/completionformat.h"
#include "core/gateway/demosource.h"
#include "core/gateway/eventfeed.h"
#include "core/gateway/streamregistry.h"
#include "tests/support/scriptedsource.h"

#include <boost/asio/io_context.hpp>

#include <QTest>

using namespace Qt::StringLiterals;
using namespace sluice;
using sluice::test::ScriptedSource;

namespace {

struct ScriptedReader final : StreamReader
{
    quint64 sentUpTo() const override { return sent; }
    void streamGrew() override { ++grown; }
    void cutOff() override { wasCutOff = true; }

    quint64 sent = 1;
    int grown = 0;
    bool wasCutOff = false;
};

struct NotedHead final : HeadWatcher
{
    void headCame() override { ++heads; }
    void refused(const Error& error) override { refusal = error; }

    int heads = 0;
    std::optional<Error> refusal;
};

/// Keeps what it was told with the test: the stream lets its observers go at the end.
struct NotedStream final : StreamObserver
{
    struct Notes
    {
        int deltas = 0;
        int flushed = 0;
        int held = 0;
        QList<Reading> readings;
        int ends = 0;
        bool wasRefused = false;
    };

    explicit NotedStream(Notes& into)
        : notes(into)
    { }
    void deltaCame(const Delta&, TimePoint) override { ++notes.deltas; }
    void flushed(int textDeltas, TimePoint) override { notes.flushed += textDeltas; }
    void held(int textDeltas, TimePoint) override { notes.held = textDeltas; }
    void readingChanged(Reading reading, TimePoint) override { notes.readings.append(reading); }
    void ended(const StreamEnd&, const Usage&, bool wasRefused, TimePoint) override
    {
        ++notes.ends;
        notes.wasRefused = wasRefused;
    }

    Notes& notes;
};

struct Fixture
{
    explicit Fixture(StreamLimits limits = {}, Millis grace = Millis(10000))
        : registry(loop, limits)
        , defaultGrace(grace)
    { }

    /// A stream of \a source, which the fixture keeps the other end of.
    std::shared_ptr<GatewayStream> begin(std::shared_ptr<ScriptedSource::Shared>& source)
    {
        return begin(source, {.grace = defaultGrace, .strategy = {}});
    }

    std::shared_ptr<GatewayStream> begin(std::shared_ptr<ScriptedSource::Shared>& source, StreamSetup setup)
    {
        source = std::make_shared<ScriptedSource::Shared>();
        auto stream = registry.create(std::make_unique<ChatFormat>(), std::move(setup));
        stream->start(std::make_unique<ScriptedSource>(source));
        return stream;
    }

    void read(GatewayStream& stream, ScriptedReader& reader)
    {
        reader.sent = stream.log().nextSequence();
        stream.readerAdvanced();
    }

    boost::asio::io_context loop;
    StreamRegistry registry;
    Millis defaultGrace;
};

const StreamEnd Complete {.finishReason = QStringLiteral("stop"), .error = std::nullopt};

}

class TestGatewayStream : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aStoppedReaderStopsTheSourceAndNothingIsLost();
    void withoutReadersTheSourceRunsUntilTheLogIsFull();
    void aFullLogDropsWhatWasDeliveredOnly();
    void theFastestReaderSetsThePaceAndASlowOneIsCutOff();
    void saysWhereToGoOn();
    void aStreamWithoutIdsKnowsNoId();
    void aStreamWithoutIdsKeepsOnlyWhatAReaderStillNeeds();
    void graceCancelsAStreamNobodyReads();
    void aReaderInTimeKeepsTheStream();
    void withoutGraceTheSourceEndsWithItsReader();
    void cancelReleasesWhatIsHeldAndEndsWithOneError();
    void strategiesReleaseByTimeToo();
    void allLogsTogetherAreBounded();
    void aFullRegistryStopsStreamsWithoutReaders();
    void endedStreamsAreForgottenByAge();
    void aForgottenStreamLeavesNothingBehind();
    void cancelAllEndsWhatRuns();
    void aCancelledStreamMayDieBeforeItsSourceIsReleased();
    void aRefusedStreamNeverWas();
    void anErrorBehindTheHeadIsNoRefusal();
    void queuedEventsBoundTheSource();
    void observersSeeWhatPasses();
    void idsAreLongAndDifferent();
    void theFeedFramesEachEventAsAChunk();
};

void TestGatewayStream::aStoppedReaderStopsTheSourceAndNothingIsLost()
{
    Fixture fixture;
    std::shared_ptr<ScriptedSource::Shared> source;
    const auto stream = fixture.begin(source);
    ScriptedReader reader;
    stream->attach(reader);

    const int given = source->give(100'000, 100);
    QVERIFY2(given * 100 < 300 * 1024, "the source went on although nobody read");
    QVERIFY(stream->log().bytes() < 300 * 1024);
    QCOMPARE(source->give(1, 100), 0);

    fixture.read(*stream, reader);
    QCOMPARE(source->reading, Reading::Go);
    source->give(1, 100);
    QCOMPARE(stream->log().nextSequence(), quint64(given + 2));
    stream->detach(reader);
}

void TestGatewayStream::withoutReadersTheSourceRunsUntilTheLogIsFull()
{
    Fixture fixture({.logBytes = 50'000});
    std::shared_ptr<ScriptedSource::Shared> source;
    const auto stream = fixture.begin(source);
    ScriptedReader reader;
    stream->attach(reader);
    stream->detach(reader);

    source->give(100'000, 100);
    QVERIFY(stream->log().bytes() >= 50'000 && stream->log().bytes() < 50'200);
    QCOMPARE(stream->log().firstSequence(), 1u);

    reader.sent = 1;
    stream->attach(reader);
    fixture.read(*stream, reader);
    QCOMPARE(source->reading, Reading::Go);
    stream->detach(reader);
}

void TestGatewayStream::aFullLogDropsWhatWasDeliveredOnly()
{
    Fixture fixture({.logBytes = 1000});
    std::shared_ptr<ScriptedSource::Shared> source;
    const auto stream = fixture.begin(source);
    ScriptedReader reader;
    stream->attach(reader);

    for (int i = 0; i < 500; ++i) {
        source->give(1, 20);
        QVERIFY(stream->log().firstSequence() <= reader.sent);
        fixture.read(*stream, reader);
        QVERIFY(stream->log().bytes() <= 1000);
    }
    QVERIFY(stream->log().firstSequence() > 400);
    QCOMPARE(stream->positionAfter("1"), std::unexpected(410));
    QCOMPARE(stream->positionAfter({}), std::unexpected(410));
    stream->detach(reader);
}

void TestGatewayStream::theFastestReaderSetsThePaceAndASlowOneIsCutOff()
{
    Fixture fixture({.logBytes = 2000});
    std::shared_ptr<ScriptedSource::Shared> source;
    const auto stream = fixture.begin(source);
    ScriptedReader fast;
    ScriptedReader slow;
    stream->attach(fast);
    stream->attach(slow);

    for (int i = 0; i < 100; ++i) {
        source->give(1, 50);
        fixture.read(*stream, fast);
    }
    QCOMPARE(stream->log().nextSequence(), 101u);
    QVERIFY(slow.wasCutOff);
    QVERIFY(!fast.wasCutOff);
    stream->detach(slow);
    stream->detach(fast);
}

void TestGatewayStream::saysWhereToGoOn()
{
    Fixture fixture;
    std::shared_ptr<ScriptedSource::Shared> source;
    const auto stream = fixture.begin(source);
    source->give(3, 1);

    QCOMPARE(stream->positionAfter({}), 1u);
    QCOMPARE(stream->positionAfter("1"), 2u);
    QCOMPARE(stream->positionAfter("3"), 4u);
    for (const char* id : {"0", "4", "-1", "+1", "01", " 1", "1 ", "x", "1.0", "99999999999999999999999"})
        QCOMPARE(stream->positionAfter(id), std::unexpected(400));
}

void TestGatewayStream::aStreamWithoutIdsKnowsNoId()
{
    Fixture fixture;
    const auto stream = fixture.registry.create(
        std::make_unique<CompletionFormat>(CompletionHead {.id = "c", .created = 1, .model = "m"}, false), StreamSetup {});
    const auto source = std::make_shared<ScriptedSource::Shared>();
    stream->start(std::make_unique<ScriptedSource>(source));
    source->give(2, 1);
    QCOMPARE(stream->positionAfter("1"), std::unexpected(400));
    QCOMPARE(stream->positionAfter({}), 1u);
}

void TestGatewayStream::aStreamWithoutIdsKeepsOnlyWhatAReaderStillNeeds()
{
    // given: two readers of a stream that nobody can go on with
    Fixture fixture;
    const auto stream = fixture.registry.create(
        std::make_unique<CompletionFormat>(CompletionHead {.id = "c", .created = 1, .model = "m"}, false), StreamSetup {});
    const auto source = std::make_shared<ScriptedSource::Shared>();
    stream->start(std::make_unique<ScriptedSource>(source));
    source->give(4, 100);
    QCOMPARE(stream->log().firstSequence(), 1u); // nobody has read it yet
    ScriptedReader fast;
    ScriptedReader slow;
    stream->attach(fast);
    stream->attach(slow);

    fixture.read(*stream, fast);
    QCOMPARE(stream->log().firstSequence(), 1u);
    slow.sent = 3;
    stream->readerAdvanced();
    QCOMPARE(stream->log().firstSequence(), 3u);
    fixture.read(*stream, slow);
    QCOMPARE(stream->log().bytes(), 0);
    QCOMPARE(stream->positionAfter({}), std::unexpected(410));

    // then: what comes next is kept until both have it, the end included
    source->give(1, 100);
    source->sink->takeEnd(Complete);
    QVERIFY(!fast.wasCutOff && !slow.wasCutOff);
    fixture.read(*stream, fast);
    stream->detach(fast);
    QVERIFY(stream->log().bytes() > 0);
    fixture.read(*stream, slow);
    QCOMPARE(stream->log().bytes(), 0);
    stream->detach(slow);
}

void TestGatewayStream::graceCancelsAStreamNobodyReads()
{
    Fixture fixture({}, Millis(1));
    std::shared_ptr<ScriptedSource::Shared> source;
    const auto stream = fixture.begin(source);
    ScriptedReader reader;
    stream->attach(reader);
    stream->detach(reader);
    QVERIFY(source->alive);

    while (!stream->isEnded())
        fixture.loop.run_one();
    fixture.loop.poll();
    QVERIFY(!source->alive);
    QVERIFY(stream->log().event(1).contains(QByteArrayView("\"kind\":\"cancelled\"")));
    QCOMPARE(fixture.registry.activeAnswers(), 0);
}

void TestGatewayStream::aReaderInTimeKeepsTheStream()
{
    Fixture fixture({.logAge = Millis(1)}, Millis(1));
    std::shared_ptr<ScriptedSource::Shared> source;
    const auto stream = fixture.begin(source);
    ScriptedReader reader;
    stream->attach(reader);
    stream->detach(reader);
    ScriptedReader second;
    stream->attach(second);

    // Another stream's grace passes meanwhile.
    std::shared_ptr<ScriptedSource::Shared> otherSource;
    const auto other = fixture.begin(otherSource);
    other->attach(reader);
    other->detach(reader);
    fixture.loop.run();

    QVERIFY(other->isEnded());
    QVERIFY(!stream->isEnded());
    stream->detach(second);
}

void TestGatewayStream::withoutGraceTheSourceEndsWithItsReader()
{
    Fixture fixture({}, Millis(0));
    std::shared_ptr<ScriptedSource::Shared> source;
    const auto stream = fixture.begin(source);
    ScriptedReader reader;
    ScriptedReader second;
    stream->attach(reader);
    stream->attach(second);
    stream->detach(reader);
    QVERIFY(!stream->isEnded());

    stream->detach(second);
    QVERIFY(stream->isEnded());
    fixture.loop.poll();
    QVERIFY(!source->alive);
}

void TestGatewayStream::cancelReleasesWhatIsHeldAndEndsWithOneError()
{
    Fixture fixture;
    const auto source = std::make_shared<ScriptedSource::Shared>();
    const auto stream = fixture.registry.create(
        std::make_unique<ChatFormat>(), {.grace = Millis(1000), .strategy = StrategyOptions {.name = u"fixed"_s, .size = 100}});
    stream->start(std::make_unique<ScriptedSource>(source));
    source->give(3, 2);
    QCOMPARE(stream->log().nextSequence(), 1u);

    stream->cancel({.kind = ErrorKind::Cancelled, .message = u"Enough"_s});
    stream->cancel({.kind = ErrorKind::Server, .message = u"Again"_s});
    QVERIFY2(!source->sink, "the source was stopped");
    stream->takeDelta(TextDelta {u"late"_s});
    stream->takeEnd(Complete);

    QCOMPARE(stream->log().nextSequence(), 3u);
    QCOMPARE(stream->log().event(1).toByteArray(), "id: 1\ndata: xxxxxx\n\n"_ba);
    QVERIFY(stream->log().event(2).contains(QByteArrayView("Enough")));
}

void TestGatewayStream::strategiesReleaseByTimeToo()
{
    Fixture fixture;
    const auto source = std::make_shared<ScriptedSource::Shared>();
    StrategyOptions adaptive;
    adaptive.min = 2;
    adaptive.max = 100;
    adaptive.timeout = Millis(5);
    const auto stream = fixture.registry.create(std::make_unique<ChatFormat>(), {.grace = Millis(1000), .strategy = adaptive});
    stream->start(std::make_unique<ScriptedSource>(source));
    source->give(2, 1);

    while (stream->log().nextSequence() == 1)
        fixture.loop.run_one();
    QCOMPARE(stream->log().event(1).toByteArray(), "id: 1\ndata: xx\n\n"_ba);
}

void TestGatewayStream::allLogsTogetherAreBounded()
{
    Fixture fixture({.logBytes = 10'000, .logTotalBytes = 20'000});
    QList<std::shared_ptr<GatewayStream>> streams;
    for (int i = 0; i < 10; ++i) {
        std::shared_ptr<ScriptedSource::Shared> source;
        const auto stream = fixture.begin(source);
        source->give(50, 100);
        source->sink->takeEnd(Complete);
        streams.append(stream);
    }

    qint64 total = 0;
    for (const auto& stream : streams)
        total += stream->log().bytes();
    QVERIFY(total <= 20'000);
    QCOMPARE(streams.first()->positionAfter({}), std::unexpected(410));
    QCOMPARE(streams.first()->positionAfter("51"), 52u);
    QCOMPARE(streams.last()->positionAfter({}), 1u);
    QVERIFY(fixture.registry.find(streams.first()->id()));
}

void TestGatewayStream::aFullRegistryStopsStreamsWithoutReaders()
{
    Fixture fixture({.logBytes = 100'000, .logTotalBytes = 30'000});
    std::shared_ptr<ScriptedSource::Shared> first;
    std::shared_ptr<ScriptedSource::Shared> second;
    const auto one = fixture.begin(first);
    const auto two = fixture.begin(second);
    first->give(10'000, 100);
    second->give(10'000, 100);
    QVERIFY(one->log().bytes() + two->log().bytes() < 30'500);
}

void TestGatewayStream::endedStreamsAreForgottenByAge()
{
    Fixture fixture({.logAge = Millis(2)});
    std::shared_ptr<ScriptedSource::Shared> source;
    const auto stream = fixture.begin(source);
    source->sink->takeEnd(Complete);
    QVERIFY(fixture.registry.find(stream->id()));

    fixture.loop.run();
    QVERIFY(!fixture.registry.find(stream->id()));
}

void TestGatewayStream::aForgottenStreamLeavesNothingBehind()
{
    Fixture fixture({.logAge = Millis(2)});
    const QByteArray id = StreamRegistry::newId();
    const auto source = std::make_shared<ScriptedSource::Shared>();
    auto stream = fixture.registry.create(std::make_unique<ChatFormat>(), {.grace = Millis(10000), .strategy = {}}, id);
    stream->start(std::make_unique<ScriptedSource>(source));
    source->sink->takeEnd(Complete);
    stream.reset();
    QVERIFY(!id.isDetached());

    fixture.loop.run();
    QVERIFY(id.isDetached()); // nobody shares it
}

void TestGatewayStream::aCancelledStreamMayDieBeforeItsSourceIsReleased()
{
    boost::asio::io_context loop;
    auto registry = std::make_unique<StreamRegistry>(loop, StreamLimits {});
    auto stream = registry->create(std::make_unique<ChatFormat>(), {.grace = Millis(10000), .strategy = {}});
    stream->start(std::make_unique<DemoSource>(loop, DemoModel(u"hello"_s, {.rate = 0})));

    // The source's next tick is already queued, ahead of its release.
    stream->cancel({.kind = ErrorKind::Cancelled, .message = u"Shutting down"_s});
    stream.reset();
    registry.reset();

    QVERIFY(loop.poll() > 0);
}

void TestGatewayStream::cancelAllEndsWhatRuns()
{
    Fixture fixture;
    int idle = 0;
    fixture.registry.setOnIdle([&idle] { ++idle; });
    std::shared_ptr<ScriptedSource::Shared> first;
    std::shared_ptr<ScriptedSource::Shared> second;
    const auto one = fixture.begin(first);
    const auto two = fixture.begin(second);
    QCOMPARE(fixture.registry.activeAnswers(), 2);

    fixture.registry.cancelAll({.kind = ErrorKind::Server, .message = u"Shutting down"_s});
    QVERIFY(one->isEnded() && two->isEnded());
    QCOMPARE(fixture.registry.activeAnswers(), 0);
    QCOMPARE(idle, 1);
}

void TestGatewayStream::idsAreLongAndDifferent()
{
    QSet<QByteArray> ids;
    for (int i = 0; i < 1000; ++i)
        ids.insert(StreamRegistry::newId());
    QCOMPARE(ids.size(), 1000);
    QCOMPARE(ids.begin()->size(), 32);
}

void TestGatewayStream::theFeedFramesEachEventAsAChunk()
{
    Fixture fixture;
    std::shared_ptr<ScriptedSource::Shared> source;
    const auto stream = fixture.begin(source);
    source->give(2, 1);
    EventFeed chunked(stream, 2, EventFeed::Framing::Chunked);
    EventFeed bare(stream, 1, EventFeed::Framing::UntilClose);

    QByteArray chunks;
    chunked.take(chunks);
    QCOMPARE(chunks, "f\r\nid: 2\ndata: x\n\n\r\n"_ba);
    QVERIFY(!chunked.isOver());
    QByteArray plain;
    bare.take(plain);
    QCOMPARE(plain, "id: 1\ndata: x\n\nid: 2\ndata: x\n\n"_ba);

    source->sink->takeEnd(Complete);
    chunks.clear();
    chunked.take(chunks);
    QVERIFY(chunked.isOver());
    QVERIFY(chunks.endsWith("\n\n\r\n0\r\n\r\n"));
}

void TestGatewayStream::aRefusedStreamNeverWas()
{
    Fixture fixture;
    std::shared_ptr<ScriptedSource::Shared> source;
    const auto stream = fixture.begin(source);
    NotedHead head;
    stream->watchHead(&head);
    const Error refusal {.kind = ErrorKind::RateLimit, .message = u"Too many"_s, .httpStatus = 429};
    source->sink->takeEnd({.finishReason = {}, .error = refusal});
    QCOMPARE(head.heads, 0);
    QVERIFY(head.refusal == refusal);
    QVERIFY(!fixture.registry.find(stream->id()));
    QCOMPARE(fixture.registry.activeAnswers(), 0);
}

void TestGatewayStream::anErrorBehindTheHeadIsNoRefusal()
{
    Fixture fixture;
    std::shared_ptr<ScriptedSource::Shared> source;
    const auto stream = fixture.begin(source);
    NotedHead head;
    stream->watchHead(&head);
    source->sink->takeHead();
    source->sink->takeEnd({.finishReason = {}, .error = Error {.kind = ErrorKind::Server, .message = u"broke"_s}});
    QCOMPARE(head.heads, 1);
    QVERIFY(!head.refusal);
    QCOMPARE(fixture.registry.find(stream->id()), stream);
}

void TestGatewayStream::queuedEventsBoundTheSource()
{
    Fixture fixture;
    std::shared_ptr<ScriptedSource::Shared> source;
    const auto stream = fixture.begin(source, {.grace = Millis(10000), .strategy = {}, .queuedEvents = 10});
    ScriptedReader reader;
    stream->attach(reader);
    QCOMPARE(source->give(1000, 1), 10);
    reader.sent = 3;
    stream->readerAdvanced();
    QCOMPARE(source->give(1000, 1), 2);
    source->sink->takeEnd(Complete);
    stream->detach(reader);
}

void TestGatewayStream::observersSeeWhatPasses()
{
    Fixture fixture;
    std::shared_ptr<ScriptedSource::Shared> source;
    NotedStream::Notes notes;
    StreamSetup setup {.grace = Millis(10000), .strategy = StrategyOptions {.name = u"fixed"_s, .size = 3}, .queuedEvents = 1};
    setup.observers.push_back(std::make_unique<NotedStream>(notes));
    const auto stream = fixture.begin(source, std::move(setup));
    ScriptedReader reader;
    stream->attach(reader);
    source->give(2, 1);
    QCOMPARE(notes.deltas, 2);
    QCOMPARE(notes.held, 2);
    QCOMPARE(notes.flushed, 0);
    source->give(1, 1);
    QCOMPARE(notes.held, 0);
    QCOMPARE(notes.flushed, 3);
    QCOMPARE(notes.readings, QList {Reading::Paused});
    fixture.read(*stream, reader);
    QCOMPARE(notes.readings, (QList {Reading::Paused, Reading::Go}));
    source->give(1, 1);
    source->sink->takeEnd(Complete);
    QCOMPARE(notes.flushed, 4);
    QCOMPARE(notes.ends, 1);
    QVERIFY(!notes.wasRefused);
    stream->detach(reader);
}

QTEST_GUILESS_MAIN(TestGatewayStream)
#include "tst_gatewaystream.moc"

// What a delta costs on its way from wire bytes to the consumer: CPU time of each pure stage, on a gzip stream with one sync
// flush and one read per event, as servers send it. Prints JSON; fails when a strategy costs more than the limit.

#include "core/chat/provider.h"
#include "core/figures/arrivalrecorder.h"
#include "core/flow/framecoalescer.h"
#include "core/wire/inflater.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <array>
#include <cstdio>
#include <ctime>
#include <limits>

#include <zlib.h>

using namespace sluice;
using namespace Qt::StringLiterals;

namespace {

constexpr int Count = 50000;
constexpr int Rounds = 7;
constexpr double LimitNs = 2000;
constexpr Millis BetweenDeltas {2};
constexpr Millis Frame {16};

/// How far the stream is taken: a stage's cost is the difference to the run that ends before it. A clock call around every stage
/// would cost more than most of them.
enum Stage { Inflate, Parse, Decode, Strategy, Queue, Figures, StageCount };
constexpr std::array<const char*, StageCount> StageNames {"inflate", "parse", "decode", "strategy", "queue", "figures"};

QByteArray event(int number)
{
    static constexpr std::array<const char*, 12> Words {
        " the", " stream", " keeps", "ing", " 流式", " buffer", ".", " Then", " reads", " of", "\\n\\n", " latency"};
    const char* word = Words[std::size_t(number * 7 + number / 5) % Words.size()];
    return "data: {\"id\":\"chatcmpl-9Qx3kLw8ZrT2\",\"object\":\"chat.completion.chunk\",\"created\":1735689600,"
           "\"model\":\"model-name\",\"system_fingerprint\":\"fp_5f2a\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\""
        + QByteArray(word) + "\"},\"logprobs\":null,\"finish_reason\":null}]}\n\n";
}

/// Server side: one gzip stream, sync-flushed after each event; the wire bytes of each flush.
class GzipServer
{
public:
    GzipServer() { deflateInit2(&m_stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY); }
    ~GzipServer() { deflateEnd(&m_stream); }
    Q_DISABLE_COPY_MOVE(GzipServer)

    QByteArray flush(QByteArray text, int mode = Z_SYNC_FLUSH)
    {
        QByteArray wire(text.size() + 256, Qt::Uninitialized);
        m_stream.next_in = reinterpret_cast<Bytef*>(text.data());
        m_stream.avail_in = uInt(text.size());
        m_stream.next_out = reinterpret_cast<Bytef*>(wire.data());
        m_stream.avail_out = uInt(wire.size());
        deflate(&m_stream, mode);
        wire.truncate(wire.size() - qsizetype(m_stream.avail_out));
        return wire;
    }

private:
    z_stream m_stream {};
};

std::vector<QByteArray> recordedReads()
{
    GzipServer server;
    std::vector<QByteArray> reads;
    for (int i = 0; i < Count; ++i)
        reads.push_back(server.flush(event(i)));
    reads.push_back(server.flush("data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n"));
    reads.push_back(server.flush("data: [DONE]\n\n", Z_FINISH));
    return reads;
}

/// The pipeline of one stream, cut off behind \c last.
class Pipeline
{
public:
    Pipeline(Stage last, const StrategyOptions& options)
        : m_last(last)
        , m_decoder(providerNamed(u"openai")->newDecoder())
        , m_strategy(makeStrategy(options, m_now))
        , m_arrivals(m_now, options.name)
    { }

    /// False when the stream was not understood: then the figures mean nothing.
    bool run(const std::vector<QByteArray>& reads)
    {
        bool ok = true;
        for (const QByteArray& wire : reads) {
            m_now += BetweenDeltas;
            ok = takeWire(wire) && ok;
            if (m_last >= Queue && m_now - m_frameAt >= Frame)
                takeFrame();
        }
        if (m_last >= Strategy)
            pass(m_strategy->drain(m_now));
        while (m_last >= Queue && (m_coalescer.hasRest() || !m_queue.isEmpty()))
            takeFrame();
        return ok && isComplete();
    }

private:
    bool takeWire(const QByteArray& wire)
    {
        m_inflater.feed(wire);
        for (auto piece = m_inflater.next();; piece = m_inflater.next()) {
            if (!piece)
                return false;
            if (piece->isEmpty())
                return true;
            m_bytes += piece->size();
            if (m_last >= Parse && !takeBytes(*piece))
                return false;
        }
    }

    bool takeBytes(QByteArrayView bytes)
    {
        m_parser.feed(bytes);
        for (auto next = m_parser.next();; next = m_parser.next()) {
            if (!next)
                return false;
            if (!*next)
                return true;
            ++m_events;
            if (m_last < Decode)
                continue;
            m_deltas.clear();
            if (!m_decoder->decode(**next, m_deltas))
                return false;
            m_decoded += int(m_deltas.size());
            if (m_last >= Strategy)
                takeDeltas();
        }
    }

    void takeDeltas()
    {
        for (Delta& delta : m_deltas) {
            if (m_last >= Figures && std::holds_alternative<TextDelta>(delta))
                m_arrivals.takeText(m_now);
            for (auto due = m_strategy->nextDue(); due && *due < m_now; due = m_strategy->nextDue())
                pass(m_strategy->release(*due));
            m_strategy->push(std::move(delta), m_now);
            for (Flush flush = m_strategy->release(m_now); !flush.isEmpty(); flush = m_strategy->release(m_now))
                pass(std::move(flush));
            if (m_last >= Figures)
                m_arrivals.takeHeld(m_strategy->heldTextDeltas(), m_strategy->heldSince(), m_now);
        }
    }

    void pass(Flush flush)
    {
        m_released += flush.textDeltas;
        if (m_last < Queue || flush.isEmpty())
            return;
        qsizetype depth = 0;
        m_queue.push(std::move(flush), &depth);
        if (m_last >= Figures)
            m_arrivals.takeFlush(depth, m_now);
    }

    void takeFrame()
    {
        m_frameAt = m_now;
        m_shown += m_coalescer.takeFrame(m_queue).textDeltas;
    }

    bool isComplete() const
    {
        return m_bytes > Count * 100 && (m_last < Parse || m_events >= Count) && (m_last < Decode || m_decoded == Count)
            && (m_last < Strategy || m_released == Count) && (m_last < Queue || m_shown == Count)
            && (m_last < Figures || hasFigures());
    }

    bool hasFigures() const
    {
        ArrivalRecorder recorder = m_arrivals;
        return recorder.snapshot({}, m_now, true)->timeline.textDeltas == Count;
    }

    const Stage m_last;
    TimePoint m_now {std::chrono::hours(1)};
    TimePoint m_frameAt = m_now;
    Inflater m_inflater;
    SseParser m_parser;
    std::unique_ptr<DeltaDecoder> m_decoder;
    std::unique_ptr<BufferStrategy> m_strategy;
    ArrivalRecorder m_arrivals;
    DeltaQueue m_queue;
    FrameCoalescer m_coalescer;
    Deltas m_deltas;
    qint64 m_bytes = 0;
    int m_events = 0;
    int m_decoded = 0;
    int m_released = 0;
    qint64 m_shown = 0;
};

double cpuNs()
{
    timespec time {};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return double(time.tv_sec) * 1e9 + double(time.tv_nsec);
}

/// CPU per delta of the pipeline up to and including each stage; the best of some rounds, which is the one that was disturbed
/// least. The stages take turns so that a slow spell of the machine hits all alike.
std::optional<std::array<double, StageCount>> measure(const std::vector<QByteArray>& reads, const QString& strategy)
{
    std::array<double, StageCount> best;
    best.fill(std::numeric_limits<double>::max());
    for (int round = 0; round < Rounds; ++round) {
        for (int last = Inflate; last < StageCount; ++last) {
            Pipeline pipeline(Stage(last), {.name = strategy});
            const double start = cpuNs();
            if (!pipeline.run(reads))
                return std::nullopt;
            best[std::size_t(last)] = std::min(best[std::size_t(last)], (cpuNs() - start) / Count);
        }
    }
    return best;
}

QJsonObject report(const QString& strategy, const std::array<double, StageCount>& upTo)
{
    QJsonObject stages;
    for (std::size_t i = 0; i < StageCount; ++i) {
        const double ns = std::max(0.0, upTo[i] - (i > 0 ? upTo[i - 1] : 0));
        stages.insert(QLatin1StringView(StageNames[i]),
            QJsonObject {{u"ns"_s, qRound(ns)}, {u"share"_s, qRound(ns / upTo[Figures] * 1000) / 1000.0}});
    }
    return {{u"strategy"_s, strategy}, {u"ns_per_delta"_s, qRound(upTo[Strategy])},
        {u"ns_per_delta_with_queue"_s, qRound(upTo[Queue])}, {u"ok"_s, upTo[Strategy] < LimitNs}, {u"stages"_s, stages}};
}

}

int main()
{
    const std::vector<QByteArray> reads = recordedReads();
    QJsonArray rows;
    bool ok = true;
    for (const QString& strategy : strategyNames()) {
        const auto upTo = measure(reads, strategy);
        if (!upTo) {
            std::fprintf(stderr, "bench_pipeline: the stream was not taken whole with %s\n", qPrintable(strategy));
            return 1;
        }
        rows.append(report(strategy, *upTo));
        ok = ok && (*upTo)[Strategy] < LimitNs;
    }
    const QJsonObject result {{u"benchmark"_s, u"pipeline"_s}, {u"deltas"_s, Count}, {u"unit"_s, u"ns of CPU per delta"_s},
        {u"limit_ns"_s, LimitNs}, {u"ok"_s, ok}, {u"results"_s, rows}};
    std::printf("%s\n", QJsonDocument(result).toJson(QJsonDocument::Indented).constData());
    return ok ? 0 : 1;
}

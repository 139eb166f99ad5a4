#include "core/figures/timelinejson.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QtEndian>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace sluice {

using namespace Qt::StringLiterals;

namespace {

constexpr quint32 MostUnpackedBytes = 4 * 1024 * 1024; // some 100 kB is what there is

double rounded(double ms)
{
    return std::round(ms * 1000) / 1000;
}

/// A time or a sum of them: files come from anywhere.
double msOf(const JsonValue& value)
{
    const double ms = value.number().value_or(0);
    return std::isfinite(ms) ? std::max(0.0, ms) : 0;
}

qint64 countOf(const JsonValue& value)
{
    return std::max<qint64>(0, value.integer().value_or(0));
}

int smallCountOf(const JsonValue& value)
{
    return int(std::min<qint64>(countOf(value), std::numeric_limits<int>::max()));
}

void insertMs(QJsonObject& object, QLatin1StringView name, double ms)
{
    if (ms != 0)
        object.insert(name, rounded(ms));
}

void insertCount(QJsonObject& object, QLatin1StringView name, qint64 count)
{
    if (count != 0)
        object.insert(name, count);
}

QJsonObject histogramToJson(const LogarithmicHistogram& histogram)
{
    QJsonArray buckets;
    for (const auto& [bucket, times] : histogram.buckets())
        buckets.append(QJsonArray {bucket, times});
    return {{u"sum_ms"_s, rounded(histogram.sum())}, {u"max_ms"_s, rounded(histogram.max())}, {u"buckets"_s, buckets}};
}

/// Until version 2 a bucket was as wide as three are now.
LogarithmicHistogram histogramFromJson(const JsonValue& value, qint64 version)
{
    std::map<int, qint64> buckets;
    value["buckets"].each([&](const JsonValue& pair) {
        std::array<qint64, 2> numbers {};
        std::size_t at = 0;
        pair.each([&](const JsonValue& number) {
            if (at < numbers.size())
                numbers[at++] = countOf(number);
        });
        if (numbers[0] <= LogarithmicHistogram::bucketOf(std::numeric_limits<double>::max()))
            buckets[int(version < 2 ? 3 * numbers[0] + 1 : numbers[0])] = numbers[1];
    });
    return LogarithmicHistogram::fromBuckets(buckets, msOf(value["sum_ms"]), msOf(value["max_ms"]));
}

/// What a bucket counts, by name: one array each.
struct Column
{
    const char* name;
    int TimelineBucket::* field;
};
constexpr std::array Columns {Column {"text_deltas", &TimelineBucket::textDeltas},
    Column {"reasoning_deltas", &TimelineBucket::reasoningDeltas}, Column {"shown_deltas", &TimelineBucket::shownDeltas},
    Column {"most_held", &TimelineBucket::mostHeld}, Column {"most_queued", &TimelineBucket::mostQueued}};

QJsonObject bucketsToJson(const std::vector<TimelineBucket>& buckets)
{
    QJsonObject object;
    for (const Column& column : Columns) {
        QJsonArray numbers;
        bool saysSomething = false;
        for (const TimelineBucket& bucket : buckets) {
            numbers.append(bucket.*column.field);
            saysSomething = saysSomething || bucket.*column.field != 0;
        }
        if (saysSomething)
            object.insert(QLatin1StringView(column.name), numbers);
    }
    object.insert(u"count"_s, qint64(buckets.size()));
    return object;
}

std::vector<TimelineBucket> bucketsFromJson(const JsonValue& value)
{
    std::vector<TimelineBucket> buckets(std::size_t(std::min<qint64>(countOf(value["count"]), StreamTimeline::MostBuckets)));
    for (const Column& column : Columns) {
        std::size_t at = 0;
        value[column.name].each([&](const JsonValue& number) {
            if (at < buckets.size())
                buckets[at++].*column.field = smallCountOf(number);
        });
    }
    return buckets;
}

/// The moments of an attempt, in their order.
struct Moment
{
    const char* name;
    std::optional<double> TimelineAttempt::* field;
};
constexpr std::array Moments {Moment {"connecting_ms", &TimelineAttempt::connectingMs},
    Moment {"connected_ms", &TimelineAttempt::connectedMs}, Moment {"encrypted_ms", &TimelineAttempt::encryptedMs},
    Moment {"request_sent_ms", &TimelineAttempt::requestSentMs}, Moment {"head_ms", &TimelineAttempt::headMs},
    Moment {"first_delta_ms", &TimelineAttempt::firstDeltaMs}, Moment {"end_ms", &TimelineAttempt::endMs}};

QJsonObject attemptToJson(const TimelineAttempt& attempt)
{
    QJsonObject object {{u"start_ms"_s, rounded(attempt.startMs)}};
    if (attempt.means)
        object.insert(u"means"_s, resumeMeansName(*attempt.means));
    for (const Moment& moment : Moments) {
        if (attempt.*moment.field)
            object.insert(QLatin1StringView(moment.name), rounded(*(attempt.*moment.field)));
    }
    if (attempt.reusedConnection)
        object.insert(u"reused_connection"_s, true);
    if (attempt.brokenBy)
        object.insert(u"broken_by"_s, errorKindName(*attempt.brokenBy));
    return object;
}

TimelineAttempt attemptFromJson(const JsonValue& value)
{
    TimelineAttempt attempt;
    attempt.means = resumeMeansFromName(value["means"].string());
    attempt.startMs = msOf(value["start_ms"]);
    for (const Moment& moment : Moments) {
        if (value[moment.name].number())
            attempt.*moment.field = msOf(value[moment.name]);
    }
    attempt.reusedConnection = value["reused_connection"].isTrue();
    if (value["broken_by"].isString())
        attempt.brokenBy = errorKindFromName(value["broken_by"].string()).value_or(ErrorKind::Protocol);
    return attempt;
}

QString causeName(StallCause cause)
{
    return cause == StallCause::NetworkQuiet ? u"network_quiet"_s : u"held_back"_s;
}

template <typename Item, typename Make>
QJsonArray arrayOf(const std::vector<Item>& items, Make make)
{
    QJsonArray array;
    for (const Item& item : items)
        array.append(make(item));
    return array;
}

template <typename Item, typename Make>
void readInto(std::vector<Item>& items, const JsonValue& value, int most, Make make)
{
    value.each([&](const JsonValue& one) {
        if (items.size() < std::size_t(most))
            items.push_back(make(one));
    });
}

}

QJsonObject timelineToJson(const StreamTimeline& timeline)
{
    QJsonObject object {{u"version"_s, 2}, {u"bucket_ms"_s, timeline.bucketMs}, {u"buckets"_s, bucketsToJson(timeline.buckets)},
        {u"itl"_s, histogramToJson(timeline.itlMs)}, {u"hold"_s, histogramToJson(timeline.holdMs)},
        {u"last_ms"_s, rounded(timeline.lastMs)}, {u"ended"_s, timeline.isEnded}};
    object.insert(u"stalls"_s, arrayOf(timeline.stalls, [](const TimelineStall& stall) {
        return QJsonObject {{u"start_ms"_s, rounded(stall.startMs)}, {u"length_ms"_s, rounded(stall.lengthMs)},
            {u"cause"_s, causeName(stall.cause)}};
    }));
    object.insert(u"attempts"_s, arrayOf(timeline.attempts, attemptToJson));
    object.insert(u"strategies"_s, arrayOf(timeline.strategies, [](const TimelineStrategy& strategy) {
        return QJsonObject {{u"at_ms"_s, rounded(strategy.atMs)}, {u"name"_s, strategy.name}};
    }));
    insertMs(object, "quiet_ms"_L1, timeline.quietMs);
    insertMs(object, "held_back_ms"_L1, timeline.heldBackMs);
    insertMs(object, "longest_quiet_ms"_L1, timeline.longestQuietMs);
    insertMs(object, "longest_held_back_ms"_L1, timeline.longestHeldBackMs);
    insertMs(object, "blocked_ms"_L1, timeline.blockedMs);
    insertCount(object, "text_deltas"_L1, timeline.textDeltas);
    insertCount(object, "reasoning_deltas"_L1, timeline.reasoningDeltas);
    insertCount(object, "events"_L1, timeline.events);
    insertCount(object, "flushes"_L1, timeline.flushes);
    insertCount(object, "wire_bytes"_L1, timeline.wireBytes);
    insertCount(object, "decoded_bytes"_L1, timeline.decodedBytes);
    insertCount(object, "high_water_count"_L1, timeline.highWaterCount);
    return object;
}

StreamTimeline timelineFromJson(const JsonValue& value)
{
    const qint64 version = countOf(value["version"]);
    StreamTimeline timeline;
    if (const double bucket = msOf(value["bucket_ms"]); bucket > 0)
        timeline.bucketMs = bucket;
    timeline.buckets = bucketsFromJson(value["buckets"]);
    timeline.itlMs = histogramFromJson(value["itl"], version);
    timeline.holdMs = histogramFromJson(value["hold"], version);
    readInto(timeline.stalls, value["stalls"], StreamTimeline::MostStalls, [](const JsonValue& one) {
        return TimelineStall {.startMs = msOf(one["start_ms"]),
            .lengthMs = msOf(one["length_ms"]),
            .cause = one["cause"].utf8() == "held_back" ? StallCause::HeldBack : StallCause::NetworkQuiet};
    });
    readInto(timeline.attempts, value["attempts"], StreamTimeline::MostAttempts, attemptFromJson);
    readInto(timeline.strategies, value["strategies"], StreamTimeline::MostStrategies,
        [](const JsonValue& one) { return TimelineStrategy {.atMs = msOf(one["at_ms"]), .name = one["name"].string()}; });
    timeline.lastMs = msOf(value["last_ms"]);
    timeline.isEnded = value["ended"].isTrue();
    timeline.quietMs = msOf(value["quiet_ms"]);
    timeline.heldBackMs = msOf(value["held_back_ms"]);
    timeline.longestQuietMs = msOf(value["longest_quiet_ms"]);
    timeline.longestHeldBackMs = msOf(value["longest_held_back_ms"]);
    timeline.blockedMs = msOf(value["blocked_ms"]);
    timeline.textDeltas = countOf(value["text_deltas"]);
    timeline.reasoningDeltas = countOf(value["reasoning_deltas"]);
    timeline.events = countOf(value["events"]);
    timeline.flushes = countOf(value["flushes"]);
    timeline.wireBytes = countOf(value["wire_bytes"]);
    timeline.decodedBytes = countOf(value["decoded_bytes"]);
    timeline.highWaterCount = countOf(value["high_water_count"]);
    return timeline;
}

QByteArray packTimeline(const StreamTimeline& timeline)
{
    return qCompress(QJsonDocument(timelineToJson(timeline)).toJson(QJsonDocument::Compact));
}

std::shared_ptr<const StreamTimeline> unpackTimeline(const QByteArray& packed)
{
    // Its first four bytes say how long it is unpacked; qUncompress() trusts them with memory.
    if (packed.size() < 4 || qFromBigEndian<quint32>(packed.constData()) > MostUnpackedBytes)
        return nullptr;
    const QByteArray json = qUncompress(packed);
    JsonReader reader;
    const auto root = reader.read(json);
    if (!root || !root->isObject())
        return nullptr;
    return std::make_shared<const StreamTimeline>(timelineFromJson(*root));
}

}

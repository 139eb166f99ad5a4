#include "core/profile/profilejson.h"

#include "core/profile/stageclock.h"

#include <algorithm>
#include <cstdio>
#include <vector>

namespace sluice {

namespace {

constexpr std::size_t MostStages = 10;

// Tracks of the trace. Spans of one track lie beside or inside each other: the queue overlaps, so it has its own.
constexpr int WorkTrack = 1;
constexpr int QueueTrack = 2;
constexpr int FirstRestTrack = 10;

QByteArray decimal(double value)
{
    return QByteArray::number(value, 'f', 3);
}

/// Whether a stream of the gateway always has it, if only as one that took no time.
bool isAlwaysListed(Stage stage)
{
    return stage <= Stage::Write;
}

QByteArray stagesJson(const StageClock& clock)
{
    const std::array<StageTotal, StageCount> totals = clock.totals();
    std::vector<Stage> stages;
    for (std::size_t i = 0; i < StageCount; ++i) {
        if (totals[i].count > 0 || isAlwaysListed(Stage(i)))
            stages.push_back(Stage(i));
    }
    std::stable_sort(stages.begin(), stages.end(),
        [&](Stage a, Stage b) { return totals[std::size_t(a)].wall > totals[std::size_t(b)].wall; });
    stages.resize(std::min(stages.size(), MostStages));
    QByteArray json;
    for (const Stage stage : stages) {
        const StageTotal& total = totals[std::size_t(stage)];
        json += (json.isEmpty() ? "{\"name\":\"" : ",{\"name\":\"") + QByteArray(stageName(stage))
            + "\",\"cumulative_ms\":" + decimal(double(total.wall) / 1e6) + ",\"cpu_ms\":" + decimal(double(total.cpu) / 1e6)
            + ",\"count\":" + QByteArray::number(total.count) + '}';
    }
    return json;
}

void appendName(QByteArray& json, const char* what, int track, const QByteArray& name)
{
    json += (json.isEmpty() ? "{\"name\":\"" : ",{\"name\":\"") + QByteArray(what)
        + "\",\"ph\":\"M\",\"pid\":1,\"tid\":" + QByteArray::number(track) + ",\"args\":{\"name\":\"" + name + "\"}}";
}

/// One event of the Chrome trace format, its times in microseconds; without its closing brace.
void appendSpan(QByteArray& json, const char* name, int track, qint64 start, qint64 duration)
{
    char text[160];
    const int size = std::snprintf(text, sizeof text,
        R"(,{"name":"%s","cat":"stage","ph":"X","ts":%lld.%03d,"dur":%lld.%03d,"pid":1,"tid":%d)", name,
        static_cast<long long>(start / 1000), int(start % 1000), static_cast<long long>(duration / 1000), int(duration % 1000),
        track);
    json.append(text, size);
}

QByteArray traceJson(const StageClock& clock)
{
    QByteArray json;
    json.reserve(qsizetype(clock.spans().size()) * 100 + 1000);
    appendName(json, "process_name", WorkTrack, "sluice");
    appendName(json, "thread_name", WorkTrack, "stream");
    appendName(json, "thread_name", QueueTrack, "queue");
    for (const StageSpan& span : clock.spans()) {
        appendSpan(json, stageName(span.stage), span.stage == Stage::Queue ? QueueTrack : WorkTrack, span.start, span.duration);
        json += '}';
    }
    for (std::size_t i = 0; i < StageCount; ++i) {
        const StageRest& rest = clock.rest()[i];
        if (rest.count == 0)
            continue;
        const int track = FirstRestTrack + int(i);
        appendName(json, "thread_name", track, stageName(Stage(i)) + QByteArray(", the rest in one"));
        appendSpan(json, stageName(Stage(i)), track, rest.start, rest.end - rest.start);
        json += ",\"args\":{\"count\":" + QByteArray::number(rest.count) + "}}";
    }
    return json;
}

}

QByteArray profileJson(const QByteArray& streamId, const StageClock& clock)
{
    return "{\"stream_id\":\"" + streamId + "\",\"total_ms\":" + decimal(double(clock.total()) / 1e6) + ",\"stages\":["
        + stagesJson(clock) + "],\"traceEvents\":[" + traceJson(clock) + "]}";
}

}

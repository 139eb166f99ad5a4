#include "ui/lab/streamsample.h"

#include "core/flow/strategysample.h"
#include "core/recording/recordedtext.h"
#include "core/recording/recordingreader.h"

#include <algorithm>

namespace sluice {

namespace {

/// The next character border at or behind \a at.
qsizetype borderAt(const QString& text, qsizetype at)
{
    return at > 0 && at < text.size() && text[at].isLowSurrogate() ? at + 1 : at;
}

}

StreamSample builtInSample()
{
    StreamSample sample {.deltas = strategySample()};
    sample.end = sample.deltas.back().at;
    return sample;
}

Result<StreamSample> sampleOfRecording(const QString& fileName)
{
    const Result<ReadRecording> read = readRecordingFile(fileName);
    if (!read)
        return std::unexpected(read.error());
    Result<RecordedText> text = recordedText(read->recording);
    if (!text)
        return std::unexpected(text.error());
    return StreamSample {.deltas = std::move(text->deltas), .end = text->end};
}

StreamSample sampleOfTimeline(const StreamTimeline& timeline, const QString& text)
{
    qint64 all = 0;
    for (const TimelineBucket& bucket : timeline.buckets)
        all += bucket.textDeltas;
    StreamSample sample;
    qint64 before = 0;
    for (std::size_t i = 0; i < timeline.buckets.size(); ++i) {
        const int count = timeline.buckets[i].textDeltas;
        for (int k = 0; k < count; ++k, ++before) {
            const qsizetype begin = borderAt(text, text.size() * before / all);
            const qsizetype end = borderAt(text, text.size() * (before + 1) / all);
            if (begin == end)
                continue;
            const double at = (double(i) + (k + 0.5) / count) * timeline.bucketMs;
            sample.deltas.push_back({.at = Micros(qint64(at * 1000)), .text = text.sliced(begin, end - begin)});
        }
    }
    if (!sample.deltas.empty())
        sample.end = std::max(sample.deltas.back().at, Micros(qint64(timeline.lastMs * 1000)));
    return sample;
}

}

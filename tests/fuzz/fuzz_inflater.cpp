// Two things for every input: taken as gzip, it gives the same text and the same verdict in one piece and in two, within the
// limits; taken as text, it comes back from whatever mixture of flushes and members it is packed into. The last bytes choose the
// cuts and the packing.

#include "core/wire/inflater.h"
#include "tests/fuzz/require.h"

#include <QByteArrayList>

#include <algorithm>
#include <optional>

#include <fuzzer/FuzzedDataProvider.h>
#include <zlib.h>

using namespace sluice;
using namespace sluice::test;

namespace {

constexpr qint64 MaxDecoded = 256 * 1024;

struct Run
{
    QByteArray text;
    std::optional<ErrorKind> error;

    bool operator==(const Run&) const = default;
};

Run inflated(const QByteArrayList& pieces, const InflaterLimits& limits)
{
    Inflater inflater(limits);
    Run run;
    for (const QByteArray& piece : pieces) {
        inflater.feed(piece);
        while (!run.error) {
            const Result<QByteArrayView> next = inflater.next();
            if (!next)
                run.error = next.error().kind;
            if (!next || next->isEmpty())
                break;
            run.text += *next;
        }
    }
    if (const Result<void> end = inflater.finish(); !end && !run.error)
        run.error = end.error().kind;
    require(inflater.decodedBytes() == run.text.size(), "the decoded bytes are miscounted");
    require(run.text.size() <= limits.maxDecodedBytes, "more than the limit came out");
    return run;
}

/// \a text as gzip: after each piece, whose length and end \a input chooses, goes on, is flushed, or starts a new member.
QByteArray packed(QByteArray text, FuzzedDataProvider& input)
{
    z_stream stream {};
    deflateInit2(&stream, input.ConsumeIntegralInRange(0, 9), Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY);
    QByteArray out;
    qsizetype from = 0;
    for (bool isLast = false; !isLast;) {
        const qsizetype to = std::min(text.size(), from + input.ConsumeIntegralInRange<qsizetype>(1, 4096));
        isLast = to == text.size();
        const int flush = isLast ? Z_FINISH : input.PickValueInArray({Z_NO_FLUSH, Z_SYNC_FLUSH, Z_FULL_FLUSH, Z_FINISH});
        stream.next_in = reinterpret_cast<Bytef*>(text.data() + from);
        stream.avail_in = uInt(to - from);
        QByteArray room(16 * 1024, '\0');
        do {
            stream.next_out = reinterpret_cast<Bytef*>(room.data());
            stream.avail_out = uInt(room.size());
            deflate(&stream, flush);
            out += room.first(room.size() - stream.avail_out);
        } while (stream.avail_out == 0);
        if (flush == Z_FINISH)
            deflateReset(&stream);
        from = to;
    }
    deflateEnd(&stream);
    return out;
}

}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size)
{
    FuzzedDataProvider input(data, size);
    const double place = double(input.ConsumeIntegral<uint16_t>()) / 65536;
    const std::string text = input.ConsumeBytesAsString(input.remaining_bytes() - std::min<size_t>(input.remaining_bytes(), 16));
    const QByteArray bytes(text.data(), qsizetype(text.size()));
    const qsizetype cut = qsizetype(place * double(bytes.size() + 1));
    // The ratio is checked per piece of output, whose size depends on the cut: it has its own run.
    const InflaterLimits total {.maxDecodedBytes = MaxDecoded, .maxRatio = 1 << 20, .ratioFrom = 0};

    const Run whole = inflated({bytes}, total);
    require(inflated({bytes.first(cut), bytes.sliced(cut)}, total) == whole, "two pieces differ from one");
    inflated({bytes}, {.maxDecodedBytes = MaxDecoded, .maxRatio = 20, .ratioFrom = 1024});

    const QByteArray wire = packed(bytes, input);
    const qsizetype wireCut = qsizetype(place * double(wire.size() + 1));
    require(inflated({wire.first(wireCut), wire.sliced(wireCut)}, {}) == Run {bytes, {}}, "packed text does not come back");
    return 0;
}

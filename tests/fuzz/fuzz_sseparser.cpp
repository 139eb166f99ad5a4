// Any stream gives the same events at the same byte however it is cut, and what the writer makes of any text is parsed back. The
// last bytes of the input choose the limit and the cuts, so that a plain event stream is a good seed.

#include "core/wire/newlinenormalizer.h"
#include "core/wire/ssewriter.h"
#include "core/wire/utf8.h"
#include "tests/fuzz/require.h"
#include "tests/support/ssesplits.h"

#include <algorithm>

#include <fuzzer/FuzzedDataProvider.h>

using namespace sluice;
using namespace sluice::test;

namespace {

void checkCuts(QByteArrayView stream, QList<qsizetype> cuts, qsizetype maxEventBytes)
{
    const SseRun bytewise = runByteByByte(stream, maxEventBytes);
    for (const SeenEvent& seen : bytewise.events) {
        require(isValidUtf8(seen.event.type) && isValidUtf8(seen.event.data) && isValidUtf8(seen.event.id)
                && isValidUtf8(seen.event.errorField),
            "an event is not UTF-8");
        require(!seen.event.type.isEmpty() && (seen.hasData || seen.event.data.isEmpty()), "an event is impossible");
        require(seen.event.data.size() <= 3 * maxEventBytes, "an event is larger than the limit allows");
    }
    const QByteArray whole = differenceWhenCut(stream, {}, bytewise, maxEventBytes);
    require(whole.isEmpty(), "one piece differs from single bytes", whole);
    std::sort(cuts.begin(), cuts.end());
    const QByteArray cut = differenceWhenCut(stream, cuts, bytewise, maxEventBytes);
    require(cut.isEmpty(), "pieces differ from single bytes", cut);
}

void checkRoundTrip(QByteArrayView text)
{
    const QByteArray valid = toValidUtf8(text);
    QByteArray stream;
    writeSseComment(stream, valid);
    writeSseEvent(stream, {.type = "t", .data = valid, .id = "1"});
    NewlineNormalizer newlines;
    const QByteArray expected = newlines.normalized(valid);

    SseParser parser;
    parser.feed(stream);
    const auto event = parser.next();

    require(event && *event, "a written event does not come back");
    require((*event)->data == expected && (*event)->type == "t" && (*event)->id == "1", "a written event comes back changed");
}

}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size)
{
    FuzzedDataProvider input(data, size);
    const qsizetype maxEventBytes = input.ConsumeBool() ? 1024 * 1024 : input.ConsumeIntegralInRange<qsizetype>(1, 100);
    const int cutCount = input.ConsumeIntegralInRange(0, 4);
    QList<double> places;
    for (int i = 0; i < cutCount; ++i)
        places.append(double(input.ConsumeIntegral<uint16_t>()) / 65536);
    const std::string stream = input.ConsumeRemainingBytesAsString();
    QList<qsizetype> cuts;
    for (const double place : places)
        cuts.append(qsizetype(place * double(stream.size() + 1)));

    checkCuts(QByteArrayView(stream.data(), qsizetype(stream.size())), cuts, maxEventBytes);
    checkRoundTrip(QByteArrayView(stream.data(), qsizetype(stream.size())));
    return 0;
}

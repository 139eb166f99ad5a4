// How fast events are taken off the wire, against memchr over the same bytes: the two are measured in turns, in one run, and the
// ratio is the median of its rounds. The stream is larger than the caches, as network data is new to them; the same figures for a
// stream that stays in the cache stand beside it. Prints JSON; fails below the limit.

#include "core/wire/sseparser.h"
#include "tests/bench/cputime.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <functional>
#include <vector>

using namespace sluice;
using namespace sluice::bench;
using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype StreamBytes = 48'000'000;
constexpr qsizetype CachedBytes = 240'000;
constexpr qsizetype ReadBytes = 64 * 1024;
constexpr int Rounds = 15;
constexpr double Limit = 0.10; // parser ÷ memchr

struct Shape
{
    const char* name;
    QByteArray event;
};

const std::vector<Shape> Shapes {
    {"60-byte events", "data: {\"delta\":{\"content\":\" token\"},\"index\":0,\"model\":123}\n\n"_ba},
    {"60-byte events, Chinese", "data: {\"c\":\"流式输出的每个事件都要快\",\"m\":123}\n\n"_ba},
    {"60-byte events, CRLF", "data: {\"delta\":{\"content\":\" token\"},\"index\":0,\"m\":12345}\r\n\r\n"_ba},
    {"60-byte events with id and type", "id: 12345\nevent: delta\ndata: {\"delta\":\"token\",\"i\":0,\"m\":1}\n\n"_ba},
    {"300-byte events",
        "data: {\"id\":\"chatcmpl-9Qx3kLw8ZrT2\",\"choices\":[{\"delta\":{\"content\":\" token\"}}],\"pad\":\""
            + QByteArray(206, 'x') + "\"}\n\n"},
};

/// Events of \a stream, read in pieces as a socket gives them; -1 when the parser failed.
qsizetype parse(QByteArrayView stream)
{
    SseParser parser;
    qsizetype events = 0;
    for (qsizetype pos = 0; pos < stream.size(); pos += ReadBytes) {
        parser.feed(stream.sliced(pos, std::min(ReadBytes, stream.size() - pos)));
        for (;;) {
            const auto event = parser.next();
            if (!event)
                return -1;
            if (!*event)
                break;
            ++events;
        }
    }
    return events;
}

/// Fails the program instead of reporting the speed of something that does not work.
void require(bool condition, const char* what)
{
    if (condition)
        return;
    std::fprintf(stderr, "bench_sseparser: %s\n", what);
    std::exit(1);
}

struct Figures
{
    double parserSeconds; ///< for one pass over the stream
    double memchrSeconds;
    double ratio;
};

Figures measure(QByteArrayView stream, qsizetype events, int passes)
{
    std::vector<double> parser;
    std::vector<double> memchr;
    std::vector<double> ratios;
    for (int round = 0; round < Rounds; ++round) {
        qsizetype found = 0;
        const double parserSeconds = secondsOf([&] {
            for (int i = 0; i < passes; ++i)
                found += parse(stream);
        });
        require(found == events * passes, "events got lost");
        bool isAbsent = true;
        const double memchrSeconds = secondsOf([&] {
            for (int i = 0; i < passes; ++i)
                isAbsent = isAbsent && !std::memchr(stream.data(), '\x01', std::size_t(stream.size()));
        });
        require(isAbsent, "the byte to search for is in the stream");
        parser.push_back(parserSeconds / passes);
        memchr.push_back(memchrSeconds / passes);
        ratios.push_back(memchrSeconds / parserSeconds);
    }
    return {median(parser), median(memchr), median(ratios)};
}

QJsonObject figuresOf(const Shape& shape, qsizetype streamBytes, int passes)
{
    const qsizetype events = streamBytes / shape.event.size();
    const QByteArray stream = shape.event.repeated(events);
    const Figures figures = measure(stream, events, passes);
    const double gigabytes = double(stream.size()) / 1e9;
    return {{u"parser_gb_per_s"_s, gigabytes / figures.parserSeconds}, {u"memchr_gb_per_s"_s, gigabytes / figures.memchrSeconds},
        {u"ratio"_s, figures.ratio}, {u"ns_per_event"_s, figures.parserSeconds * 1e9 / double(events)}};
}

}

int main()
{
    QJsonArray rows;
    double ratio = 0;
    for (const Shape& shape : Shapes) {
        QJsonObject row = figuresOf(shape, StreamBytes, 1);
        if (rows.isEmpty())
            ratio = row[u"ratio"_s].toDouble();
        row[u"name"_s] = QString::fromLatin1(shape.name);
        row[u"event_bytes"_s] = shape.event.size();
        row[u"in_cache"_s] = figuresOf(shape, CachedBytes, 40);
        rows.append(row);
    }
    const bool ok = ratio >= Limit;
    const QJsonObject report {
        {u"benchmark"_s, u"sseparser"_s}, {u"rows"_s, rows}, {u"ratio"_s, ratio}, {u"limit"_s, Limit}, {u"ok"_s, ok}};
    std::fputs(QJsonDocument(report).toJson().constData(), stdout);
    return ok ? 0 : 1;
}

// What our pull-style inflater costs above a bare zlib loop on the same wire bytes, for one stream with a sync flush per event
// and for one gzip member per event, read by read. Measured in turns; the ratio is the median of its rounds. Prints JSON; fails
// above the limit.

#include "core/wire/inflater.h"
#include "tests/bench/cputime.h"

#include <QByteArrayList>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <functional>
#include <vector>

#include <zlib.h>

using namespace sluice;
using namespace sluice::bench;
using namespace Qt::StringLiterals;

namespace {

constexpr int Events = 100'000;
constexpr int Rounds = 9;
constexpr double Limit = 1.3; // ours ÷ zlib: a copy of the input and a second look for the end of it
constexpr std::size_t RoomBytes = 16 * 1024;

QByteArray eventText(int number)
{
    return "data: {\"delta\":{\"content\":\" token " + QByteArray::number(number * 7919 % 10007) + "\"},\"index\":0}\n\n";
}

void require(bool condition, const char* what)
{
    if (condition)
        return;
    std::fprintf(stderr, "bench_inflater: %s\n", what);
    std::exit(1);
}

/// One read per event, as a server that flushes each gives them.
QByteArrayList wireReads(bool memberPerEvent)
{
    z_stream stream {};
    deflateInit2(&stream, 6, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY);
    QByteArrayList reads;
    for (int i = 0; i < Events; ++i) {
        QByteArray text = eventText(i);
        QByteArray room(1024, '\0');
        stream.next_in = reinterpret_cast<Bytef*>(text.data());
        stream.avail_in = uInt(text.size());
        stream.next_out = reinterpret_cast<Bytef*>(room.data());
        stream.avail_out = uInt(room.size());
        const bool isLast = memberPerEvent || i == Events - 1;
        deflate(&stream, isLast ? Z_FINISH : Z_SYNC_FLUSH);
        reads.append(room.first(room.size() - stream.avail_out));
        if (memberPerEvent)
            deflateReset(&stream);
    }
    deflateEnd(&stream);
    return reads;
}

qint64 inflateByUs(const QByteArrayList& reads)
{
    Inflater inflater;
    qint64 bytes = 0;
    for (const QByteArray& read : reads) {
        inflater.feed(read);
        for (;;) {
            const Result<QByteArrayView> piece = inflater.next();
            require(piece.has_value(), "the stream was refused");
            if (piece->isEmpty())
                break;
            bytes += piece->size();
        }
    }
    require(inflater.finish().has_value(), "the stream is not whole");
    return bytes;
}

qint64 inflateByZlib(QByteArrayList& reads)
{
    z_stream stream {};
    inflateInit2(&stream, 16 + MAX_WBITS);
    std::array<Bytef, RoomBytes> room;
    qint64 bytes = 0;
    for (QByteArray& read : reads) {
        stream.next_in = reinterpret_cast<Bytef*>(read.data());
        stream.avail_in = uInt(read.size());
        do {
            stream.next_out = room.data();
            stream.avail_out = uInt(room.size());
            if (inflate(&stream, Z_SYNC_FLUSH) == Z_STREAM_END)
                inflateReset(&stream);
            bytes += qint64(room.size() - stream.avail_out);
        } while (stream.avail_out == 0 || stream.avail_in > 0);
    }
    inflateEnd(&stream);
    return bytes;
}

QJsonObject measure(const QString& name, QByteArrayList reads)
{
    std::vector<double> ours;
    std::vector<double> zlib;
    std::vector<double> ratios;
    qint64 bytes = 0;
    for (int round = 0; round < Rounds; ++round) {
        qint64 byZlib = 0;
        ours.push_back(secondsOf([&] { bytes = inflateByUs(reads); }));
        zlib.push_back(secondsOf([&] { byZlib = inflateByZlib(reads); }));
        ratios.push_back(ours.back() / zlib.back());
        require(bytes == byZlib, "the two do not agree");
    }
    return {{u"name"_s, name}, {u"decoded_gb_per_s"_s, double(bytes) / median(ours) / 1e9},
        {u"ns_per_event"_s, median(ours) * 1e9 / Events}, {u"zlib_ns_per_event"_s, median(zlib) * 1e9 / Events},
        {u"ratio"_s, median(ratios)}};
}

}

int main()
{
    const QJsonObject flushed = measure(u"one stream, a sync flush per event"_s, wireReads(false));
    const QJsonObject members = measure(u"a gzip member per event"_s, wireReads(true));
    const double ratio = std::max(flushed[u"ratio"_s].toDouble(), members[u"ratio"_s].toDouble());
    const bool ok = ratio <= Limit;
    const QJsonObject report {{u"benchmark"_s, u"inflater"_s}, {u"rows"_s, QJsonArray {flushed, members}}, {u"ratio"_s, ratio},
        {u"limit"_s, Limit}, {u"ok"_s, ok}};
    std::fputs(QJsonDocument(report).toJson().constData(), stdout);
    return ok ? 0 : 1;
}

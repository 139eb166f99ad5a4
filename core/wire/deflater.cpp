#include "core/wire/deflater.h"

#include <array>

#include <zlib.h>

namespace sluice {

struct Deflater::Private
{
    explicit Private(const DeflaterOptions& options)
    {
        constexpr int GzipFormat = 16;
        deflateInit2(
            &stream, options.level, Z_DEFLATED, options.windowBits + GzipFormat, options.memoryLevel, Z_DEFAULT_STRATEGY);
    }
    ~Private() { deflateEnd(&stream); }
    Q_DISABLE_COPY_MOVE(Private)

    z_stream stream {};
};

Deflater::Deflater(const DeflaterOptions& options)
    : d(std::make_unique<Private>(options))
{ }

Deflater::~Deflater() = default;

QByteArray Deflater::take(QByteArrayView bytes)
{
    return bytes.isEmpty() ? QByteArray() : run(bytes, Z_SYNC_FLUSH);
}

QByteArray Deflater::finish()
{
    return run({}, Z_FINISH);
}

QByteArray Deflater::run(QByteArrayView bytes, int flush)
{
    QByteArray input = bytes.toByteArray(); // zlib wants it without const
    d->stream.next_in = reinterpret_cast<Bytef*>(input.data());
    d->stream.avail_in = uInt(input.size());
    QByteArray out;
    std::array<char, 16 * 1024> piece;
    do {
        d->stream.next_out = reinterpret_cast<Bytef*>(piece.data());
        d->stream.avail_out = uInt(piece.size());
        deflate(&d->stream, flush);
        out.append(piece.data(), qsizetype(piece.size() - d->stream.avail_out));
    } while (d->stream.avail_out == 0);
    return out;
}

}

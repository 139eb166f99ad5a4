#include "tests/support/gzip.h"

#include <zlib.h>

namespace sluice::test {

QByteArray gzip(QByteArrayView bytes)
{
    constexpr int GzipWindow = 15 + 16;
    z_stream stream {};
    if (deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, GzipWindow, 8, Z_DEFAULT_STRATEGY) != Z_OK)
        qFatal("zlib does not start");
    QByteArray input = bytes.toByteArray();
    QByteArray out(static_cast<qsizetype>(deflateBound(&stream, static_cast<uLong>(input.size()))), Qt::Uninitialized);
    stream.next_in = reinterpret_cast<Bytef*>(input.data());
    stream.avail_in = static_cast<uInt>(input.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    if (deflate(&stream, Z_FINISH) != Z_STREAM_END)
        qFatal("zlib does not finish");
    out.truncate(out.size() - static_cast<qsizetype>(stream.avail_out));
    deflateEnd(&stream);
    return out;
}

}

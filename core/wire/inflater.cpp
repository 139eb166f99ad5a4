#include "core/wire/inflater.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <limits>
#include <optional>

#include <zlib.h>

namespace sluice {

namespace {

constexpr qint64 PieceBytes = 16 * 1024;

Error fault(ErrorKind kind, const QString& message)
{
    return {.kind = kind, .message = message, .httpStatus = 0, .retryAfter = {}};
}

Error corrupt()
{
    return fault(ErrorKind::Protocol, QCoreApplication::translate("Error", "The server sent damaged gzip data"));
}

Error truncated()
{
    return fault(ErrorKind::Protocol, QCoreApplication::translate("Error", "The compressed answer was cut short"));
}

Error bomb()
{
    return fault(
        ErrorKind::Overflow, QCoreApplication::translate("Error", "The compressed answer unpacks to more than the limit"));
}

}

struct Inflater::Private
{
    explicit Private(const InflaterLimits& l)
        : limits(l)
    {
        if (inflateInit2(&stream, 16 + MAX_WBITS) != Z_OK) // 16: gzip and nothing else
            failure = fault(ErrorKind::Overflow, QCoreApplication::translate("Error", "Not enough memory to unpack the answer"));
    }
    ~Private() { inflateEnd(&stream); }
    Q_DISABLE_COPY_MOVE(Private)

    qint64 inputLeft() const { return input.size() - inputPos; }
    int inflateOnce(qint64 room);
    void checkLimits(qint64 excess);

    const InflaterLimits limits;
    z_stream stream {};
    QByteArray input;
    qint64 inputPos = 0;
    std::array<char, PieceBytes> piece;
    qint64 fedBytes = 0;
    qint64 decodedBytes = 0;
    bool isInMember = false;
    bool mayHoldOutput = false; ///< the last piece was filled: zlib may have more without any further input
    std::optional<Error> failure; ///< once set, for good
};

/// One call of inflate() into the first \a room bytes of the piece.
int Inflater::Private::inflateOnce(qint64 room)
{
    // zlib never writes to next_in; its type lacks the const unless ZLIB_CONST is set before every include of it.
    stream.next_in = reinterpret_cast<Bytef*>(input.data() + inputPos);
    stream.avail_in = static_cast<uInt>(std::min<qint64>(inputLeft(), std::numeric_limits<uInt>::max()));
    stream.next_out = reinterpret_cast<Bytef*>(piece.data());
    stream.avail_out = static_cast<uInt>(room);
    const uInt before = stream.avail_in;
    const int status = inflate(&stream, Z_SYNC_FLUSH);
    inputPos += before - stream.avail_in;
    return status;
}

/// After a piece was counted; \a excess is what of it is past maxDecodedBytes.
void Inflater::Private::checkLimits(qint64 excess)
{
    const qint64 taken = std::max<qint64>(fedBytes - inputLeft(), 1);
    if (excess > 0 || (decodedBytes >= limits.ratioFrom && decodedBytes / taken > limits.maxRatio))
        failure = bomb();
}

Inflater::Inflater(InflaterLimits limits)
    : d(std::make_unique<Private>(limits))
{ }

Inflater::~Inflater() = default;

void Inflater::feed(QByteArrayView wire)
{
    d->fedBytes += wire.size();
    if (d->failure)
        return;
    if (d->inputLeft() == 0) {
        d->input.resize(0);
        d->inputPos = 0;
    } else if (d->inputPos > d->inputLeft()) {
        d->input.remove(0, d->inputPos);
        d->inputPos = 0;
    }
    d->input.append(wire);
}

Result<QByteArrayView> Inflater::next()
{
    while (!d->failure) {
        if (d->inputLeft() == 0 && !d->mayHoldOutput)
            return QByteArrayView();
        if (!d->isInMember) {
            inflateReset(&d->stream); // a member begins; anything else here is a bad header
            d->isInMember = true;
        }
        // One byte more than allowed is asked for: only so is a stream that ends exactly at the limit told from one that goes on.
        const qint64 allowed = d->limits.maxDecodedBytes - d->decodedBytes;
        const qint64 room = std::min(PieceBytes, allowed + 1);
        const int status = d->inflateOnce(room);
        const qint64 made = room - d->stream.avail_out;
        const qint64 given = std::min(made, allowed);
        d->decodedBytes += given;
        d->mayHoldOutput = d->stream.avail_out == 0 && status != Z_STREAM_END;
        if (status == Z_STREAM_END)
            d->isInMember = false;
        else if (status == Z_MEM_ERROR)
            d->failure =
                fault(ErrorKind::Overflow, QCoreApplication::translate("Error", "Not enough memory to unpack the answer"));
        else if (status != Z_OK && status != Z_BUF_ERROR)
            d->failure = corrupt();
        if (made > 0)
            d->checkLimits(made - given);
        if (given > 0)
            return QByteArrayView(d->piece.data(), given);
    }
    return std::unexpected(*d->failure);
}

Result<void> Inflater::finish() const
{
    if (d->failure)
        return std::unexpected(*d->failure);
    if (d->isInMember || d->inputLeft() > 0)
        return std::unexpected(truncated());
    return {};
}

qint64 Inflater::wireBytes() const
{
    return d->fedBytes;
}

qint64 Inflater::decodedBytes() const
{
    return d->decodedBytes;
}

}

#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QByteArrayView>

#include <memory>

namespace sluice {

/// Bounds that stop a decompression bomb. The ratio counts only once \c ratioFrom bytes came out, because small repetitive
/// streams compress very well.
struct InflaterLimits
{
    qint64 maxDecodedBytes = qint64(1) << 30;
    qint64 maxRatio = 500;
    qint64 ratioFrom = 8 * 1024 * 1024;
};

/// Incremental gzip decoder (RFC 1952) in pull style, so that the caller can stop between two blocks of output: a full queue
/// stops the read, wherever the text stands. Takes one stream with sync flushes and one member per event alike. Pure; one thread.
///
/// Use: feed() bytes, then next() until it returns an empty view; repeat; finish() at the end of the body. Any bytes behind the
/// last member that are not a member are bad data.
class Inflater
{
public:
    explicit Inflater(InflaterLimits limits = {});
    ~Inflater();
    Q_DISABLE_COPY_MOVE(Inflater)

    /// Adds wire bytes behind those not decoded yet.
    void feed(QByteArrayView wire);

    /// Decodes the next piece, at most 16 KiB; empty when more input is needed. The view is valid until the next call.
    /// Protocol for bad data, Overflow past a limit, and for good then; everything decodable before the fault has been returned
    /// by then, up to exactly maxDecodedBytes.
    Result<QByteArrayView> next();

    /// Call at the end of the body. Protocol when the last member is cut short; the fault, when next() met one. An empty body is
    /// whole: nothing of it is missing.
    Result<void> finish() const;

    qint64 wireBytes() const; ///< fed
    qint64 decodedBytes() const; ///< returned

private:
    struct Private;
    std::unique_ptr<Private> d;
};

}

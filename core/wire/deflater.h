#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QtGlobal>

#include <memory>

namespace sluice {

/// What a deflater may use, in zlib's terms. The defaults are zlib's own and cost 256 KiB.
struct DeflaterOptions
{
    int windowBits = 15; ///< 9-15: it looks back 2^windowBits bytes, which cost four times that
    int memoryLevel = 8; ///< 1-9: its tables cost 2^(memoryLevel + 9) bytes
    int level = 6; ///< 1-9: how long it looks
};

/// For thousands at once: 30 KiB each. On small events it saves as much as the defaults, and in so small a window looking longest
/// costs little.
constexpr DeflaterOptions SmallDeflater {.windowBits = 12, .memoryLevel = 4, .level = 9};

/// gzip (RFC 1952), one member, each piece followed by a sync flush, so that its reader can show it at once. Not a partial flush,
/// which would be four bytes shorter: Go's inflater, which every Go client asks for unless told otherwise, hands out what it has
/// only at the empty stored block of a sync flush, or when its window of 32 KiB is full. Pure; one thread.
class Deflater
{
public:
    explicit Deflater(const DeflaterOptions& options = {});
    ~Deflater();
    Q_DISABLE_COPY_MOVE(Deflater)

    QByteArray take(QByteArrayView bytes);
    /// The end of the member, with its checksum.
    QByteArray finish();

private:
    QByteArray run(QByteArrayView bytes, int flush);

    struct Private;
    std::unique_ptr<Private> d;
};

}

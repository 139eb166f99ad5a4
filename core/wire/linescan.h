#pragma once

#include <QByteArrayView>
#include <QtAlgorithms>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace sluice {

/// Where a line of an event stream ends.
struct LineScan
{
    qsizetype length; ///< bytes before the first CR or LF; all of them when there is none
    bool isEnded; ///< a CR or LF stands behind them
    bool isAscii; ///< no byte before the end is above 7F
};

/// Finds the first CR or LF in \a bytes and, in the same pass, whether anything before it needs a look as UTF-8. Inline because
/// it is most of what parsing costs: 16 bytes a step where SSE2 is there, else one.
inline LineScan scanLine(QByteArrayView bytes)
{
    const char* const begin = bytes.data();
    const qsizetype size = bytes.size();
    qsizetype pos = 0;
    quint32 high = 0;
#ifdef __SSE2__
    const __m128i lf = _mm_set1_epi8('\n');
    const __m128i cr = _mm_set1_epi8('\r');
    for (; pos + 16 <= size; pos += 16) {
        const __m128i block = _mm_loadu_si128(reinterpret_cast<const __m128i*>(begin + pos));
        const __m128i hits = _mm_or_si128(_mm_cmpeq_epi8(block, lf), _mm_cmpeq_epi8(block, cr));
        const auto ends = static_cast<quint32>(_mm_movemask_epi8(hits));
        const auto above = static_cast<quint32>(_mm_movemask_epi8(block));
        if (ends) {
            const quint32 before = (ends & (~ends + 1)) - 1; // the bits below the lowest hit
            return {pos + static_cast<qsizetype>(qCountTrailingZeroBits(ends)), true, ((above & before) | high) == 0};
        }
        high |= above;
    }
#endif
    for (; pos < size; ++pos) {
        const auto byte = static_cast<uchar>(begin[pos]);
        if (byte == '\n' || byte == '\r')
            return {pos, true, high == 0};
        high |= byte & 0x80u;
    }
    return {size, false, high == 0};
}

}

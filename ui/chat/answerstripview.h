#pragma once

#include <QString>

class QPainter;
class QPointF;

namespace sluice {

struct AnswerFigures;
struct AnswerStrip;
struct Theme;

// The line below an answer that shows how it came. GUI thread.

/// Its size in px; every strip has it.
struct StripSize
{
    static constexpr int Width = 256; // a cell is 4 px where nothing was waited for
    static constexpr int Height = 6;
};

/// \a strip, which must be valid, with its top left corner at \a place. Waiting is a thin muted line, deltas are tints of the
/// accent by their rate, quiet of the network a half-high and what was held back a full-high warning tint, a new attempt a tick.
void paintStrip(QPainter& painter, const QPointF& place, const AnswerStrip& strip, const Theme& theme);

/// The same in words.
QString stripSentences(const AnswerFigures& figures);

}

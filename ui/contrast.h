#pragma once

class QColor;

namespace sluice {

/// How well one colour is told from the other, as WCAG 2.1 counts it: 1 to 21. Readable text has 4.5 at least, what must be seen
/// of a control 3. Pure.
double contrastRatio(const QColor& one, const QColor& other);

}

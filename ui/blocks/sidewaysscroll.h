#pragma once

#include <QRectF>

class QPainter;

namespace sluice {

struct Theme;

/// How far the content of a block that is wider than the column is scrolled, and the thin bar that shows it. In px. GUI thread.
class SidewaysScroll
{
public:
    /// What \a content is wide and how much of it \a view shows; the offset stays within.
    void setExtent(qreal content, qreal view);

    bool isNeeded() const { return m_content > m_view; }
    qreal offset() const { return m_offset; }
    /// Returns whether anything moved.
    bool scrollBy(qreal dx);
    /// The handle of the bar was dragged that far.
    bool dragBy(qreal dx);

    /// \a track is the room of the bar, Thickness high.
    void paint(QPainter& painter, const QRectF& track, const Theme& theme, bool isHovered) const;

    static constexpr int Thickness = 10; ///< what the mouse can catch; the bar itself is thinner

private:
    qreal m_content = 0;
    qreal m_view = 0;
    qreal m_offset = 0;
};

}

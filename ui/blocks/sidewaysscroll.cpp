#include "ui/blocks/sidewaysscroll.h"

#include "ui/theme.h"

#include <QPainter>

#include <algorithm>

namespace sluice {

namespace {

constexpr qreal BarHeight = 4;
constexpr qreal ShortestHandle = 32;

}

void SidewaysScroll::setExtent(qreal content, qreal view)
{
    m_content = content;
    m_view = view;
    scrollBy(0);
}

bool SidewaysScroll::scrollBy(qreal dx)
{
    const qreal wanted = std::clamp(m_offset + dx, 0.0, std::max(0.0, m_content - m_view));
    return std::exchange(m_offset, wanted) != wanted;
}

bool SidewaysScroll::dragBy(qreal dx)
{
    return m_view > 0 && scrollBy(dx * m_content / m_view);
}

void SidewaysScroll::paint(QPainter& painter, const QRectF& track, const Theme& theme, bool isHovered) const
{
    if (!isNeeded() || track.width() < ShortestHandle)
        return;
    const qreal width = std::max(ShortestHandle, track.width() * m_view / m_content);
    const qreal left = track.left() + (track.width() - width) * m_offset / (m_content - m_view);
    QColor color = theme.mutedText;
    color.setAlphaF(isHovered ? 0.7F : 0.35F);
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    const QRectF handle(left, track.center().y() - BarHeight / 2, width, BarHeight);
    painter.drawRoundedRect(handle, BarHeight / 2, BarHeight / 2);
}

}

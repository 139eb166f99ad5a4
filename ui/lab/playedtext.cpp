#include "ui/lab/playedtext.h"

#include "ui/blocks/blockworker.h"
#include "ui/markdown/unsettledtail.h"
#include "ui/theme.h"

#include <QEvent>
#include <QPainter>

#include <algorithm>

namespace sluice {

namespace {

constexpr int Padding = 16; // px
constexpr int FadeHeight = 24;
constexpr int MostRounds = 8; // of laying out: each lays out what the one before has moved into view

void paintFade(QPainter& painter, const QRect& area, const QColor& surface)
{
    const QRect fade(area.left(), area.top(), area.width(), FadeHeight);
    QLinearGradient gradient(fade.topLeft(), fade.bottomLeft());
    QColor clear = surface;
    clear.setAlpha(0);
    gradient.setColorAt(0, surface);
    gradient.setColorAt(1, clear);
    painter.fillRect(fade, gradient);
}

}

PlayedText::PlayedText(QWidget* parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    if (auto* worker = BlockWorker::current()) {
        connect(worker, &BlockWorker::changed, this, [this] {
            if (m_layout.takeNews())
                update();
        });
    }
}

QSize PlayedText::minimumSizeHint() const
{
    return {160, currentTheme().forText(96)};
}

void PlayedText::clear()
{
    m_text.clear();
    m_document.setText({});
    m_layout.clear();
    m_isGrowing = false;
    update();
}

void PlayedText::append(const QString& text, bool isGrowing)
{
    if (text.isEmpty() && isGrowing == m_isGrowing)
        return;
    m_text += text;
    m_isGrowing = isGrowing;
    const bool isInFence = !m_document.parts().empty() && m_document.parts().back().piece.isFence;
    const qsizetype held = isGrowing && !isInFence ? unsettledTail(m_text) : 0;
    m_document.growTo(QStringView(m_text).first(std::max(m_text.size() - held, m_document.text().size())));
    updateLayout(m_document.takeFirstChanged());
    update();
}

QRect PlayedText::inner() const
{
    return rect().adjusted(Padding, Padding, -Padding, -Padding);
}

void PlayedText::updateLayout(size_t firstChanged)
{
    m_layout.update(
        m_document.parts(), {.theme = currentTheme(), .width = inner().width(), .isGrowing = m_isGrowing}, firstChanged);
}

void PlayedText::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) {
        m_layout.clear();
        updateLayout(0);
        update();
    }
}

void PlayedText::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    updateLayout(0);
}

void PlayedText::paintEvent(QPaintEvent* /*event*/)
{
    ++m_paints;
    const Theme& theme = currentTheme();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.surface);
    painter.drawRoundedRect(rect(), theme.radius, theme.radius);

    const QRect area = inner();
    for (int round = 0; round < MostRounds; ++round) {
        const int top = std::max(0, m_layout.height() - area.height());
        if (!m_layout.layOut(top, top + area.height()))
            break;
    }
    (void)m_layout.takeChange(); // all of it is painted
    painter.setClipRect(area);
    const QPointF origin(area.left(), area.top() + std::min(0, area.height() - m_layout.height()));
    m_layout.paint(painter, origin, {.text = {.theme = theme, .clip = QRectF(area)}});
    if (origin.y() < area.top()) // there is more above: a line that is cut in half would look broken
        paintFade(painter, area, theme.surface);
}

}

#include "ui/panel/histogramchart.h"

#include "ui/panel/figurewords.h"
#include "ui/theme.h"

#include <QEvent>
#include <QPainter>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace sluice {

namespace {

constexpr int MostBars = 40;
constexpr int Top = 24;
constexpr int Bottom = 24;
constexpr int Gap = 16; // between the title and what stands at its right

}

HistogramChart::HistogramChart(const QString& title, QWidget* parent)
    : QWidget(parent)
    , m_title(title)
{
    setFixedHeight(sizeHint().height());
    setAccessibleName(title);
}

void HistogramChart::show(const LogarithmicHistogram& values)
{
    QList<HistogramBar> bars = histogramBars(values, MostBars);
    if (bars == m_bars)
        return;
    m_bars = std::move(bars);
    m_p50 = values.percentile(0.5);
    m_p95 = values.percentile(0.95);
    m_p99 = values.percentile(0.99);
    m_longest = values.max();
    m_most = 0;
    for (const HistogramBar& bar : m_bars)
        m_most = std::max(m_most, bar.count);
    update();
}

void HistogramChart::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() != QEvent::PaletteChange && event->type() != QEvent::FontChange)
        return;
    setFixedHeight(sizeHint().height());
    update();
}

void HistogramChart::paintEvent(QPaintEvent*)
{
    const CountedPaint counted(m_paints);
    const Theme& theme = currentTheme();
    QPainter painter(this);
    painter.fillRect(rect(), theme.surface);
    painter.setFont(theme.small);
    painter.setPen(theme.text);
    painter.drawText(QRect(0, 0, width(), theme.forText(20)), Qt::AlignLeft | Qt::AlignVCenter, m_title);
    const int bottom = theme.forText(Bottom);
    const QRectF plot(0, theme.forText(Top), width(), height() - theme.forText(Top) - bottom);
    painter.setPen(theme.border);
    painter.drawLine(plot.bottomLeft(), plot.bottomRight());
    if (m_bars.isEmpty())
        return;
    painter.setPen(theme.mutedText);
    const QFontMetrics metrics(theme.small);
    const int title = metrics.horizontalAdvance(m_title) + Gap;
    const QString percentiles =
        tr("p50 %1 · p95 %2 · p99 %3").arg(inMilliseconds(m_p50), inMilliseconds(m_p95), inMilliseconds(m_p99));
    painter.drawText(QRectF(title, 0, width() - title, theme.forText(20)), Qt::AlignRight | Qt::AlignVCenter,
        metrics.elidedText(percentiles, Qt::ElideRight, width() - title));

    const double low = std::log(m_bars.first().begin);
    const double high = std::log(m_bars.last().end);
    const auto x = [&](double value) {
        return plot.left() + plot.width() * (std::log(value) - low) / std::max(high - low, 1e-6);
    };
    for (const HistogramBar& bar : m_bars) {
        if (bar.count == 0)
            continue;
        const double tall = std::max(1.0, plot.height() * double(bar.count) / double(m_most));
        const double left = x(bar.begin);
        const double wide = std::clamp(x(bar.end) - left - 1, 1.0, 24.0);
        painter.fillRect(QRectF(left, plot.bottom() - tall, wide, tall), theme.accent);
    }
    painter.setPen(QPen(theme.mutedText, 1, Qt::DotLine));
    for (const double value : {m_p50, m_p95, m_p99})
        painter.drawLine(QPointF(x(value), plot.top()), QPointF(x(value), plot.bottom()));

    painter.setPen(theme.mutedText);
    const QRectF labels(plot.left(), plot.bottom() + 2, plot.width(), bottom - 2);
    painter.drawText(labels, Qt::AlignLeft | Qt::AlignVCenter, inMilliseconds(m_bars.first().begin));
    painter.drawText(labels, Qt::AlignRight | Qt::AlignVCenter, tr("longest %1").arg(inMilliseconds(m_longest)));
}

}

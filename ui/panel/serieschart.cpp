#include "ui/panel/serieschart.h"

#include "ui/panel/figurewords.h"
#include "ui/theme.h"

#include <QChart>
#include <QEvent>
#include <QGraphicsLayout>
#include <QLineSeries>
#include <QValueAxis>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace sluice {

namespace {

constexpr int ChartHeight = 128; // px
constexpr int TitleHeight = 24;
constexpr int LabelHeight = 16;

/// A round number that is not below \a value.
double roundUp(double value)
{
    const double power = std::pow(10, std::floor(std::log10(std::max(value, 1e-9))));
    for (const double factor : {1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0}) {
        if (power * factor >= value)
            return power * factor;
    }
    return power * 10;
}

}

SeriesChart::SeriesChart(const QString& title, const QString& first, const QString& second, QWidget* parent)
    : QChartView(parent)
    , m_title(title)
    , m_firstName(first)
    , m_secondName(second)
    , m_first(new QLineSeries)
    , m_second(new QLineSeries)
    , m_time(new QValueAxis)
    , m_value(new QValueAxis)
{
    setFrameShape(NoFrame);
    setFocusPolicy(Qt::NoFocus);
    viewport()->setFocusPolicy(Qt::NoFocus);
    setAccessibleName(title);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    chart()->legend()->hide();
    chart()->setAnimationOptions(QChart::NoAnimation);
    chart()->setBackgroundRoundness(0);
    chart()->layout()->setContentsMargins(0, 0, 0, 0);
    chart()->addSeries(m_second); // below the other
    chart()->addSeries(m_first);
    chart()->addAxis(m_time, Qt::AlignBottom);
    chart()->addAxis(m_value, Qt::AlignLeft);
    for (QLineSeries* series : {m_first, m_second}) {
        series->attachAxis(m_time);
        series->attachAxis(m_value);
    }
    m_time->setTickCount(3);
    m_value->setTickCount(3);
    // Their labels stand in the drawing: so the lines of all charts begin and end below those of the timeline.
    m_time->setLabelsVisible(false);
    m_value->setLabelsVisible(false);
    applyTheme();
}

void SeriesChart::setTitle(const QString& title)
{
    if (m_title == title)
        return;
    m_title = title;
    setAccessibleName(title);
    viewport()->update();
}

void SeriesChart::show(const QList<QPointF>& first, const QList<QPointF>& second, double seconds, const QList<double>& markers)
{
    double most = 0;
    for (const QList<QPointF>* points : {&first, &second}) {
        for (const QPointF& point : *points)
            most = std::max(most, point.y());
    }
    m_first->replace(first);
    m_second->replace(second);
    m_time->setRange(0, std::max(seconds, 0.001));
    m_value->setRange(0, std::max(roundUp(most * 1.2), 1.0)); // the label needs some room above
    m_markers = markers;
    viewport()->update(); // the labels, too
}

void SeriesChart::changeEvent(QEvent* event)
{
    QChartView::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange)
        applyTheme();
}

void SeriesChart::paintEvent(QPaintEvent* event)
{
    const CountedPaint counted(m_paints);
    QChartView::paintEvent(event);
}

void SeriesChart::resizeEvent(QResizeEvent* event)
{
    // First: the axes are laid out when the chart is resized, in the area that it has then.
    const int title = currentTheme().forText(TitleHeight);
    chart()->setPlotArea(QRectF(0, title, width(), height() - title - currentTheme().forText(LabelHeight)));
    QChartView::resizeEvent(event);
}

void SeriesChart::wheelEvent(QWheelEvent* event)
{
    event->ignore(); // it is the panel that scrolls
}

void SeriesChart::drawForeground(QPainter* painter, const QRectF& rect)
{
    QChartView::drawForeground(painter, rect);
    const Theme& theme = currentTheme();
    painter->save();
    painter->resetTransform();
    const QRectF plot = chart()->plotArea();
    painter->setPen(QPen(theme.mutedText, 1, Qt::DotLine));
    for (const double at : m_markers) {
        const double x = plot.left() + plot.width() * at / m_time->max();
        painter->drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()));
    }
    painter->setFont(theme.small);
    painter->setPen(theme.mutedText);
    painter->drawText(QRectF(plot.left(), plot.top() + 1, plot.width(), theme.forText(LabelHeight)),
        Qt::AlignLeft | Qt::AlignVCenter, inNumber(m_value->max()));
    const QRectF times(plot.left(), plot.bottom() + 1, plot.width(), theme.forText(LabelHeight));
    painter->drawText(times, Qt::AlignLeft | Qt::AlignVCenter, u"0"_s);
    painter->drawText(times, Qt::AlignRight | Qt::AlignVCenter, inMilliseconds(m_time->max() * 1000));
    painter->setPen(theme.text);
    painter->drawText(QRectF(0, 0, width(), theme.forText(20)), Qt::AlignLeft | Qt::AlignVCenter, m_title);
    // What the lines stand for, at the right: a legend box would take more room than the chart has.
    const QFontMetricsF metrics(theme.small);
    const int line = theme.forText(10);
    const double beside = line + 18; // of a name: its line, and what keeps it from its neighbour
    const double room = width() - metrics.horizontalAdvance(m_title) - 8;
    const double wanted = metrics.horizontalAdvance(m_firstName) + metrics.horizontalAdvance(m_secondName) + 2 * beside;
    const double most = wanted > room ? std::max(0.0, room / 2 - beside) : room;
    double right = width();
    const auto name = [&](const QString& text, const QColor& colour) {
        if (text.isEmpty())
            return;
        const QString shown = metrics.elidedText(text, Qt::ElideRight, most);
        const double left = right - metrics.horizontalAdvance(shown);
        painter->setPen(theme.mutedText);
        painter->drawText(QRectF(left, 0, right - left + 1, theme.forText(20)), Qt::AlignLeft | Qt::AlignVCenter, shown);
        painter->setPen(QPen(colour, theme.forText(2)));
        painter->drawLine(QPointF(left - 6 - line, line), QPointF(left - 6, line));
        right = left - beside;
    };
    name(m_secondName, m_second->color());
    name(m_firstName, m_first->color());
    painter->restore();
}

void SeriesChart::applyTheme()
{
    setFixedHeight(currentTheme().forText(ChartHeight));
    const Theme& theme = currentTheme();
    setBackgroundBrush(theme.surface);
    chart()->setBackgroundVisible(false);
    chart()->setPlotAreaBackgroundVisible(false);
    m_first->setPen(QPen(theme.accent, 1.5));
    QColor other = theme.mutedText;
    m_second->setPen(QPen(other, 1.5));
    for (QValueAxis* axis : {m_time, m_value}) {
        axis->setLabelsColor(theme.mutedText);
        axis->setLabelsFont(theme.small);
        axis->setGridLinePen(QPen(theme.border, 1));
        axis->setLinePen(QPen(theme.border, 1));
    }
    m_time->setGridLineVisible(false);
    viewport()->update();
}

}

#include "ui/panel/headlinefigures.h"

#include "core/base/joinedwords.h"
#include "ui/panel/figurewords.h"
#include "ui/panel/panelcontent.h"
#include "ui/theme.h"

#include <QEvent>
#include <QPainter>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace sluice {

namespace {

constexpr int Gap = 8; // px: between two figures

}

HeadlineFigures::HeadlineFigures(QWidget* parent)
    : QWidget(parent)
{
    setFixedHeight(sizeHint().height());
}

QList<HeadlineFigure> headlineOf(const PanelContent& content)
{
    const std::optional<double> rate = meanRate(content);
    const std::optional<double> time =
        content.isLive && content.timeline ? std::optional(content.timeline->lastMs) : content.answer.figures.e2eMs;
    return {{HeadlineFigures::tr("TTFT"), inMilliseconds(content.answer.figures.ttftMs)},
        {content.countsTokens() ? HeadlineFigures::tr("tokens/s") : HeadlineFigures::tr("deltas/s"),
            rate ? inNumber(*rate) : u"–"_s},
        {content.isLive ? HeadlineFigures::tr("so far") : HeadlineFigures::tr("E2E"), inMilliseconds(time)}};
}

void HeadlineFigures::show(const QList<HeadlineFigure>& figures)
{
    if (figures == m_figures)
        return;
    m_figures = figures;
    QStringList words;
    for (const HeadlineFigure& figure : std::as_const(m_figures))
        words += figure.name + u' ' + figure.value;
    setAccessibleName(listed(words));
    update();
}

void HeadlineFigures::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() != QEvent::PaletteChange && event->type() != QEvent::FontChange)
        return;
    setFixedHeight(sizeHint().height());
    update();
}

void HeadlineFigures::paintEvent(QPaintEvent*)
{
    const CountedPaint counted(m_paints);
    const Theme& theme = currentTheme();
    QPainter painter(this);
    if (m_figures.isEmpty())
        return;
    const int column = width() / int(m_figures.size());
    QFont large = theme.heading;
    const auto isTooWide = [&large, column](const HeadlineFigure& figure) {
        return QFontMetrics(large).horizontalAdvance(figure.value) > column - Gap;
    };
    for (const QFont& smaller : {theme.body, theme.small}) {
        if (std::any_of(m_figures.cbegin(), m_figures.cend(), isTooWide))
            large.setPixelSize(smaller.pixelSize());
    }
    int left = 0;
    for (const HeadlineFigure& figure : std::as_const(m_figures)) {
        painter.setFont(large);
        painter.setPen(theme.text);
        const int room = column - Gap;
        painter.drawText(QRect(left, 0, room, theme.forText(28)), Qt::AlignLeft | Qt::AlignVCenter,
            painter.fontMetrics().elidedText(figure.value, Qt::ElideRight, room));
        painter.setFont(theme.small);
        painter.setPen(theme.mutedText);
        painter.drawText(QRect(left, theme.forText(28), room, theme.forText(20)), Qt::AlignLeft | Qt::AlignVCenter,
            painter.fontMetrics().elidedText(figure.name, Qt::ElideRight, room));
        left += column;
    }
}

}

#include "ui/panel/headlinefigures.h"

#include "ui/panel/figurewords.h"
#include "ui/theme.h"

#include <QEvent>
#include <QPainter>

using namespace Qt::StringLiterals;

namespace sluice {

HeadlineFigures::HeadlineFigures(QWidget* parent)
    : QWidget(parent)
{
    setFixedHeight(sizeHint().height());
}

void HeadlineFigures::show(const PanelContent& content)
{
    const std::optional<double> rate = meanRate(content);
    const std::optional<double> time =
        content.isLive && content.timeline ? std::optional(content.timeline->lastMs) : content.answer.figures.e2eMs;
    const std::array<Figure, 3> figures {{{tr("TTFT"), inMilliseconds(content.answer.figures.ttftMs)},
        {content.countsTokens() ? tr("tokens/s") : tr("deltas/s"), rate ? inNumber(*rate) : u"–"_s},
        {content.isLive ? tr("so far") : tr("E2E"), inMilliseconds(time)}}};
    if (figures == m_figures)
        return;
    m_figures = figures;
    QStringList words;
    for (const Figure& figure : m_figures)
        words += figure.name + u' ' + figure.value;
    setAccessibleName(words.join(u", "_s));
    update();
}

void HeadlineFigures::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        update();
}

void HeadlineFigures::paintEvent(QPaintEvent*)
{
    const CountedPaint counted(m_paints);
    const Theme& theme = currentTheme();
    QPainter painter(this);
    const int column = width() / int(m_figures.size());
    int left = 0;
    for (const Figure& figure : m_figures) {
        painter.setFont(theme.heading);
        painter.setPen(theme.text);
        painter.drawText(QRect(left, 0, column, 28), Qt::AlignLeft | Qt::AlignVCenter, figure.value);
        painter.setFont(theme.small);
        painter.setPen(theme.mutedText);
        painter.drawText(QRect(left, 28, column, 20), Qt::AlignLeft | Qt::AlignVCenter, figure.name);
        left += column;
    }
}

}

#include "ui/panel/timelineview.h"

#include "core/base/joinedwords.h"
#include "ui/panel/figurewords.h"
#include "ui/theme.h"

#include <QEvent>
#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace sluice {

namespace {

constexpr int MostShown = 6; // attempts

int barHeight()
{
    return currentTheme().forText(12);
}

/// From one attempt to the next.
int step()
{
    return currentTheme().forText(20);
}

/// With the gap behind it.
int swatchWidth()
{
    return currentTheme().forText(12);
}

int titleHeight()
{
    return currentTheme().forText(24);
}

int legendLine()
{
    return currentTheme().forText(16);
}

QColor mixed(const QColor& over, const QColor& under, double share)
{
    return QColor::fromRgbF(float(over.redF() * share + under.redF() * (1 - share)),
        float(over.greenF() * share + under.greenF() * (1 - share)), float(over.blueF() * share + under.blueF() * (1 - share)));
}

struct Phase
{
    QString name;
    std::optional<double> endMs;
};

QList<Phase> phases(const TimelineAttempt& attempt)
{
    return {{TimelineView::tr("name"), attempt.connectingMs}, {TimelineView::tr("connection"), attempt.connectedMs},
        {attempt.connectedMs ? TimelineView::tr("TLS") : TimelineView::tr("connection and TLS"), attempt.encryptedMs},
        {attempt.connectedMs || attempt.encryptedMs || attempt.reusedConnection ? TimelineView::tr("request")
                                                                                : TimelineView::tr("connection and request"),
            attempt.requestSentMs},
        {TimelineView::tr("first byte"), attempt.headMs}, {TimelineView::tr("first text"), attempt.firstDeltaMs}};
}

}

TimelineView::TimelineView(QWidget* parent)
    : QWidget(parent)
{
    setAccessibleName(tr("Timeline"));
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

QSize TimelineView::sizeHint() const
{
    return {280, titleHeight() + std::max(1, shownAttempts()) * step() + legendLine() + legendLines() * legendLine()};
}

int TimelineView::shownAttempts() const
{
    return m_timeline ? std::min(MostShown, int(m_timeline->attempts.size())) : 0;
}

void TimelineView::show(const std::shared_ptr<const StreamTimeline>& timeline)
{
    const QSize before = sizeHint();
    m_timeline = timeline;
    if (sizeHint() != before)
        updateGeometry();
    QStringList words;
    if (timeline) {
        for (const TimelineAttempt& attempt : timeline->attempts)
            words += attemptWords(attempt);
    }
    setAccessibleDescription(partedStatements(words));
    update();
}

double TimelineView::x(double ms) const
{
    return width() * ms / std::max(m_timeline->lastMs, 1.0);
}

void TimelineView::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() != QEvent::PaletteChange && event->type() != QEvent::FontChange)
        return;
    updateGeometry();
    update();
}

void TimelineView::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    updateGeometry(); // the legend may need another line
}

bool TimelineView::event(QEvent* event)
{
    if (event->type() == QEvent::ToolTip && m_timeline) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const int row = (help->y() - titleHeight()) / step();
        if (row >= 0 && row < shownAttempts())
            QToolTip::showText(help->globalPos(), attemptWords(m_timeline->attempts[std::size_t(row)]), this);
        else
            QToolTip::hideText();
        return true;
    }
    return QWidget::event(event);
}

void TimelineView::paintEvent(QPaintEvent*)
{
    const CountedPaint counted(m_paints);
    const Theme& theme = currentTheme();
    QPainter painter(this);
    painter.fillRect(rect(), theme.surface);
    painter.setFont(theme.small);
    painter.setPen(theme.text);
    painter.drawText(QRect(0, 0, width(), theme.forText(20)), Qt::AlignLeft | Qt::AlignVCenter, tr("Timeline"));
    if (!m_timeline)
        return;
    const int attempts = shownAttempts();
    if (int(m_timeline->attempts.size()) > attempts) {
        painter.setPen(theme.mutedText);
        painter.drawText(QRect(0, 0, width(), theme.forText(20)), Qt::AlignRight | Qt::AlignVCenter,
            tr("%n more attempts", nullptr, int(m_timeline->attempts.size()) - attempts));
    }
    for (int i = 0; i < attempts; ++i) {
        const TimelineAttempt& attempt = m_timeline->attempts[std::size_t(i)];
        const double end = attempt.endMs.value_or(m_timeline->lastMs);
        paintAttempt(painter, attempt, end, titleHeight() + i * step());
    }
    if (attempts == 0) // an answer of the cache
        painter.fillRect(QRectF(0, titleHeight(), x(m_timeline->lastMs), barHeight()), mixed(theme.accent, theme.surface, 0.35));

    const int bottom = titleHeight() + std::max(1, attempts) * step();
    painter.setPen(theme.mutedText);
    painter.drawText(QRect(0, bottom - 6, width(), theme.forText(18)), Qt::AlignLeft | Qt::AlignVCenter, u"0"_s);
    painter.drawText(
        QRect(0, bottom - 6, width(), theme.forText(18)), Qt::AlignRight | Qt::AlignVCenter, inMilliseconds(m_timeline->lastMs));
    paintLegend(painter, bottom + theme.forText(18) - 6);
}

void TimelineView::paintAttempt(QPainter& painter, const TimelineAttempt& attempt, double end, int top) const
{
    const Theme& theme = currentTheme();
    const auto fill = [&](double from, double to, const QColor& colour) {
        painter.fillRect(QRectF(x(from), top, std::max(1.0, x(to) - x(from)), barHeight()), colour);
    };
    const double sent =
        attempt.requestSentMs.value_or(attempt.encryptedMs.value_or(attempt.connectedMs.value_or(attempt.startMs)));
    const double first = attempt.firstDeltaMs.value_or(end);
    fill(attempt.startMs, sent, mixed(theme.text, theme.surface, 0.55)); // name, connection, TLS, request
    fill(sent, first, mixed(theme.mutedText, theme.surface, 0.35)); // waiting
    if (attempt.firstDeltaMs)
        fill(first, end, mixed(theme.accent, theme.surface, 0.55));
    for (const TimelineStall& stall : m_timeline->stalls) {
        const double from = std::max(stall.startMs, first);
        const double to = std::min(stall.startMs + stall.lengthMs, end);
        if (to > from)
            fill(from, to, stall.cause == StallCause::HeldBack ? theme.error : theme.warning);
    }
    if (attempt.brokenBy) {
        painter.setPen(QPen(theme.error, 2));
        painter.drawLine(QPointF(x(end), top - 2), QPointF(x(end), top + barHeight() + 2));
    }
    painter.setPen(QPen(theme.text, 1, Qt::DotLine));
    for (const TimelineStrategy& strategy : m_timeline->strategies) {
        if (strategy.atMs > attempt.startMs && strategy.atMs < end)
            painter.drawLine(QPointF(x(strategy.atMs), top - 2), QPointF(x(strategy.atMs), top + barHeight() + 2));
    }
}

/// What the drawing is made of.
QList<std::pair<QString, QColor>> TimelineView::legend() const
{
    const Theme& theme = currentTheme();
    QList<std::pair<QString, QColor>> parts {{tr("connect"), mixed(theme.text, theme.surface, 0.55)},
        {tr("wait"), mixed(theme.mutedText, theme.surface, 0.35)}, {tr("deltas"), mixed(theme.accent, theme.surface, 0.55)}};
    const auto has = [this](StallCause cause) {
        return m_timeline && std::ranges::find(m_timeline->stalls, cause, &TimelineStall::cause) != m_timeline->stalls.end();
    };
    if (has(StallCause::NetworkQuiet))
        parts.append({tr("network quiet"), theme.warning});
    if (has(StallCause::HeldBack))
        parts.append({tr("held back"), theme.error});
    return parts;
}

int TimelineView::legendLines() const
{
    const QFontMetricsF metrics(currentTheme().small);
    const QList<std::pair<QString, QColor>> parts = legend();
    double wide = -swatchWidth();
    for (const auto& [name, colour] : parts)
        wide += 2 * swatchWidth() + metrics.horizontalAdvance(name);
    return wide > width() ? 2 : 1;
}

void TimelineView::paintLegend(QPainter& painter, int top) const
{
    const Theme& theme = currentTheme();
    const QFontMetricsF metrics(theme.small);
    double left = 0;
    const QList<std::pair<QString, QColor>> parts = legend();
    for (const auto& [name, colour] : parts) {
        const double wide = metrics.horizontalAdvance(name);
        if (left > 0 && left + swatchWidth() + wide > width()) {
            left = 0;
            top += legendLine();
        }
        const int swatch = theme.forText(8);
        painter.fillRect(QRectF(left, top + (legendLine() - swatch) / 2, swatch, swatch), colour);
        painter.setPen(theme.mutedText);
        painter.drawText(QRectF(left + swatchWidth(), top, wide + 1, legendLine()), Qt::AlignLeft | Qt::AlignVCenter, name);
        left += wide + 2 * swatchWidth();
    }
}

QString attemptWords(const TimelineAttempt& attempt)
{
    QStringList parts;
    double since = attempt.startMs;
    for (const Phase& phase : phases(attempt)) {
        if (!phase.endMs)
            continue;
        parts += u"%1 %2"_s.arg(phase.name, inMilliseconds(*phase.endMs - since));
        since = *phase.endMs;
    }
    if (attempt.reusedConnection)
        parts.prepend(TimelineView::tr("a connection that was there"));
    if (attempt.endMs)
        parts += attempt.brokenBy ? TimelineView::tr("broken after %1").arg(inMilliseconds(*attempt.endMs - attempt.startMs))
                                  : TimelineView::tr("ended after %1").arg(inMilliseconds(*attempt.endMs - attempt.startMs));
    return listed(parts);
}

}

#include "ui/settings/strategypreview.h"

#include "core/flow/strategysample.h"
#include "ui/settings/previewtext.h"
#include "ui/theme.h"

#include <QEvent>
#include <QGridLayout>
#include <QLabel>
#include <QLocale>
#include <QPushButton>

namespace sluice {

using namespace Qt::StringLiterals;

namespace {

constexpr Millis RestBehindEnd {1500}; ///< so that the end can be read before it begins again

QString textUntil(const StrategyPlay& play, Micros time)
{
    QString text;
    for (const PlayedFlush& flush : play.flushes) {
        if (flush.at > time)
            break;
        text += flush.text;
    }
    return text;
}

QString inMillis(Micros time)
{
    return QLocale().toString(qRound(double(time.count()) / 1000));
}

}

StrategyPreview::StrategyPreview(QWidget* parent, const Clock& clock)
    : QWidget(parent)
    , m_clock(clock)
    , m_sample(strategySample())
{
    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(16);
    grid->setVerticalSpacing(8);
    m_plain = makeSide(0);
    m_chosen = makeSide(1);
    grid->setColumnStretch(0, 1);
    grid->setColumnStretch(1, 1);
    m_button = new QPushButton(this);
    m_button->setAutoDefault(false);
    grid->addWidget(m_button, 3, 0, 1, 2, Qt::AlignLeft);
    connect(m_button, &QPushButton::clicked, this, [this] {
        m_isPaused = isPlaying();
        isPlaying() ? stop() : begin();
    });
    m_timer.setTimerType(Qt::PreciseTimer);
    m_timer.setInterval(m_frameInterval);
    connect(&m_timer, &QTimer::timeout, this, &StrategyPreview::advance);
    load(m_plain, {.name = u"none"_s});
    load(m_chosen, m_options);
    applyMotion();
    stop();
}

StrategyPreview::Side StrategyPreview::makeSide(int column)
{
    auto* grid = static_cast<QGridLayout*>(layout());
    Side side {.title = new QLabel(this), .text = new PreviewText(this), .figures = new QLabel(this)};
    side.title->setProperty("textSize", u"section"_s);
    side.figures->setProperty("textSize", u"small"_s);
    side.figures->setProperty("tone", u"muted"_s);
    side.figures->setWordWrap(true);
    grid->addWidget(side.title, 0, column);
    grid->addWidget(side.text, 1, column);
    grid->addWidget(side.figures, 2, column, Qt::AlignTop);
    return side;
}

void StrategyPreview::load(Side& side, const StrategyOptions& options)
{
    side.title->setText(options.name);
    side.text->setAccessibleName(tr("Sample with %1").arg(options.name));
    side.play = playStrategy(m_sample, options);
    showFigures();
}

void StrategyPreview::showFigures()
{
    for (const Side* side : {&m_plain, &m_chosen}) {
        const StrategyPlay& play = side->play;
        side->figures->setText(tr("Added delay: p50 %1 ms, p95 %2 ms\nRepaints: %3, for %4 flushes")
                .arg(inMillis(percentile(play.addedDelays, 50).value_or(Micros(0))),
                    inMillis(percentile(play.addedDelays, 95).value_or(Micros(0))))
                .arg(play.frames(m_frameInterval))
                .arg(play.flushes.size()));
    }
}

void StrategyPreview::setStrategy(const StrategyOptions& options)
{
    if (options == m_options)
        return;
    m_options = options;
    load(m_chosen, options);
    if (isPlaying())
        begin();
    else
        stop();
}

void StrategyPreview::setFrameInterval(Millis interval)
{
    m_frameInterval = interval;
    m_timer.setInterval(interval);
    showFigures();
}

void StrategyPreview::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && m_isReduced != currentTheme().reducesMotion)
        applyMotion();
}

void StrategyPreview::applyMotion()
{
    m_isReduced = currentTheme().reducesMotion;
    if (m_isReduced)
        stop();
    else if (isVisible() && !m_isPaused)
        begin();
}

std::pair<QString, QString> StrategyPreview::shownTexts() const
{
    return {m_plain.text->text(), m_chosen.text->text()};
}

std::pair<QString, QString> StrategyPreview::figures() const
{
    return {m_plain.figures->text(), m_chosen.figures->text()};
}

void StrategyPreview::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    if (!m_isReduced && !m_isPaused)
        begin();
}

void StrategyPreview::hideEvent(QHideEvent* event)
{
    stop();
    QWidget::hideEvent(event);
}

void StrategyPreview::begin()
{
    m_started = m_clock.now();
    m_timer.start();
    m_button->setText(tr("Pause"));
    advance();
}

/// What stands still shows the whole: that can be read.
void StrategyPreview::stop()
{
    m_timer.stop();
    m_button->setText(tr("Play"));
    m_plain.text->setText(textUntil(m_plain.play, m_plain.play.end));
    m_chosen.text->setText(textUntil(m_chosen.play, m_chosen.play.end));
}

void StrategyPreview::advance()
{
    const auto played = std::chrono::duration_cast<Micros>(m_clock.now() - m_started);
    if (played >= m_chosen.play.end + RestBehindEnd) {
        if (m_isReduced)
            stop();
        else
            begin();
        return;
    }
    m_plain.text->setText(textUntil(m_plain.play, played));
    m_chosen.text->setText(textUntil(m_chosen.play, played));
}

}

#include "ui/lab/strategiespage.h"

#include "core/engine/settings.h"
#include "ui/combobox.h"
#include "ui/elidedlabel.h"
#include "ui/lab/labwindow.h"
#include "ui/lab/strategypane.h"
#include "ui/panel/figurewords.h"
#include "ui/theme.h"

#include <QGridLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include <array>

namespace sluice {

using namespace Qt::StringLiterals;

namespace {

constexpr std::array Speeds {0.25, 0.5, 1.0, 2.0, 4.0};
constexpr int Margin = 24; // px

QStringList strategiesAtFirst(const QByteArray& kept)
{
    const QStringList known = strategyNames();
    QStringList names = QString::fromUtf8(kept).split(u',', Qt::SkipEmptyParts);
    names.removeIf([&known](const QString& name) { return !known.contains(name); });
    return names.size() == StrategiesPage::PaneCount ? names : QStringList {u"none"_s, u"adaptive"_s, u"sentence"_s, u"smooth"_s};
}

}

StrategiesPage::StrategiesPage(const LabServices& services, QWidget* parent, const Clock& clock)
    : QWidget(parent)
    , m_services(services)
    , m_clock(clock)
    , m_note(new ElidedLabel(this))
    , m_strategies(strategiesAtFirst(services.settings.labState(u"strategies")))
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(Margin, Margin, Margin, 16);
    column->setSpacing(8);
    auto* title = new QLabel(tr("Strategies"), this);
    title->setProperty("textSize", u"heading"_s);
    column->addWidget(title);
    m_note->setProperty("tone", u"muted"_s);
    m_note->setProperty("textSize", u"small"_s);
    column->addWidget(m_note);
    column->addWidget(makeBar());
    auto* grid = new QGridLayout;
    grid->setContentsMargins(0, 8, 0, 0);
    grid->setHorizontalSpacing(24);
    grid->setVerticalSpacing(16);
    for (int i = 0; i < PaneCount; ++i) {
        m_panes.push_back(new StrategyPane(i + 1, this));
        grid->addWidget(m_panes.back(), i / 2, i % 2);
        connect(m_panes.back(), &StrategyPane::strategyChosen, this, [this, i](const QString& name) {
            m_strategies[i] = name;
            m_services.settings.setLabState(u"strategies", m_strategies.join(u',').toUtf8());
            loadPane(size_t(i));
        });
    }
    for (int i = 0; i < 2; ++i) {
        grid->setColumnStretch(i, 1);
        grid->setRowStretch(i, 1);
    }
    column->addLayout(grid, 1);

    m_timer.setTimerType(Qt::PreciseTimer);
    connect(&m_timer, &QTimer::timeout, this, &StrategiesPage::advance);
    connect(&services.settings, &Settings::screenPaceChanged, this, &StrategiesPage::takePace);
    connect(&services.settings, &Settings::strategyChanged, this, &StrategiesPage::loadPanes);
    if (const auto* lab = qobject_cast<LabWindow*>(parent))
        connect(lab, &LabWindow::closing, this, &StrategiesPage::pause);
    takePace();
    takeSource();
}

StrategiesPage::~StrategiesPage() = default;

QWidget* StrategiesPage::makeBar()
{
    auto* bar = new QWidget(this);
    auto* row = new QHBoxLayout(bar);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    m_source = new ComboBox(ComboBox::Look::Framed, bar);
    m_source->setAccessibleName(tr("Stream to play"));
    m_source->addItem(tr("Sample text"), int(Source::BuiltIn));
    m_source->addItem(tr("Recording of the demo"), int(Source::Shipped));
    m_source->addItem(tr("Last answer"), int(Source::LastAnswer));
    m_source->addItem(tr("Recording…"), int(Source::File));
    m_source->setMaximumWidth(currentTheme().forText(240));
    connect(m_source, &QComboBox::activated, this, &StrategiesPage::takeSource);
    m_play = new QPushButton(bar);
    m_play->setAutoDefault(false);
    m_play->setMinimumWidth(currentTheme().forText(88));
    connect(m_play, &QPushButton::clicked, this, [this] { isPlaying() ? pause() : play(); });
    m_speed = new ComboBox(ComboBox::Look::Framed, bar);
    m_speed->setAccessibleName(tr("Speed"));
    for (const double speed : Speeds)
        m_speed->addItem(tr("%1 ×").arg(inNumber(speed)), speed);
    m_speed->setCurrentIndex(2);
    m_speed->setMaximumWidth(currentTheme().forText(96));
    connect(m_speed, &QComboBox::activated, this, [this] { m_time.setSpeed(m_speed->currentData().toDouble(), m_clock.now()); });
    m_position = new QLabel(bar);
    m_position->setProperty("tone", u"muted"_s);
    row->addWidget(m_source);
    row->addWidget(m_play);
    row->addWidget(m_speed);
    row->addWidget(m_position);
    row->addStretch(1);
    return bar;
}

void StrategiesPage::takePace()
{
    const Millis interval = m_services.settings.screenPace().repaintInterval;
    m_timer.setInterval(interval);
    for (StrategyPane* pane : m_panes)
        pane->setFrameInterval(interval);
}

QString StrategiesPage::note() const
{
    return m_note->text();
}

void StrategiesPage::showSample(const StreamSample& sample, const QString& note)
{
    m_sample = sample;
    m_note->showText(note);
    pause();
    const bool isStill = m_services.settings.screenPace().reducedMotion == ReducedMotion::On;
    m_time.move(isStill ? sample.end : Micros(0), m_clock.now()); // what stands still shows the whole
    loadPanes();
    m_wasPlaying = !isStill;
    if (isVisible() && m_wasPlaying)
        play();
}

void StrategiesPage::loadPanes()
{
    for (size_t i = 0; i < m_panes.size(); ++i)
        loadPane(i);
}

void StrategiesPage::loadPane(size_t index)
{
    StrategyOptions options = m_services.settings.strategy();
    options.name = m_strategies[qsizetype(index)];
    m_panes[index]->load(m_sample.deltas, options, m_sample.end);
    showTime(m_time.at(m_clock.now()));
}

void StrategiesPage::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    if (m_wasPlaying)
        play();
}

void StrategiesPage::hideEvent(QHideEvent* event)
{
    const bool isPlaying = m_timer.isActive();
    pause();
    m_wasPlaying = isPlaying;
    QWidget::hideEvent(event);
}

void StrategiesPage::play()
{
    const TimePoint now = m_clock.now();
    if (m_time.at(now) >= m_sample.end)
        m_time.move(Micros(0), now);
    m_time.run(now);
    m_wasPlaying = true;
    m_play->setText(tr("Pause"));
    m_timer.start();
    advance();
}

void StrategiesPage::pause()
{
    m_time.hold(m_clock.now());
    m_wasPlaying = false;
    m_play->setText(tr("Play"));
    m_timer.stop();
}

void StrategiesPage::advance()
{
    const Micros time = m_time.at(m_clock.now());
    showTime(time);
    if (time >= m_sample.end)
        pause();
}

void StrategiesPage::showTime(Micros time)
{
    const Micros shown = std::min(time, m_sample.end);
    for (StrategyPane* pane : m_panes)
        pane->showUntil(shown);
    m_position->setText(
        tr("%1 s of %2 s").arg(double(shown.count()) / 1e6, 0, 'f', 1).arg(double(m_sample.end.count()) / 1e6, 0, 'f', 1));
}

QWidget* makeStrategiesPage(const LabServices& services, QWidget* parent)
{
    return new StrategiesPage(services, parent);
}

}

#include "ui/panel/performancepanel.h"

#include "ui/contractname.h"
#include "ui/elidedlabel.h"
#include "ui/icons.h"
#include "ui/menubutton.h"
#include "ui/panel/figurestable.h"
#include "ui/panel/headlinefigures.h"
#include "ui/panel/histogramchart.h"
#include "ui/panel/owncost.h"
#include "ui/panel/panelsaving.h"
#include "ui/panel/panelsource.h"
#include "ui/panel/serieschart.h"
#include "ui/panel/timelinepoints.h"
#include "ui/panel/timelineview.h"
#include "ui/theme.h"

#include <QEvent>
#include <QLabel>
#include <QLocale>
#include <QMenu>
#include <QScrollArea>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace sluice {

using namespace Qt::StringLiterals;

PerformancePanel::PerformancePanel(PanelSource& source, FrameTime frameP95, QWidget* parent)
    : QWidget(parent)
    , m_source(source)
    , m_frameP95(std::move(frameP95))
    , m_cost(new OwnCost(this))
    , m_figures(new FiguresModel(this))
    , m_timer(this)
{
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(makeHeader());
    m_area = new QScrollArea(this);
    m_area->setAccessibleName(tr("Charts and figures"));
    m_area->setProperty("focusFrame", true); // the keyboard scrolls it
    m_area->setWidgetResizable(true);
    m_area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_area->viewport()->setBackgroundRole(QPalette::AlternateBase);
    m_area->setWidget(makeContent());
    layout->addWidget(m_area, 1);

    m_saving = new PanelSaving(*m_area->widget(), *m_figures, this);
    auto* menu = new QMenu(m_export);
    m_saving->addTo(*menu);
    m_export->setPopup(menu);
    connect(m_saving, &PanelSaving::said, this, &PerformancePanel::said);

    m_timer.setObjectName(u"refresh"_s);
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &PerformancePanel::refresh);
    connect(&m_source, &PanelSource::changed, this, &PerformancePanel::refreshSoon);
    connect(m_cost, &OwnCost::changed, this, &PerformancePanel::refreshSoon);
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::AlternateBase); // last: it changes the palette, and that is heard
    applyTheme();
}

QWidget* PerformancePanel::makeHeader()
{
    auto* header = new QWidget(this);
    header->setFixedHeight(48);
    auto* row = new QHBoxLayout(header);
    row->setContentsMargins(16, 0, 8, 0);
    row->setSpacing(4);
    auto* title = new QLabel(tr("Performance"), header);
    m_about = new ElidedLabel(header);
    m_about->setProperty("tone", u"muted"_s);
    m_about->setProperty("textSize", u"small"_s);
    m_export = new MenuButton(header);
    m_export->setAccessibleName(tr("Export figures"));
    m_export->setToolTip(tr("Save the figures, a picture or a trace"));
    m_close = new QToolButton(header);
    m_close->setAccessibleName(tr("Close the panel"));
    m_close->setToolTip(tr("Close (Ctrl+Shift+P)"));
    connect(m_close, &QToolButton::clicked, this, &PerformancePanel::closeRequested);
    row->addWidget(title);
    row->addSpacing(4);
    row->addWidget(m_about, 1);
    for (QToolButton* button : {static_cast<QToolButton*>(m_export), m_close}) {
        button->setFocusPolicy(Qt::TabFocus);
        row->addWidget(button);
    }
    return header;
}

QWidget* PerformancePanel::makeContent()
{
    auto* content = new QWidget(this);
    content->setBackgroundRole(QPalette::AlternateBase);
    content->setAutoFillBackground(true);
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(16, 8, 16, 16);
    column->setSpacing(8);
    m_verdict = new QLabel(content);
    m_verdict->setWordWrap(true);
    m_verdict->setTextFormat(Qt::PlainText);
    m_verdict->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_charts = makeCharts();
    auto* figures = new QLabel(tr("Figures"), content);
    figures->setProperty("textSize", u"small"_s);
    m_table = new FiguresTable(*m_figures, QString(), content);
    setContractName(*m_table, u"Stream figures", figures->text());
    column->addWidget(m_verdict);
    column->addWidget(m_charts);
    column->addWidget(figures);
    auto* table = new QVBoxLayout; // its cells have a margin of 3 px: names stand below the headings
    table->setContentsMargins(-3, 0, -3, 0);
    table->addWidget(m_table);
    column->addLayout(table);
    column->addStretch(1);
    return content;
}

QWidget* PerformancePanel::makeCharts()
{
    auto* charts = new QWidget(this);
    auto* column = new QVBoxLayout(charts);
    column->setContentsMargins(0, 8, 0, 8);
    column->setSpacing(16);
    m_headline = new HeadlineFigures(charts);
    m_timeline = new TimelineView(charts);
    m_rate = new SeriesChart(tr("Deltas/s"), tr("received"), tr("shown"), charts);
    m_depth = new SeriesChart(tr("Waiting"), tr("buffer, deltas"), tr("queue, flushes"), charts);
    m_itl = new HistogramChart(tr("ITL"), charts);
    for (QWidget* part : std::initializer_list<QWidget*> {m_headline, m_timeline, m_rate, m_depth, m_itl})
        column->addWidget(part);
    return charts;
}

void PerformancePanel::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    m_shownAt = m_refreshedAt = steadyClock().now();
    m_refreshSeconds = 0;
    m_paintSecondsBefore = paints().seconds;
    m_cost->setActive(true);
    m_source.setActive(true);
    refresh(); // never with what was there before
}

void PerformancePanel::hideEvent(QHideEvent* event)
{
    QWidget::hideEvent(event);
    m_cost->setActive(false);
    m_source.setActive(false);
    m_timer.stop();
}

void PerformancePanel::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        applyTheme();
}

void PerformancePanel::applyTheme()
{
    m_export->setIcon(lineIcon(u"export", currentTheme().mutedText));
    m_close->setIcon(lineIcon(u"clear", currentTheme().mutedText));
}

void PerformancePanel::refreshSoon()
{
    if (!isVisible() || m_timer.isActive())
        return;
    const auto since = std::chrono::duration_cast<Millis>(steadyClock().now() - m_refreshedAt);
    m_timer.start(std::max(Millis(0), Interval - since));
}

void PerformancePanel::refresh()
{
    const double begin = OwnCost::threadCpuSeconds();
    m_refreshedAt = steadyClock().now();
    const PanelContent& content = m_source.content();
    m_saving->setContent(content);
    if (!content.timeline || content.timeline != m_shown || content.isLive != m_isShownLive
        || content.answer.figures != m_shownFigures)
        showStream();
    m_figures->show(content, ownFigures());
    m_refreshSeconds += OwnCost::threadCpuSeconds() - begin;
}

void PerformancePanel::showStream()
{
    const PanelContent& content = m_source.content();
    m_shown = content.timeline;
    m_shownFigures = content.answer.figures;
    m_isShownLive = content.isLive;
    m_charts->setVisible(bool(m_shown));
    m_verdict->setText(m_shown ? streamVerdict(content) : emptyText());
    m_about->showText(!m_shown ? QString()
            : content.isLive   ? tr("live")
                               : QLocale().toString(content.answer.createdAt.toLocalTime(), QLocale::ShortFormat));
    if (!m_shown)
        return;
    m_headline->show(headlineOf(content));
    QList<double> changes; // of strategy
    for (const TimelineStrategy& strategy : m_shown->strategies) {
        if (strategy.atMs > 0)
            changes += strategy.atMs / 1000;
    }
    const double seconds = m_shown->lastMs / 1000;
    m_rate->setTitle(countsEachToken(content) ? tr("Tokens/s") : tr("Deltas/s"));
    m_rate->show(receivedRate(*m_shown), shownRate(*m_shown), seconds, changes);
    m_depth->show(heldDepth(*m_shown), queueDepth(*m_shown), seconds, changes);
    m_itl->show(m_shown->itlMs);
    m_timeline->show(m_shown);
}

OwnFigures PerformancePanel::ownFigures() const
{
    OwnFigures own;
    own.cpuPercent = m_cost->cpuPercent();
    own.residentBytes = m_cost->residentBytes();
    if (const std::optional<Millis> block = m_cost->longestBlock())
        own.longestBlockMs = double(block->count());
    if (const std::optional<Micros> frame = m_frameP95 ? m_frameP95() : std::nullopt)
        own.frameP95Ms = double(frame->count()) / 1000;
    const double lasted = std::chrono::duration<double>(steadyClock().now() - m_shownAt).count();
    if (lasted >= 1)
        own.panelPercent = (m_refreshSeconds + paints().seconds - m_paintSecondsBefore) / lasted * 100;
    return own;
}

QString PerformancePanel::emptyText() const
{
    return m_source.content().answer.createdAt.isValid()
        ? tr("How this answer came was not measured, or is not stored. Ask something, and you see it here live.")
        : tr("How an answer comes is shown here while it streams and after it: where it waits, how evenly it flows, and what "
             "Sluice itself costs.");
}

PaintCount PerformancePanel::paints() const
{
    PaintCount all;
    for (const PaintCount& part :
        {m_headline->paints(), m_timeline->paints(), m_rate->paints(), m_depth->paints(), m_itl->paints(), m_table->paints()})
        all += part;
    return all;
}

bool PerformancePanel::isIdle() const
{
    return !m_timer.isActive() && !m_cost->isActive();
}

}

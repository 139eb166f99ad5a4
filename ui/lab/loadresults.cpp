#include "ui/lab/loadresults.h"

#include "core/base/joinedwords.h"
#include "ui/lab/loadwords.h"
#include "ui/lab/rowsmodel.h"
#include "ui/panel/figurestable.h"
#include "ui/panel/histogramchart.h"
#include "ui/panel/serieschart.h"
#include "ui/theme.h"

#include <QGridLayout>
#include <QHeaderView>
#include <QLabel>
#include <QVBoxLayout>

namespace sluice {

using namespace Qt::StringLiterals;

namespace {

constexpr int Margin = 24; // px
constexpr int LeastWidth = 280;
constexpr int TwoChartsFrom = 620; // px: below it they stand one below the other

}

LoadResults::LoadResults(QWidget* parent)
    : QScrollArea(parent)
    , m_about(new QLabel(this))
    , m_verdict(new QLabel(this))
    , m_empty(new QLabel(
          tr("What is measured is shown here while the test runs: how long the first token takes, how evenly the others come, "
             "how "
             "many there are in all, and what fails. Figures with “tokens” are as the server counted, others count deltas."),
          this))
    , m_content(new QWidget(this))
    , m_headline(new HeadlineFigures(m_content))
{
    setFrameShape(NoFrame);
    setWidgetResizable(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    viewport()->setBackgroundRole(QPalette::AlternateBase);
    setAccessibleName(tr("Results of the load test"));
    auto* body = new QWidget(this);
    body->setBackgroundRole(QPalette::AlternateBase);
    body->setAutoFillBackground(true);
    auto* column = new QVBoxLayout(body);
    column->setContentsMargins(Margin, 8, Margin, Margin);
    column->setSpacing(8);
    m_empty->setProperty("tone", u"muted"_s);
    m_about->setProperty("tone", u"muted"_s);
    m_about->setProperty("textSize", u"small"_s);
    for (QLabel* label : {m_about, m_verdict, m_empty}) {
        label->setWordWrap(true);
        label->setTextFormat(Qt::PlainText);
        column->addWidget(label);
    }
    m_verdict->setProperty("tone", u"error"_s);
    column->addWidget(m_content);
    column->addStretch(1);
    setWidget(body);

    auto* content = new QVBoxLayout(m_content);
    content->setContentsMargins(0, 8, 0, 0);
    content->setSpacing(8);
    content->addWidget(m_headline);
    content->addSpacing(8);
    addCharts();
    addTables();
    clear();
}

void LoadResults::addCharts()
{
    m_charts = new QGridLayout;
    m_charts->setHorizontalSpacing(24);
    m_charts->setVerticalSpacing(16);
    m_rate = new SeriesChart(tr("Deltas/s"), {}, {}, m_content);
    m_active = new SeriesChart(tr("Active streams"), {}, {}, m_content);
    m_ttftCourse = new SeriesChart(tr("TTFT, ms"), tr("p50"), tr("p95"), m_content);
    m_itlCourse = new SeriesChart(tr("ITL, ms"), tr("p50"), tr("p95"), m_content);
    m_ttft = new HistogramChart(tr("TTFT: requests"), m_content);
    m_itl = new HistogramChart(tr("ITL: gaps"), m_content);
    static_cast<QVBoxLayout*>(m_content->layout())->addLayout(m_charts);
}

void LoadResults::addTables()
{
    auto* content = static_cast<QVBoxLayout*>(m_content->layout());
    const auto add = [&](RowsModel* model, const QString& name) {
        auto* table = new FiguresTable(*model, name, m_content);
        auto* inset = new QVBoxLayout; // its cells have a margin of 3 px: names stand below the headings
        inset->setContentsMargins(-3, 0, -3, 0);
        inset->addWidget(table);
        content->addLayout(inset);
        m_tables.append(table);
        return table;
    };
    m_comparisonHeading = addHeading(tr("Comparison"));
    m_comparisonNote = new QLabel(m_content);
    m_comparisonNote->setWordWrap(true);
    m_comparisonNote->setTextFormat(Qt::PlainText);
    m_comparisonNote->setProperty("tone", u"muted"_s);
    m_comparisonNote->setProperty("textSize", u"small"_s);
    content->addWidget(m_comparisonNote);
    m_comparison =
        new RowsModel({tr("Figure"), tr("Before"), tr("Now"), tr("Change"), QString()}, RowsModel::Cells::Figures, this);
    add(m_comparison, tr("Load comparison"));
    m_errorsHeading = addHeading(tr("Errors"));
    m_errors = new RowsModel({tr("Kind"), tr("Times"), tr("The first one")}, RowsModel::Cells::Words, this);
    FiguresTable* errors = add(m_errors, tr("Load errors"));
    errors->horizontalHeader()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
    addHeading(tr("Latencies"));
    m_latencies = new RowsModel(
        {tr("Figure"), tr("mean"), u"p50"_s, u"p90"_s, u"p95"_s, u"p99"_s, tr("max")}, RowsModel::Cells::Figures, this);
    add(m_latencies, tr("Load latencies"));
    addHeading(tr("Figures"));
    m_figures = new RowsModel({tr("Figure"), tr("Value")}, RowsModel::Cells::Figures, this);
    add(m_figures, tr("Load figures"));
}

QLabel* LoadResults::addHeading(const QString& text)
{
    auto* heading = new QLabel(text, m_content);
    heading->setProperty("textSize", u"small"_s);
    heading->setContentsMargins(0, 8, 0, 0);
    m_content->layout()->addWidget(heading);
    return heading;
}

void LoadResults::arrangeCharts()
{
    const int columns = viewport()->width() >= TwoChartsFrom ? 2 : 1;
    if (columns == m_chartColumns)
        return;
    m_chartColumns = columns;
    const QList<QWidget*> all {m_rate, m_active, m_ttftCourse, m_itlCourse, m_ttft, m_itl};
    for (int i = 0; i < all.size(); ++i)
        m_charts->addWidget(all[i], i / columns, i % columns);
    for (int i = 0; i < 2; ++i)
        m_charts->setColumnStretch(i, i < columns ? 1 : 0);
}

void LoadResults::resizeEvent(QResizeEvent* event)
{
    arrangeCharts();
    QScrollArea::resizeEvent(event);
}

void LoadResults::showEvent(QShowEvent* event)
{
    QScrollArea::showEvent(event);
    refresh();
}

QSize LoadResults::minimumSizeHint() const
{
    return {currentTheme().forText(LeastWidth), QScrollArea::minimumSizeHint().height()};
}

void LoadResults::clear()
{
    m_report.reset();
    m_course.clear();
    refresh();
}

void LoadResults::showProgress(const std::shared_ptr<const LoadProgress>& progress)
{
    // Also while this is hidden: what the course misses nobody else keeps.
    m_course.add(progress->report);
    take(std::shared_ptr<const LoadReport>(progress, &progress->report));
}

void LoadResults::showReport(const std::shared_ptr<const LoadReport>& report)
{
    m_course.finish(*report);
    take(report);
}

void LoadResults::take(std::shared_ptr<const LoadReport> report)
{
    m_report = std::move(report);
    if (isVisible())
        refresh();
}

void LoadResults::compareWith(const QJsonObject& before, const QString& name)
{
    m_before = before;
    m_beforeName = name;
    refresh();
}

void LoadResults::refresh()
{
    m_empty->setHidden(bool(m_report));
    m_about->setText(m_report ? setupWords(*m_report) : QString());
    m_about->setVisible(bool(m_report));
    m_content->setVisible(bool(m_report));
    const QString verdict = m_report ? verdictWords(*m_report) : QString();
    m_verdict->setText(verdict);
    m_verdict->setHidden(verdict.isEmpty());
    if (!m_report)
        return;
    m_headline->show(headlineOf(*m_report));
    showCharts();
    m_latencies->setRows(latencyRows(*m_report));
    m_figures->setRows(figureRows(*m_report));
    m_errors->setRows(errorRows(*m_report));
    m_errorsHeading->setHidden(m_report->errors.empty());
    m_tables[1]->setHidden(m_report->errors.empty());
    showComparison();
}

void LoadResults::showCharts()
{
    const double warmUp = m_report->setup.warmUpSeconds;
    const double seconds = m_report->elapsedSeconds;
    const QList<double> markers = warmUp > 0 && warmUp < seconds ? QList<double> {warmUp} : QList<double>();
    m_rate->show(deltaRate(*m_report), {}, seconds, markers);
    m_active->show(mostActive(*m_report), {}, seconds, markers);
    using Figure = LoadCourse::Figure;
    m_ttftCourse->show(m_course.percentiles(Figure::Ttft, 0.5), m_course.percentiles(Figure::Ttft, 0.95), seconds, markers);
    m_itlCourse->show(m_course.percentiles(Figure::Itl, 0.5), m_course.percentiles(Figure::Itl, 0.95), seconds, markers);
    m_ttft->show(m_report->ttftMs);
    m_itl->show(m_report->itlMs);
}

void LoadResults::showComparison()
{
    const bool isShown = m_report && !m_before.isEmpty();
    m_comparisonHeading->setVisible(isShown);
    m_comparisonNote->setVisible(isShown);
    m_tables[0]->setVisible(isShown);
    if (!isShown)
        return;
    const QJsonObject now = loadReportToJson(*m_report);
    m_comparison->setRows(comparisonRows(compareLoadReports(m_before, now), Noise));
    const QString note = tr("Before is %1. What differs by less than %2 % counts as the same.")
                             .arg(m_beforeName, QString::number(qRound(Noise * 100)));
    m_comparisonNote->setText(haveSameLoad(m_before, now)
            ? note
            : inSequence({note, tr("The two were not run with the same load: what differs may come from that.")}));
}

QString LoadResults::about() const
{
    return m_about->text();
}

QString LoadResults::verdict() const
{
    return m_verdict->isHidden() ? QString() : m_verdict->text();
}

PaintCount LoadResults::paints() const
{
    PaintCount all = m_headline->paints();
    for (const SeriesChart* chart : {m_rate, m_active, m_ttftCourse, m_itlCourse})
        all += chart->paints();
    for (const HistogramChart* chart : {m_ttft, m_itl})
        all += chart->paints();
    for (const FiguresTable* table : m_tables)
        all += table->paints();
    return all;
}

}

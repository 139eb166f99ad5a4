#pragma once

#include "core/lab/loadrun.h"
#include "ui/lab/loadcourse.h"
#include "ui/panel/paintcount.h"

#include <QJsonObject>
#include <QScrollArea>

#include <memory>

class QGridLayout;
class QLabel;

namespace sluice {

class FiguresTable;
class HeadlineFigures;
class HistogramChart;
class RowsModel;
class SeriesChart;

/// What a load test measured, live and at its end: the figures one looks for first, charts, and all of it as tables. While it is
/// hidden it only remembers the last report. GUI thread.
class LoadResults final : public QScrollArea
{
    Q_OBJECT

public:
    static constexpr double Noise = 0.05; ///< of a comparison: what differs by less is the same

    explicit LoadResults(QWidget* parent = nullptr);

    void clear();
    /// Of a running test.
    void showProgress(const std::shared_ptr<const LoadProgress>& progress);
    /// At its end; it stays until clear().
    void showReport(const std::shared_ptr<const LoadReport>& report);
    /// Null before the first; that of a running test so far.
    std::shared_ptr<const LoadReport> report() const { return m_report; }
    /// Another report, in its JSON form, that what is shown is held against; empty = none.
    void compareWith(const QJsonObject& before, const QString& name);

    const RowsModel& latencies() const { return *m_latencies; }
    const RowsModel& figures() const { return *m_figures; }
    const RowsModel& comparison() const { return *m_comparison; }
    QString about() const; ///< whom it asked, and how
    QString verdict() const;
    PaintCount paints() const; ///< of all its parts

    QSize minimumSizeHint() const override;
    QSize sizeHint() const override { return minimumSizeHint(); } // it takes what is left over

protected:
    void showEvent(QShowEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void addCharts();
    void addTables();
    QLabel* addHeading(const QString& text);
    void arrangeCharts();
    void take(std::shared_ptr<const LoadReport> report);
    void refresh();
    void showCharts();
    void showComparison();

    std::shared_ptr<const LoadReport> m_report;
    LoadCourse m_course;
    QJsonObject m_before;
    QString m_beforeName;

    QLabel* m_about; // what was run
    QLabel* m_verdict;
    QLabel* m_empty;
    QWidget* m_content;
    HeadlineFigures* m_headline;
    QGridLayout* m_charts;
    int m_chartColumns = 0;
    SeriesChart* m_rate;
    SeriesChart* m_active;
    SeriesChart* m_ttftCourse;
    SeriesChart* m_itlCourse;
    HistogramChart* m_ttft;
    HistogramChart* m_itl;
    RowsModel* m_latencies;
    RowsModel* m_figures;
    RowsModel* m_errors;
    RowsModel* m_comparison;
    QLabel* m_errorsHeading;
    QLabel* m_comparisonHeading;
    QLabel* m_comparisonNote;
    QList<FiguresTable*> m_tables;
};

}

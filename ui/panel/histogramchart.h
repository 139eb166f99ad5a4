#pragma once

#include "ui/panel/paintcount.h"
#include "ui/panel/timelinepoints.h"
#include "ui/theme.h"

#include <QWidget>

namespace sluice {

/// A histogram on a logarithmic scale, with p50, p95 and p99 marked. The widget paints it itself: bars whose ends lie on a
/// logarithmic axis are more than a chart library's bar series can place. GUI thread.
class HistogramChart final : public QWidget
{
    Q_OBJECT

public:
    explicit HistogramChart(const QString& title, QWidget* parent = nullptr);

    /// Milliseconds.
    void show(const LogarithmicHistogram& values);

    QSize sizeHint() const override { return {currentTheme().forText(280), currentTheme().forText(132)}; }
    QSize minimumSizeHint() const override { return {0, sizeHint().height()}; } // what has no room ends in "…"
    const PaintCount& paints() const { return m_paints; }

protected:
    void changeEvent(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    const QString m_title;
    QList<HistogramBar> m_bars;
    double m_p50 = 0;
    double m_p95 = 0;
    double m_p99 = 0;
    double m_longest = 0;
    qint64 m_most = 0;
    PaintCount m_paints;
};

}

#pragma once

#include "ui/panel/paintcount.h"

#include <QChartView>
#include <QList>
#include <QPointF>

class QLineSeries;
class QValueAxis;

namespace sluice {

/// One or two quantities over the seconds of a stream. Paints only when its points changed; a screen reader reads its
/// description, the figures are in the panel's table. GUI thread.
class SeriesChart final : public QChartView
{
    Q_OBJECT

public:
    /// \a second may be empty: then there is one line. Both name what they stand for in a line above the drawing.
    SeriesChart(const QString& title, const QString& first, const QString& second, QWidget* parent = nullptr);

    /// Points by time, both at most StreamTimeline::MostBuckets; \a markers are times at which something changed.
    void show(const QList<QPointF>& first, const QList<QPointF>& second, double seconds, const QList<double>& markers = {});
    void setTitle(const QString& title);

    const PaintCount& paints() const { return m_paints; }

protected:
    void changeEvent(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void drawForeground(QPainter* painter, const QRectF& rect) override;
    void wheelEvent(QWheelEvent* event) override;

private:
    void applyTheme();

    QString m_title;
    QString m_firstName;
    QString m_secondName;
    QLineSeries* m_first;
    QLineSeries* m_second;
    QValueAxis* m_time;
    QValueAxis* m_value;
    QList<double> m_markers;
    PaintCount m_paints;
};

}

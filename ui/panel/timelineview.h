#pragma once

#include "core/figures/streamtimeline.h"
#include "ui/panel/paintcount.h"

#include <QWidget>

#include <memory>

namespace sluice {

/// The course of one stream from left to right, a bar for each attempt: name, connection, TLS, request, first byte, first text,
/// then its deltas with the stalls by their cause. GUI thread.
class TimelineView final : public QWidget
{
    Q_OBJECT

public:
    explicit TimelineView(QWidget* parent = nullptr);

    /// Null = nothing.
    void show(const std::shared_ptr<const StreamTimeline>& timeline);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return {0, sizeHint().height()}; }
    const PaintCount& paints() const { return m_paints; }

protected:
    void changeEvent(QEvent* event) override;
    bool event(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    int shownAttempts() const;
    QList<std::pair<QString, QColor>> legend() const;
    int legendLines() const;
    double x(double ms) const;
    void paintAttempt(QPainter& painter, const TimelineAttempt& attempt, double end, int top) const;
    void paintLegend(QPainter& painter, int top) const;

    std::shared_ptr<const StreamTimeline> m_timeline;
    PaintCount m_paints;
};

/// "name 1 ms, connection 12 ms, request 0.2 ms, first byte 340 ms, first text 341 ms": what is known of \a attempt.
QString attemptWords(const TimelineAttempt& attempt);

}

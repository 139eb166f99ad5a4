#pragma once

#include "ui/panel/figuresmodel.h"
#include "ui/panel/paintcount.h"
#include "ui/theme.h"

#include <QTimer>
#include <QWidget>

#include <functional>
#include <optional>

class QLabel;
class QScrollArea;
class QToolButton;

namespace sluice {

class ElidedLabel;
class FiguresTable;
class HeadlineFigures;
class HistogramChart;
class MenuButton;
class OwnCost;
class PanelSaving;
class PanelSource;
class SeriesChart;
class TimelineView;

/// What no other client shows: how the stream of an answer went, live or stored, and what Sluice itself costs. While it is hidden
/// it does nothing: no timer runs, nothing is asked for, nothing is painted. GUI thread.
class PerformancePanel final : public QWidget
{
    Q_OBJECT

public:
    /// At most so often is anything shown anew.
    static constexpr Millis Interval {250};

    /// Tells the frame time of the chat view; nothing before the first frame.
    using FrameTime = std::function<std::optional<Micros>()>;

    /// \a source must outlive this. \a frameP95 may be empty.
    explicit PerformancePanel(PanelSource& source, FrameTime frameP95 = {}, QWidget* parent = nullptr);

    const FiguresModel& figures() const { return *m_figures; }
    PanelSaving& saving() const { return *m_saving; }
    PaintCount paints() const; ///< of all its parts
    bool isIdle() const; ///< no timer of it runs

    QSize sizeHint() const override { return {currentTheme().forText(280) + 80, 600}; }
    QSize minimumSizeHint() const override { return {currentTheme().forText(280), 200}; }

Q_SIGNALS:
    void closeRequested();
    void said(const QString& sentence); ///< about what was saved

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    QWidget* makeHeader();
    QWidget* makeContent();
    QWidget* makeCharts();
    void applyTheme();
    void refreshSoon();
    void refresh();
    void showStream();
    OwnFigures ownFigures() const;
    QString emptyText() const;

    PanelSource& m_source;
    const FrameTime m_frameP95;
    OwnCost* m_cost;
    FiguresModel* m_figures;
    PanelSaving* m_saving;
    QTimer m_timer; // runs from a change to the refresh that shows it
    ElidedLabel* m_about; // which answer
    QLabel* m_verdict;
    MenuButton* m_export;
    QToolButton* m_close;
    QScrollArea* m_area;
    QWidget* m_charts;
    HeadlineFigures* m_headline;
    SeriesChart* m_rate;
    SeriesChart* m_depth;
    HistogramChart* m_itl;
    TimelineView* m_timeline;
    FiguresTable* m_table;
    std::shared_ptr<const StreamTimeline> m_shown; // in the charts
    AnswerFigures m_shownFigures;
    bool m_isShownLive = false;
    double m_refreshSeconds = 0; // CPU since it was shown
    double m_paintSecondsBefore = 0; // when it was shown
    TimePoint m_shownAt;
    TimePoint m_refreshedAt;
};

}

#pragma once

#include "core/base/clock.h"
#include "core/flow/strategyplay.h"

#include <QTimer>
#include <QWidget>

class QLabel;
class QPushButton;

namespace sluice {

class PreviewText;

/// A sample stream as two strategies show it, side by side and in real time: "none" at the left, the chosen one at the right,
/// each with the delay it adds and the frames it needs. Plays over and over while it is visible; with reduced motion
/// (Theme::reducesMotion) once, when asked to. GUI thread.
class StrategyPreview final : public QWidget
{
    Q_OBJECT

public:
    /// \a clock must outlive this.
    explicit StrategyPreview(QWidget* parent = nullptr, const Clock& clock = steadyClock());

    /// \a options must be valid. Begins again when they are others.
    void setStrategy(const StrategyOptions& options);
    void setFrameInterval(Millis interval);

    bool isPlaying() const { return m_timer.isActive(); }
    /// What is shown now, of "none" and of the chosen one.
    std::pair<QString, QString> shownTexts() const;
    std::pair<QString, QString> figures() const;

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    /// One strategy.
    struct Side
    {
        QLabel* title = nullptr;
        PreviewText* text = nullptr;
        QLabel* figures = nullptr;
        StrategyPlay play = {};
    };

    Side makeSide(int column);
    void load(Side& side, const StrategyOptions& options);
    void showFigures();
    void applyMotion();
    void begin();
    void stop();
    void advance();

    const Clock& m_clock;
    const std::vector<TimedText> m_sample;
    Side m_plain;
    Side m_chosen;
    QPushButton* m_button;
    QTimer m_timer;
    TimePoint m_started;
    StrategyOptions m_options;
    Millis m_frameInterval {16};
    bool m_isReduced = false;
    bool m_isPaused = false; // by the user
};

}

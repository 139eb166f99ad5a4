#pragma once

#include "core/flow/strategyplay.h"

#include <QWidget>

class QLabel;

namespace sluice {

class ComboBox;
class PlayedText;

/// A stream as one buffer strategy shows it, and what that costs. GUI thread.
class StrategyPane final : public QWidget
{
    Q_OBJECT

public:
    /// \a number from 1: it is in the names that screen readers say.
    explicit StrategyPane(int number, QWidget* parent = nullptr);

    /// \a options must be valid; the stream ends at \a end.
    void load(const std::vector<TimedText>& sample, const StrategyOptions& options, Micros end);
    void setFrameInterval(Millis interval);
    /// Shows what the strategy has released by then; going back begins anew.
    void showUntil(Micros time);

    QString strategy() const;
    QString text() const; ///< that is shown
    QString figures() const;
    const StrategyPlay& play() const { return m_play; }
    int paints() const;

Q_SIGNALS:
    void strategyChosen(const QString& name); ///< by the user

private:
    void showFigures();

    ComboBox* m_name;
    PlayedText* m_text;
    QLabel* m_figures;
    StrategyPlay m_play;
    std::size_t m_next = 0; // of its flushes
    Micros m_shown {0};
    Millis m_frameInterval {16};
};

}

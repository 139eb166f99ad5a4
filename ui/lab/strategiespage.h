#pragma once

#include "core/base/clock.h"
#include "ui/lab/labpages.h"
#include "ui/lab/playtime.h"
#include "ui/lab/streamsample.h"
#include "ui/lab/workertask.h"

#include <QTimer>
#include <QWidget>

#include <memory>

class QGridLayout;
class QLabel;
class QPushButton;

namespace sluice {

class ComboBox;
class ElidedLabel;
class StrategyPane;

/// The page "Strategies" of the Lab: one stream through four strategies at once, in real time or another. Stands still while it
/// is hidden. GUI thread.
class StrategiesPage final : public QWidget
{
    Q_OBJECT

public:
    static constexpr int PaneCount = 4;

    /// \a parent may be the LabWindow; \a clock must outlive this.
    explicit StrategiesPage(const LabServices& services, QWidget* parent = nullptr, const Clock& clock = steadyClock());
    ~StrategiesPage() override;

    StrategyPane& pane(int index) const { return *m_panes[size_t(index)]; }
    bool isPlaying() const { return m_timer.isActive(); }
    void play(); ///< from the beginning if it is at its end
    void pause();
    QString note() const;

    void showSample(const StreamSample& sample, const QString& note = {});
    void openRecording(const QString& fileName);

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    enum class Source { BuiltIn, Shipped, File, LastAnswer };

    QWidget* makeBar();
    void takeSource();
    void askForRecording();
    void showLastAnswer();
    void refuse(const QString& why);
    void loadPanes();
    void loadPane(size_t index);
    void advance();
    void showTime(Micros time);
    void takePace();

    LabServices m_services;
    const Clock& m_clock;
    StreamSample m_sample;
    PlayTime m_time;
    QTimer m_timer; // runs while it plays
    bool m_wasPlaying = true; // when it was hidden; it begins as soon as it is seen
    ComboBox* m_source = nullptr;
    ComboBox* m_speed = nullptr;
    QPushButton* m_play = nullptr;
    QLabel* m_position = nullptr;
    ElidedLabel* m_note;
    QStringList m_strategies; // of the panes
    std::vector<StrategyPane*> m_panes;
    WorkerTask m_reading;
    std::unique_ptr<QObject> m_question; // context of what the store is asked
};

}

#pragma once

#include "core/engine/engineenvironment.h"

#include <QObject>
#include <QTimer>

namespace sluice {

/// Notices that the machine has slept: two clocks have drifted apart. Looks only while somebody wants to know. Network thread
/// only.
class SleepWatch final : public QObject
{
    Q_OBJECT

public:
    SleepWatch(const EngineEnvironment& environment, QObject* parent);

    void start(); ///< does nothing while it runs
    void stop();

Q_SIGNALS:
    void woke();

private:
    void look();

    const EngineEnvironment m_environment;
    Millis m_slept {0};
    QTimer m_timer;
};

}

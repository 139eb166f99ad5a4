#pragma once

#include "core/base/error.h"
#include "core/lab/loadrun.h"
#include "core/lab/loadtarget.h"
#include "ui/lab/workertask.h"

#include <QObject>

#include <memory>

namespace sluice {

class Keyring;

/// One load test after another, from the endpoint's key to the report. GUI thread; the load itself is made in LoadRun's thread,
/// the certificates are read in the BlockWorker's.
class LoadTest final : public QObject
{
    Q_OBJECT

public:
    enum class State { Idle, Preparing, Running, Stopping };

    /// \a keyring must outlive this.
    explicit LoadTest(Keyring& keyring, QObject* parent = nullptr);
    ~LoadTest() override;

    /// \a name is LoadSetup::name; \a target is without its key, \a plan without provider and requests. Only while it is Idle.
    void start(const QString& name, const LoadTarget& target, const LoadPlan& plan);
    /// What was measured is reported all the same. Nothing while it is Idle.
    void stop();

    State state() const { return m_state; }

Q_SIGNALS:
    void stateChanged();
    /// Four times a second while it is Running.
    void progressed(const std::shared_ptr<const sluice::LoadProgress>& progress);
    // One of these, last; neither when it was stopped before it was Running.
    void finished(const std::shared_ptr<const sluice::LoadReport>& report);
    void failed(const sluice::Error& error);

private:
    struct Aimed;

    void aim(const QString& name, const LoadTarget& target, const LoadPlan& plan);
    void run(const Aimed& aimed);
    void setState(State state);

    Keyring& m_keyring;
    State m_state = State::Idle;
    std::unique_ptr<QObject> m_question; // context of what the keyring is asked
    WorkerTask m_aiming;
    std::unique_ptr<LoadRun> m_run;
};

}

#include "ui/lab/loadtest.h"

#include "core/chat/provider.h"
#include "core/store/keyring.h"

namespace sluice {

/// A plan that can be run, or why there is none.
struct LoadTest::Aimed
{
    LoadPlan plan;
    LoadSetup setup;
    std::optional<Error> error {};
};

LoadTest::LoadTest(Keyring& keyring, QObject* parent)
    : QObject(parent)
    , m_keyring(keyring)
{ }

LoadTest::~LoadTest() = default;

void LoadTest::start(const QString& name, const LoadTarget& target, const LoadPlan& plan)
{
    Q_ASSERT(m_state == State::Idle);
    m_question = std::make_unique<QObject>();
    setState(State::Preparing);
    m_keyring.read(target.endpoint.id, m_question.get(), [this, name, target, plan](const QByteArray& key) {
        LoadTarget whole = target;
        whole.key = key;
        aim(name, whole, plan);
    });
}

void LoadTest::aim(const QString& name, const LoadTarget& target, const LoadPlan& plan)
{
    const auto work = [name, target, plan] {
        Aimed aimed {.plan = plan, .setup = {}};
        aimed.plan.provider = providerNamed(target.endpoint.provider);
        if (!aimed.plan.provider) {
            aimed.error = Error {
                .kind = ErrorKind::Protocol, .message = tr("This version knows no provider “%1”.").arg(target.endpoint.provider)};
        } else if (const Result<void> done = aimAt(target, aimed.plan); !done) {
            aimed.error = done.error();
        }
        aimed.setup = setupOf(name, target, aimed.plan);
        return aimed;
    };
    m_aiming.start<Aimed>(work, [this](const Aimed& aimed) { run(aimed); });
}

void LoadTest::run(const Aimed& aimed)
{
    if (aimed.error) {
        setState(State::Idle);
        Q_EMIT failed(*aimed.error);
        return;
    }
    m_run = std::make_unique<LoadRun>(aimed.plan, aimed.setup);
    connect(m_run.get(), &LoadRun::progressed, this, &LoadTest::progressed);
    connect(m_run.get(), &LoadRun::finished, this, [this](const std::shared_ptr<const LoadReport>& report) {
        LoadRun* sender = m_run.release();
        sender->setParent(this);
        sender->deleteLater();
        setState(State::Idle);
        Q_EMIT finished(report);
    });
    setState(State::Running);
}

void LoadTest::stop()
{
    switch (m_state) {
    case State::Preparing:
        m_question.reset();
        m_aiming.cancel();
        setState(State::Idle);
        break;
    case State::Running:
        m_run->stop();
        setState(State::Stopping);
        break;
    case State::Idle:
    case State::Stopping:
        break;
    }
}

void LoadTest::setState(State state)
{
    m_state = state;
    Q_EMIT stateChanged();
}

}

#include "core/store/storeside.h"

#include "core/base/logging.h"
#include "core/base/threadhandover.h"
#include "core/store/storesearch.h"

#include <QCoreApplication>
#include <QSet>

#include <utility>

namespace sluice {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr Millis GatherTime = 10ms; // writes of several conversations in one transaction
constexpr Millis RetryTime = 2s;
constexpr Millis RetryTimeAtEnd = 200ms;
constexpr Millis CheckpointTime = 5s; // what a power cut may take
constexpr Millis StartPause = 2s; // the window has its list and its conversation by then

/// Of a change that will never be saved.
QString refusal(bool isOfMessage)
{
    return isOfMessage
        ? QCoreApplication::translate("StoreSide",
              "A message cannot be saved: the conversations' database refuses it. It is shown until Sluice is closed; copy what "
              "matters.")
        : QCoreApplication::translate(
              "StoreSide", "A change of a conversation cannot be saved: the conversations' database refuses it.");
}

}

StoreSide::StoreSide(const QString& dataDirectory, std::shared_ptr<const StoreFlags> flags)
    : m_flags(std::move(flags))
    , m_history(dataDirectory)
    , m_gatherTimer(this)
    , m_retryTimer(this)
    , m_workTimer(this)
    , m_checkpointTimer(this)
{
    m_history.setStopCondition([f = m_flags] { return f->isEnding.load(std::memory_order_relaxed); });
    for (QTimer* timer : {&m_gatherTimer, &m_workTimer, &m_checkpointTimer})
        timer->setSingleShot(true);
    m_gatherTimer.setInterval(GatherTime);
    m_gatherTimer.setTimerType(Qt::PreciseTimer);
    m_retryTimer.setInterval(RetryTime);
    m_checkpointTimer.setInterval(CheckpointTime);
    connect(&m_gatherTimer, &QTimer::timeout, this, &StoreSide::flush);
    connect(&m_retryTimer, &QTimer::timeout, this, &StoreSide::retry);
    connect(&m_workTimer, &QTimer::timeout, this, &StoreSide::work);
    connect(&m_checkpointTimer, &QTimer::timeout, this, [this] { m_history.checkpoint(); });
}

StoreSide::~StoreSide() = default;

void StoreSide::start()
{
    const HistoryOpening opening = openHistory().value_or(HistoryOpening {});
    handover::publish();
    Q_EMIT opened(opening);
    wakeWork(StartPause);
}

/// Nothing when it cannot be opened for writing; then it is opened for reading, if that works, and there is trouble.
std::optional<HistoryOpening> StoreSide::openHistory()
{
    // Not what this run is writing itself: it may have been read by now.
    const bool keepsUnfinished = m_wasWritable;
    const Result<HistoryOpening> opening =
        m_history.open(HistoryDatabase::Access::Write, keepsUnfinished, [this] { return m_foreign.compare(m_history); });
    m_isOpen = opening.has_value();
    if (opening) {
        m_wasWritable = true;
        dropStale();
        setTrouble(std::nullopt);
        return *opening;
    }
    const Error why = opening.error();
    m_isOpen = m_history.open(HistoryDatabase::Access::Read).has_value();
    setTrouble(why);
    return std::nullopt;
}

void StoreSide::retry()
{
    if (!m_history.isWritable()) {
        const std::optional<HistoryOpening> opening = openHistory();
        if (opening && opening->damage) {
            handover::publish();
            Q_EMIT damaged(*opening->damage);
        }
    }
    if (m_history.isWritable())
        writePending();
}

void StoreSide::write(HistoryWrite write)
{
    if (PendingWrites::isOfMessages(write) && m_foreign.isStale(write.conversation)) {
        tellStale(write.conversation);
        return;
    }
    m_pending.add(std::move(write));
    if (!m_gatherTimer.isActive() && !m_trouble)
        m_gatherTimer.start();
}

void StoreSide::flush()
{
    m_gatherTimer.stop();
    if (!m_trouble && !m_pending.isEmpty())
        writePending();
}

void StoreSide::writePending()
{
    Result<void> done = applyPending();
    if (!done && m_history.fault() == StorageFault::Damaged && repair())
        done = applyPending();
    if (!done) {
        if (m_history.isWritable() || !m_trouble)
            setTrouble(done.error());
        return;
    }
    setTrouble(std::nullopt);
    if (!m_checkpointTimer.isActive())
        m_checkpointTimer.start();
    m_hasToTidy = true;
    wakeWork(TidyPause);
}

Result<void> StoreSide::applyPending()
{
    QSet<QString> sentences;
    const Result<void> done = m_pending.applyTo(m_history, [&sentences](const HistoryWrite& write, const Error& error) {
        sentences.insert(error.kind == ErrorKind::Storage ? refusal(PendingWrites::isOfMessages(write)) : error.message);
    });
    for (const QString& sentence : std::as_const(sentences)) {
        handover::publish();
        Q_EMIT refused(sentence);
    }
    return done;
}

/// What was made here of a conversation that another program has changed meanwhile must not go over that.
void StoreSide::dropStale()
{
    const QStringList stale = m_foreign.stale();
    for (const QString& id : stale) {
        if (!m_pending.hasMessagesOf(id))
            continue;
        m_pending.dropMessagesOf(id);
        tellStale(id);
    }
}

/// Once for each: what is dropped later, the user knows of already.
void StoreSide::tellStale(const QString& id)
{
    const std::optional<QString> title = m_foreign.takeUntold(id);
    if (!title)
        return;
    handover::publish();
    Q_EMIT refused(QCoreApplication::translate("StoreSide",
        "Another Sluice has changed “%1” meanwhile, so what is new in it here is not saved. Copy what matters, then start "
        "Sluice anew.")
            .arg(*title));
}

/// Never what is only read: another one writes it, and without locks it may look damaged while it is not.
bool StoreSide::repair()
{
    if (!m_history.isWritable())
        return false;
    const Result<QString> sentence = m_history.repair();
    m_isOpen = sentence.has_value();
    if (!sentence) {
        setTrouble(sentence.error());
        return false;
    }
    handover::publish();
    Q_EMIT damaged(*sentence);
    return true;
}

void StoreSide::setTrouble(const std::optional<Error>& error)
{
    if (error && !m_retryTimer.isActive())
        m_retryTimer.start();
    else if (!error)
        m_retryTimer.stop();
    if (error == m_trouble)
        return;
    m_trouble = error;
    handover::publish();
    Q_EMIT troubleChanged(error);
}

Result<void> StoreSide::sync()
{
    m_gatherTimer.stop();
    if (!m_pending.isEmpty() || m_trouble)
        retry();
    return m_trouble ? Result<void>(std::unexpected(*m_trouble)) : Result<void>();
}

Result<int> StoreSide::useWaiting(const HistoryStore::WaitingWork& work)
{
    m_history.clearFault();
    return work(m_pending.writes(), m_isOpen ? &m_history : nullptr);
}

Result<OpenedConversation> StoreSide::open(const QString& id)
{
    bool isAll = false;
    std::optional<ConversationStamp> stamp; // as it was before: what is changed in between counts as changed later
    const auto question = [&](HistoryDatabase& history) -> Result<OpenedConversation> {
        isAll = !m_pending.concern(id) || history.database().isInTransaction(); // the preview's
        const Result<std::optional<ConversationStamp>> now = stampOf(history, id);
        if (!now)
            return std::unexpected(now.error());
        stamp = *now;
        return history.conversation(id);
    };
    Result<OpenedConversation> answer = look<OpenedConversation>(question, id);
    if (answer && m_history.isWritable())
        m_foreign.forget(id);
    else if (answer && stamp)
        m_foreign.noteRead(id, *stamp);
    if (isAll)
        return answer;
    if (m_pending.hasMessagesOf(id))
        return std::unexpected(m_trouble.value_or(Error {}));
    if (answer)
        m_pending.layOver(*answer);
    return answer;
}

Result<QList<Message>> StoreSide::messages(const QString& id, int first, int number)
{
    Result<QList<Message>> answer =
        look<QList<Message>>([&](HistoryDatabase& history) { return history.messages(id, first, number); }, id);
    if (!answer || m_wasWritable)
        return answer;
    // What the last run was writing; it will be called so on disk as soon as that can be written.
    for (Message& message : *answer) {
        if (message.state == MessageState::Pending || message.state == MessageState::Streaming)
            message.state = MessageState::Interrupted;
    }
    return answer;
}

void StoreSide::finish(Millis patience)
{
    m_end = steadyClock().now() + patience;
    m_workTimer.stop();
    m_checkpointTimer.stop();
    m_retryTimer.disconnect(this);
    m_retryTimer.setInterval(RetryTimeAtEnd);
    connect(&m_retryTimer, &QTimer::timeout, this, &StoreSide::tryToFinish);
    tryToFinish();
}

void StoreSide::tryToFinish()
{
    if (const Result<void> done = sync(); !done && !m_pending.isEmpty() && steadyClock().now() < m_end)
        return; // the timer runs while there is trouble
    if (!m_pending.isEmpty())
        qCWarning(lcStore, "%zu changes could not be saved.", m_pending.count());
    m_retryTimer.stop();
    m_history.close();
    m_isOpen = false;
    Q_EMIT finished();
}

}

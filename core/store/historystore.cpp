#include "core/store/historystore.h"

#include "core/base/joinedthread.h"
#include "core/base/threadhandover.h"
#include "core/store/conversationcopy.h"
#include "core/store/historytimelines.h"
#include "core/store/storedmessages.h"
#include "core/store/storeside.h"

#include <QHash>
#include <QPointer>

#include <utility>

namespace sluice {

using namespace std::chrono_literals;

namespace {

constexpr Millis EndPatience = 3s;

/// A question on its way. What the consumer gave stays in the consumer's thread.
struct Job
{
    QPointer<QObject> context;
    virtual ~Job() = default;
};

template <typename T>
struct JobFor final : Job
{
    HistoryStore::Done<T> done;
};

}

struct HistoryStore::Private
{
    explicit Private(HistoryStore& owner)
        : q(owner)
    { }

    HistoryStore& q;
    std::shared_ptr<StoreFlags> flags = std::make_shared<StoreFlags>(); // with the side, which ends after the façade
    JoinedThread thread {"store"};
    StoreSide* side = nullptr; ///< lives in \c thread and is destroyed by its end
    QHash<quint64, std::shared_ptr<Job>> jobs;
    quint64 lastNumber = 0;
    std::optional<Error> trouble;

    template <typename Function>
    void post(Function function)
    {
        QMetaObject::invokeMethod(side, handover::posted([target = side, function] { function(*target); }), Qt::QueuedConnection);
    }

    template <typename T>
    quint64 begin(QObject* context, Done<T> done)
    {
        auto job = std::make_shared<JobFor<T>>();
        job->context = context;
        job->done = std::move(done);
        jobs.insert(++lastNumber, std::move(job));
        return lastNumber;
    }

    template <typename T>
    void end(quint64 number, const T& answer)
    {
        const std::shared_ptr<Job> job = jobs.take(number);
        if (job && job->context)
            static_cast<const JobFor<T>&>(*job).done(answer);
    }

    /// Called in the store thread. What is posted to \c q is dropped when that is gone, and d with it.
    template <typename T>
    void answer(quint64 number, const T& answer)
    {
        QMetaObject::invokeMethod(&q, handover::posted([this, number, answer] { end(number, answer); }), Qt::QueuedConnection);
    }

    template <typename T>
    void ask(QObject* context, Done<Result<T>> done, std::function<Result<T>(StoreSide&)> question)
    {
        const quint64 number = begin<Result<T>>(context, std::move(done));
        post([this, number, question = std::move(question)](StoreSide& target) { answer<Result<T>>(number, question(target)); });
    }

    void write(HistoryWrite change)
    {
        post([change = std::move(change)](StoreSide& target) { target.write(change); });
    }
};

HistoryStore::HistoryStore(const QString& dataDirectory, QObject* parent)
    : QObject(parent)
    , d(std::make_unique<Private>(*this))
{
    d->side = new StoreSide(dataDirectory, d->flags); // no parent: it changes thread
    d->thread.adopt(*d->side);
    connect(d->side, &StoreSide::opened, this, [this](const HistoryOpening& opening) {
        handover::receive();
        Q_EMIT opened(opening);
    });
    connect(d->side, &StoreSide::damaged, this, [this](const QString& sentence) {
        handover::receive();
        Q_EMIT damaged(sentence);
    });
    connect(d->side, &StoreSide::refused, this, [this](const QString& sentence) {
        handover::receive();
        Q_EMIT refused(sentence);
    });
    connect(d->side, &StoreSide::troubleChanged, this, [this](const std::optional<Error>& error) {
        handover::receive();
        d->trouble = error;
        Q_EMIT troubleChanged(error);
    });
    connect(
        d->side, &StoreSide::finished, d->side,
        [p = d.get()] {
            p->side->deleteLater();
            p->thread.quit();
        },
        Qt::DirectConnection);
    d->post([](StoreSide& side) { side.start(); });
}

HistoryStore::~HistoryStore()
{
    d->flags->isEnding = true;
    d->flags->newestSearch = 0;
    d->post([](StoreSide& side) { side.finish(EndPatience); });
    d->thread.join();
}

void HistoryStore::list(
    const std::optional<ConversationKey>& after, int number, QObject* context, Done<Result<QList<ConversationSummary>>> done)
{
    d->ask<QList<ConversationSummary>>(context, std::move(done), [after, number](StoreSide& side) {
        return side.look<QList<ConversationSummary>>([&](HistoryDatabase& history) { return history.list(after, number); });
    });
}

void HistoryStore::open(const QString& id, QObject* context, Done<Result<OpenedConversation>> done)
{
    d->ask<OpenedConversation>(context, std::move(done), [id](StoreSide& side) { return side.open(id); });
}

void HistoryStore::search(
    const QString& query, std::optional<SearchKey> after, int number, QObject* context, Done<Result<SearchPage>> done)
{
    const quint64 job = d->begin<Result<SearchPage>>(context, std::move(done));
    d->flags->newestSearch = job;
    d->post([p = d.get(), job, query, after, number](StoreSide& side) {
        side.search(job, query, after, number, [p, job](const Result<SearchPage>& page) { p->answer(job, page); });
    });
}

void HistoryStore::duplicate(
    const QString& id, const QString& newId, const QString& title, QObject* context, Done<Result<ConversationSummary>> done)
{
    auto copy = std::make_shared<ConversationCopy>(id, newId, title);
    run(copy, context, [copy, done = std::move(done)](const Result<void>& copied) {
        done(copied ? Result<ConversationSummary>(copy->summary()) : std::unexpected(copied.error()));
    });
}

void HistoryStore::run(const std::shared_ptr<HistoryTask>& task, QObject* context, Done<Result<void>> done)
{
    const quint64 job = d->begin<Result<void>>(context, std::move(done));
    d->post([p = d.get(), job, task](
                StoreSide& side) { side.run(task, [p, job](const Result<void>& result) { p->answer(job, result); }); });
}

std::unique_ptr<MessageSource> HistoryStore::source(const QString& id, const MessageShape& shape)
{
    const auto ask = [p = d.get()](const QString& conversation, int first, int number, QObject* context,
                         Done<Result<QList<Message>>> done) {
        p->ask<QList<Message>>(context, std::move(done),
            [conversation, first, number](StoreSide& side) { return side.messages(conversation, first, number); });
    };
    return std::make_unique<StoredMessages>(*this, ask, id, shape);
}

std::unique_ptr<MessageSink> HistoryStore::sink(const QString& id)
{
    return std::make_unique<StoredSink>(*this, [p = d.get()](HistoryWrite write) { p->write(std::move(write)); }, id);
}

std::unique_ptr<TimelineKeeper> HistoryStore::timelines(const QString& id)
{
    const auto ask = [p = d.get()](const QString& conversation, int message, QObject* context,
                         Done<Result<std::shared_ptr<const StreamTimeline>>> done) {
        p->ask<std::shared_ptr<const StreamTimeline>>(context, std::move(done), [conversation, message](StoreSide& side) {
            return side.look<std::shared_ptr<const StreamTimeline>>(
                [&](HistoryDatabase& history) { return timelineOf(history, conversation, message); });
        });
    };
    return std::make_unique<StoredTimelines>(*this, [p = d.get()](HistoryWrite write) { p->write(std::move(write)); }, ask, id);
}

void HistoryStore::saveSummary(const ConversationSummary& summary)
{
    d->write({.conversation = summary.id, .change = SummaryWrite {summary}});
}

void HistoryStore::savePlace(const QString& id, const ConversationPlace& place)
{
    d->write({.conversation = id, .change = PlaceWrite {place}});
}

void HistoryStore::saveDraftAttachments(const QString& id, const QList<Attachment>& attachments)
{
    d->write({.conversation = id, .change = DraftAttachmentsWrite {attachments}});
}

void HistoryStore::remove(const QString& id)
{
    d->write({.conversation = id, .change = FateWrite::Remove});
}

void HistoryStore::restore(const QString& id)
{
    d->write({.conversation = id, .change = FateWrite::Restore});
}

void HistoryStore::purge(const QString& id)
{
    d->write({.conversation = id, .change = FateWrite::Purge});
}

void HistoryStore::sync(QObject* context, Done<Result<void>> done)
{
    const quint64 job = d->begin<Result<void>>(context, std::move(done));
    d->post([p = d.get(), job](StoreSide& side) { p->answer(job, side.sync()); });
}

void HistoryStore::useWaiting(const WaitingWork& work, QObject* context, Done<Result<int>> done)
{
    const quint64 job = d->begin<Result<int>>(context, std::move(done));
    d->post([p = d.get(), job, work](StoreSide& side) { p->answer(job, side.useWaiting(work)); });
}

std::optional<Error> HistoryStore::trouble() const
{
    return d->trouble;
}

}

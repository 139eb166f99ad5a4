#pragma once

#include "core/chat/messagesink.h"
#include "core/chat/messagesource.h"
#include "core/store/historystore.h"
#include "core/store/pendingwrites.h"

#include <QPointer>

namespace sluice {

/// The messages of one conversation in a HistoryStore. When the store is gone, every request is answered empty.
class StoredMessages final : public MessageSource
{
    Q_OBJECT

public:
    using Ask = std::function<void(
        const QString& id, int first, int number, QObject* context, HistoryStore::Done<Result<QList<Message>>> done)>;

    StoredMessages(HistoryStore& store, Ask ask, const QString& id, MessageShape shape);

    int count() const override { return m_shape.count; }
    MessageShape shape() const override { return m_shape; }
    void request(int first, int number) override;

private:
    const QPointer<HistoryStore> m_store;
    const Ask m_ask;
    const QString m_id;
    const MessageShape m_shape;
};

/// Sends what it gets to a HistoryStore; to nowhere when that is gone.
class StoredSink final : public MessageSink
{
public:
    using Write = std::function<void(HistoryWrite)>;

    StoredSink(HistoryStore& store, Write write, const QString& id);

    void put(int id, int parent, const Message& message) override;
    void grow(int id, const QString& text, const QString& reasoning) override;
    void choose(int parent, int child) override;

private:
    void send(decltype(HistoryWrite::change) change);

    const QPointer<HistoryStore> m_store;
    const Write m_write;
    const QString m_id;
};

/// The timelines of one conversation in a HistoryStore. When the store is gone, there are none.
class StoredTimelines final : public TimelineKeeper
{
public:
    using Write = StoredSink::Write;
    using Ask = std::function<void(const QString& id, int message, QObject* context,
        HistoryStore::Done<Result<std::shared_ptr<const StreamTimeline>>> done)>;

    StoredTimelines(HistoryStore& store, Write write, Ask ask, const QString& id);

    void put(int message, const std::shared_ptr<const StreamTimeline>& timeline) override;
    void ask(int message, QObject* context, const Done& done) override;

private:
    const QPointer<HistoryStore> m_store;
    const Write m_write;
    const Ask m_ask;
    const QString m_id;
};

}

#pragma once

#include "core/engine/chatsession.h"
#include "core/store/historystore.h"

#include <QHash>
#include <QPointer>
#include <QStringList>
#include <QTimer>

#include <functional>
#include <memory>
#include <unordered_map>

namespace sluice {

/// The sessions of the conversations that are open, and those that are being opened. With a store, idle ones that were used
/// longest ago are closed: they can be opened again. Never one that is shown or runs, nor an empty one, which may be stored
/// nowhere, nor any before all its messages are on disk: while the store is in trouble none is closed. GUI thread.
class OpenSessions final : public QObject
{
    Q_OBJECT

public:
    using Opened = std::function<void(ChatSession*)>;
    using MakeSink = std::function<std::unique_ptr<MessageSink>(const QString& id)>;

    static constexpr int MostIdle = 8;

    /// Both must outlive this; \a store may be null. What \a makeSink makes goes to the sessions.
    OpenSessions(ChatEngine& engine, HistoryStore* store, MakeSink makeSink, QObject* parent = nullptr);
    ~OpenSessions() override;

    ChatSession* find(const QString& id) const; ///< null when it is not open
    QStringList ids() const { return m_uses; }

    /// A session without messages.
    ChatSession* make(const QString& id);
    /// Calls \a done during the call when it is open, else later; with null when it cannot be read. Never when \a context is
    /// destroyed before.
    void open(const QString& id, QObject* context, const Opened& done);
    void close(const QString& id);
    /// The program is about to end: see ChatSession::interrupt().
    void interrupt();
    /// Which one stays, whatever else does; empty = none.
    void setShown(const QString& id);
    QString shown() const { return m_shown; }

Q_SIGNALS:
    /// It was read; those who asked for it hear of it afterwards.
    void opened(sluice::ChatSession* session, const sluice::OpenedConversation& conversation);
    void failed(const sluice::Error& error);

private:
    struct Waiter
    {
        QPointer<QObject> context;
        Opened done;
    };

    void takeOpened(const QString& id, const Result<OpenedConversation>& conversation);
    std::unique_ptr<TimelineKeeper> keeperOf(const QString& id);
    ChatSession* add(std::unique_ptr<ChatSession> session);
    void use(const QString& id);
    void closeLater();
    QStringList surplus() const;
    void closeSurplus();
    bool isIdle(const QString& id) const;

    ChatEngine& m_engine;
    HistoryStore* m_store;
    const MakeSink m_makeSink;
    std::unordered_map<QString, std::unique_ptr<ChatSession>> m_sessions; // by id
    QStringList m_uses; // ids, the one used last at the end
    QHash<QString, QList<Waiter>> m_asked;
    QString m_shown;
    QTimer m_closing; // not while a session is telling something
    quint64 m_wish = 0; // counts closeLater()
};

}

#pragma once

#include <QDBusConnection>
#include <QHash>
#include <QObject>

namespace sluice {

/// The desktop's notifications (org.freedesktop.Notifications), one at a time for each key. Nothing waits for the desktop, and
/// where there is no such service nothing happens. GUI thread.
class NotificationService final : public QObject
{
    Q_OBJECT

public:
    explicit NotificationService(const QDBusConnection& bus = QDBusConnection::sessionBus(), QObject* parent = nullptr);

    /// \a body must have nothing that a service could take for markup.
    void show(const QString& key, const QString& title, const QString& body, const QString& openText);
    /// Takes away that of \a key.
    void withdraw(const QString& key);

Q_SIGNALS:
    /// The user has chosen it. \a token is what lets a window come to the front (xdg-activation); may be empty.
    void chosen(const QString& key, const QByteArray& token);

private Q_SLOTS:
    void takeAction(uint id, const QString& action);
    void takeToken(uint id, const QString& token);
    void takeClosed(uint id, uint reason);

private:
    void listen();

    QDBusConnection m_bus;
    bool m_isListening = false; ///< from the first one on: a start has better things to do
    QHash<uint, QString> m_keys; ///< by the service's id; of those that are shown
    QHash<QString, bool> m_asked; ///< by key, of those whose id the service has not told yet: whether it was withdrawn meanwhile
    QHash<uint, QByteArray> m_tokens; ///< come just before the action
};

}

#include "ui/desktop/notificationservice.h"

#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QDBusServiceWatcher>
#include <QVariantMap>

#include <utility>

namespace sluice {

using namespace Qt::StringLiterals;

namespace {

const QString Service = u"org.freedesktop.Notifications"_s;
const QString Path = u"/org/freedesktop/Notifications"_s;

QDBusMessage callOf(const QString& method)
{
    return QDBusMessage::createMethodCall(Service, Path, Service, method);
}

}

NotificationService::NotificationService(const QDBusConnection& bus, QObject* parent)
    : QObject(parent)
    , m_bus(bus)
{ }

void NotificationService::listen()
{
    if (std::exchange(m_isListening, true))
        return;
    // A service that starts anew counts anew.
    auto* life = new QDBusServiceWatcher(Service, m_bus, QDBusServiceWatcher::WatchForUnregistration, this);
    connect(life, &QDBusServiceWatcher::serviceUnregistered, this, [this] {
        m_keys.clear();
        m_tokens.clear();
    });
    m_bus.connect(Service, Path, Service, u"ActionInvoked"_s, this, SLOT(takeAction(uint, QString)));
    m_bus.connect(Service, Path, Service, u"ActivationToken"_s, this, SLOT(takeToken(uint, QString)));
    m_bus.connect(Service, Path, Service, u"NotificationClosed"_s, this, SLOT(takeClosed(uint, uint)));
}

void NotificationService::show(const QString& key, const QString& title, const QString& body, const QString& openText)
{
    if (!m_bus.isConnected())
        return;
    listen();
    m_asked.insert(key, false);
    QDBusMessage call = callOf(u"Notify"_s);
    const QStringList actions {u"default"_s, openText}; // "default" = a click on the notification itself
    const QVariantMap hints {{u"desktop-entry"_s, u"org.sluice.Sluice"_s}, {u"category"_s, u"im.received"_s}};
    constexpr int AsTheDesktopLikes = -1; // ms
    call << u"Sluice"_s << m_keys.key(key, 0U) << u"org.sluice.Sluice"_s << title << body << actions << hints
         << AsTheDesktopLikes;
    auto* watcher = new QDBusPendingCallWatcher(m_bus.asyncCall(call), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this, [this, watcher, key] {
        const QDBusPendingReply<uint> reply = *watcher;
        if (reply.isValid()) {
            m_keys.remove(m_keys.key(key, 0U)); // the one that it replaced
            m_keys.insert(reply.value(), key);
        }
        if (m_asked.take(key))
            withdraw(key);
        watcher->deleteLater();
    });
}

void NotificationService::withdraw(const QString& key)
{
    const uint id = m_keys.key(key, 0U);
    if (id == 0) {
        if (const auto asked = m_asked.find(key); asked != m_asked.end())
            *asked = true;
        return;
    }
    QDBusMessage call = callOf(u"CloseNotification"_s);
    call << id;
    m_bus.asyncCall(call);
    m_keys.remove(id);
}

// All programs hear these of all notifications.
void NotificationService::takeAction(uint id, const QString& action)
{
    const QByteArray token = m_tokens.take(id);
    if (action == u"default"_s && m_keys.contains(id))
        Q_EMIT chosen(m_keys.take(id), token);
}

void NotificationService::takeToken(uint id, const QString& token)
{
    if (m_keys.contains(id))
        m_tokens.insert(id, token.toUtf8());
}

void NotificationService::takeClosed(uint id, uint /*reason*/)
{
    m_keys.remove(id);
    m_tokens.remove(id);
}

}

#include "ui/systemscheme.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QDBusVariant>
#include <QGuiApplication>
#include <QPalette>

namespace sluice {

using namespace Qt::StringLiterals;

namespace {

// org.freedesktop.portal.Settings, key color-scheme: 0 no preference, 1 dark, 2 light.
const QString Service = u"org.freedesktop.portal.Desktop"_s;
const QString Path = u"/org/freedesktop/portal/desktop"_s;
const QString Interface = u"org.freedesktop.portal.Settings"_s;
const QString Group = u"org.freedesktop.appearance"_s;
const QString Key = u"color-scheme"_s;

}

SystemScheme::SystemScheme(QObject* parent)
    : QObject(parent)
{
    const QPalette palette = QGuiApplication::palette();
    m_isDark = palette.color(QPalette::Window).lightness() < palette.color(QPalette::WindowText).lightness();
    askPortal();
}

void SystemScheme::askPortal()
{
    QDBusConnection bus = QDBusConnection::sessionBus();
    if (!bus.isConnected())
        return;
    bus.connect(Service, Path, Interface, u"SettingChanged"_s, this, SLOT(takeSetting(QString, QString, QDBusVariant)));

    QDBusMessage call = QDBusMessage::createMethodCall(Service, Path, Interface, u"Read"_s);
    call << Group << Key;
    // Starting a portal only to learn a colour would take a desktop's whole portal along.
    call.setAutoStartService(false);
    auto* watcher = new QDBusPendingCallWatcher(bus.asyncCall(call), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this, [this, watcher] {
        const QDBusPendingReply<QVariant> reply = *watcher;
        if (reply.isValid())
            takePreference(reply.value());
        watcher->deleteLater();
    });
}

void SystemScheme::takeSetting(const QString& group, const QString& key, const QDBusVariant& value)
{
    if (group == Group && key == Key)
        takePreference(value.variant());
}

void SystemScheme::takePreference(const QVariant& value)
{
    QVariant inner = value;
    while (inner.userType() == qMetaTypeId<QDBusVariant>()) // Read() wraps the value twice
        inner = inner.value<QDBusVariant>().variant();
    const uint preference = inner.toUInt();
    if (preference == 0 || (preference == 1) == m_isDark)
        return;
    m_isDark = preference == 1;
    Q_EMIT changed();
}

}

#include "ui/systemscheme.h"

#include "ui/contrast.h"

#include <QDBusArgument>
#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QDBusVariant>
#include <QGuiApplication>

#include <tuple>

namespace sluice {

using namespace Qt::StringLiterals;

namespace {

const QString Service = u"org.freedesktop.portal.Desktop"_s;
const QString Path = u"/org/freedesktop/portal/desktop"_s;
const QString Interface = u"org.freedesktop.portal.Settings"_s;
// color-scheme: 0 no preference, 1 dark, 2 light; contrast: 1 higher; reduced-motion: 1 reduced. Older portals have the first
// only.
const QString Common = u"org.freedesktop.appearance"_s;
const QString GnomeInterface = u"org.gnome.desktop.interface"_s; // enable-animations, gtk-theme
const QString GnomeAccess = u"org.gnome.desktop.a11y.interface"_s; // high-contrast
const QString KdeLook = u"org.kde.kdeglobals.KDE"_s; // AnimationDurationFactor: "0" = none

QVariant unwrapped(QVariant value)
{
    while (value.userType() == qMetaTypeId<QDBusVariant>())
        value = value.value<QDBusVariant>().variant();
    return value;
}

}

SystemScheme::SystemScheme(QObject* parent)
    : QObject(parent)
    , m_palette(QGuiApplication::palette())
{
    const QColor paper = m_palette.color(QPalette::Window);
    const QColor ink = m_palette.color(QPalette::WindowText);
    m_isDark = paper.lightness() < ink.lightness();
    // Black on Fusion's grey, the usual palette without a platform theme, has 18.3.
    constexpr double HighContrast = 19;
    m_hasForcedColours = contrastRatio(ink, paper) >= HighContrast
        && contrastRatio(m_palette.color(QPalette::Text), m_palette.color(QPalette::Base)) >= HighContrast;
    askPortal();
}

void SystemScheme::askPortal()
{
    QDBusConnection bus = QDBusConnection::sessionBus();
    if (!bus.isConnected())
        return;
    qRegisterMetaType<QDBusVariant>(); // not known before its first use, and then there is no slot for the signal
    bus.connect(Service, Path, Interface, u"SettingChanged"_s, this, SLOT(takeSetting(QString, QString, QDBusVariant)));

    QDBusMessage call = QDBusMessage::createMethodCall(Service, Path, Interface, u"ReadAll"_s);
    call << QStringList {Common, GnomeInterface, GnomeAccess, KdeLook};
    // Starting a portal only to learn a colour would take a desktop's whole portal along.
    call.setAutoStartService(false);
    auto* watcher = new QDBusPendingCallWatcher(bus.asyncCall(call), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this, [this, watcher] {
        watcher->deleteLater();
        const QDBusMessage reply = watcher->reply();
        if (reply.type() != QDBusMessage::ReplyMessage || reply.signature() != "a{sa{sv}}"_L1)
            return;
        QMap<QString, QVariantMap> groups;
        reply.arguments().constFirst().value<QDBusArgument>() >> groups;
        for (auto group = groups.cbegin(); group != groups.cend(); ++group) {
            for (auto setting = group->cbegin(); setting != group->cend(); ++setting)
                take(group.key(), setting.key(), setting.value());
        }
    });
}

void SystemScheme::takeSetting(const QString& group, const QString& key, const QDBusVariant& value)
{
    take(group, key, value.variant());
}

void SystemScheme::take(const QString& group, const QString& key, const QVariant& wrapped)
{
    const auto before = std::tuple(isDark(), isHighContrast(), isMotionReduced());
    const QVariant value = unwrapped(wrapped);
    if (group == Common && key == "color-scheme"_L1)
        m_isDark = value.toUInt() == 0 ? m_isDark : value.toUInt() == 1;
    else if (group == Common && key == "contrast"_L1)
        m_contrast = value.toUInt();
    else if (group == Common && key == "reduced-motion"_L1)
        m_reducedMotion = value.toUInt();
    else if (group == GnomeInterface && key == "enable-animations"_L1)
        m_hasAnimations = value.toBool();
    else if (group == GnomeInterface && key == "gtk-theme"_L1)
        m_isAccessibleTheme = value.toString().startsWith("HighContrast"_L1);
    else if (group == GnomeAccess && key == "high-contrast"_L1)
        m_isHighContrastOn = value.toBool();
    else if (group == KdeLook && key == "AnimationDurationFactor"_L1)
        m_hasAnimations = value.toString().toDouble() > 0;
    if (before != std::tuple(isDark(), isHighContrast(), isMotionReduced()))
        Q_EMIT changed();
}

}

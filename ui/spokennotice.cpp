#include "ui/spokennotice.h"

#include <QAccessibleWidget>
#include <QDBusArgument>
#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QDBusVariant>

namespace sluice {

using namespace Qt::StringLiterals;

namespace {

/// As what it is: a notification that shows as long as it says something.
class NoticeAccess final : public QAccessibleWidget
{
public:
    explicit NoticeAccess(QWidget* notice)
        : QAccessibleWidget(notice, QAccessible::Notification)
    { }

    QAccessible::State state() const override
    {
        QAccessible::State state = QAccessibleWidget::state();
        state.invisible = widget()->accessibleName().isEmpty();
        return state;
    }
};

QAccessibleInterface* makeAccess(const QString& className, QObject* object)
{
    if (className != QLatin1StringView(SpokenNotice::staticMetaObject.className()))
        return nullptr;
    return new NoticeAccess(static_cast<SpokenNotice*>(object));
}

// The connection that Qt's bridge has made: signals count only from whom the objects are.
QDBusConnection accessibilityBus()
{
    return QDBusConnection(u"a11y"_s);
}

/// Whether one of them asked the registry for announcements. \a reply is an array of (bus name, event).
bool wantsAnnouncements(const QDBusMessage& reply)
{
    if (reply.type() != QDBusMessage::ReplyMessage || reply.signature() != "a(ss)"_L1)
        return false;
    const auto listeners = reply.arguments().constFirst().value<QDBusArgument>();
    bool found = false;
    listeners.beginArray();
    while (!listeners.atEnd()) {
        QString listener;
        QString event;
        listeners.beginStructure();
        listeners >> listener >> event;
        listeners.endStructure();
        found = found || event.startsWith("object:announcement"_L1, Qt::CaseInsensitive);
    }
    listeners.endArray();
    return found;
}

}

SpokenNotice::SpokenNotice(QWidget* parent)
    : QWidget(parent)
{
    QAccessible::installFactory(makeAccess); // once; Qt looks whether it has it
    hide();
}

void SpokenNotice::say(const QString& text)
{
    if (text.isEmpty())
        return;
    setAccessibleName(text);
    if (!QAccessible::isActive())
        return;
    const QDBusConnection bus = accessibilityBus();
    if (!bus.isConnected())
        return;
    // Asked each time: screen readers come and go, and nobody has to keep count of them here.
    const QDBusMessage question = QDBusMessage::createMethodCall(
        u"org.a11y.atspi.Registry"_s, u"/org/a11y/atspi/registry"_s, u"org.a11y.atspi.Registry"_s, u"GetRegisteredEvents"_s);
    auto* watcher = new QDBusPendingCallWatcher(bus.asyncCall(question), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this, [this, watcher, text] {
        send(text, wantsAnnouncements(watcher->reply()));
        watcher->deleteLater();
    });
}

void SpokenNotice::send(const QString& text, bool isAnnouncement)
{
    const QAccessible::Id id = QAccessible::uniqueId(QAccessible::queryAccessibleInterface(this));
    QDBusMessage signal = QDBusMessage::createSignal(u"/org/a11y/atspi/accessible/%1"_s.arg(id), u"org.a11y.atspi.Event.Object"_s,
        isAnnouncement ? u"Announcement"_s : u"StateChanged"_s);
    constexpr int Polite = 1; // ATSPI_LIVE_POLITE: what is being said is finished first
    if (isAnnouncement)
        signal << QString() << Polite << 0 << QVariant::fromValue(QDBusVariant(text));
    else
        signal << u"showing"_s << 1 << 0 << QVariant::fromValue(QDBusVariant(0));
    signal << QVariantMap();
    accessibilityBus().send(signal);
}

}

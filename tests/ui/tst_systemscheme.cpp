#include "core/engine/settings.h"
#include "ui/appearance.h"
#include "ui/systemscheme.h"

#include <QApplication>
#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusMetaType>
#include <QDBusPendingCall>
#include <QDBusVariant>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace sluice;

namespace {

constexpr int PatienceMs = 30'000; // the bus is another process

using Groups = QMap<QString, QVariantMap>;

const QString Service = u"org.freedesktop.portal.Desktop"_s;
const QString Path = u"/org/freedesktop/portal/desktop"_s;

}

/// What a desktop says of itself, on a connection of its own to the bus of this test.
class FakePortal final : public QObject
{
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.portal.Settings")

public:
    Groups groups;
    int asked = 0;

    FakePortal()
        : m_bus(QDBusConnection::connectToBus(QDBusConnection::SessionBus, u"portal"_s))
    { }
    ~FakePortal() override { QDBusConnection::disconnectFromBus(u"portal"_s); }
    Q_DISABLE_COPY_MOVE(FakePortal)

    bool serve() { return m_bus.registerObject(Path, this, QDBusConnection::ExportAllSlots) && m_bus.registerService(Service); }

    void change(const QString& group, const QString& key, const QVariant& value)
    {
        QDBusMessage signal = QDBusMessage::createSignal(Path, u"org.freedesktop.portal.Settings"_s, u"SettingChanged"_s);
        signal << group << key << QVariant::fromValue(QDBusVariant(value));
        m_bus.send(signal);
    }

public Q_SLOTS:
    Groups ReadAll(const QStringList& wanted)
    {
        ++asked;
        Groups answer;
        for (auto group = groups.cbegin(); group != groups.cend(); ++group) {
            if (wanted.contains(group.key()))
                answer.insert(group.key(), group.value());
        }
        return answer;
    }

private:
    QDBusConnection m_bus;
};

/// On a session bus of its own: see window.cmake.
class TestSystemScheme : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        qDBusRegisterMetaType<Groups>();
        QVERIFY(QDBusConnection::sessionBus().isConnected());
        const QDBusPendingCall first = QDBusConnection::sessionBus().asyncCall(QDBusMessage::createMethodCall(
            u"org.freedesktop.DBus"_s, u"/org/freedesktop/DBus"_s, u"org.freedesktop.DBus"_s, u"ListNames"_s));
        QTRY_VERIFY_WITH_TIMEOUT(first.isFinished(), PatienceMs); // from now on Qt delivers what comes
    }

    void cleanup() { QApplication::setPalette(QPalette()); }

    void whatThePortalSaysIsTaken_data()
    {
        QTest::addColumn<QString>("group");
        QTest::addColumn<QString>("key");
        QTest::addColumn<QVariant>("value");
        QTest::addColumn<bool>("dark");
        QTest::addColumn<bool>("contrast");
        QTest::addColumn<bool>("still");
        const QString common = u"org.freedesktop.appearance"_s;
        const QString gnome = u"org.gnome.desktop.interface"_s;
        const auto row = [](const char* name, const QString& group, const QString& key, const QVariant& value, bool dark,
                             bool contrast,
                             bool still) { QTest::newRow(name) << group << key << value << dark << contrast << still; };
        row("dark", common, u"color-scheme"_s, 1U, true, false, false);
        row("no preference", common, u"color-scheme"_s, 0U, false, false, false);
        row("contrast", common, u"contrast"_s, 1U, false, true, false);
        row("motion", common, u"reduced-motion"_s, 1U, false, false, true);
        row("GNOME without animations", gnome, u"enable-animations"_s, false, false, false, true);
        row("GNOME with animations", gnome, u"enable-animations"_s, true, false, false, false);
        row("a theme of GTK", gnome, u"gtk-theme"_s, u"HighContrast"_s, false, true, false);
        row("GNOME's contrast", u"org.gnome.desktop.a11y.interface"_s, u"high-contrast"_s, true, false, true, false);
        row("KDE without animations", u"org.kde.kdeglobals.KDE"_s, u"AnimationDurationFactor"_s, u"0"_s, false, false, true);
        row("something else", common, u"accent-color"_s, 1U, false, false, false);
    }

    void whatThePortalSaysIsTaken()
    {
        QFETCH(const QString, group);
        QFETCH(const QString, key);
        QFETCH(const QVariant, value);
        QFETCH(const bool, dark);
        QFETCH(const bool, contrast);
        QFETCH(const bool, still);
        const auto isAsWanted = [&](const SystemScheme& scheme) {
            return scheme.isDark() == dark && scheme.isHighContrast() == contrast && scheme.isMotionReduced() == still;
        };
        FakePortal portal;
        QVERIFY(portal.serve());

        SystemScheme told; // later
        QSignalSpy changes(&told, &SystemScheme::changed);
        QTRY_VERIFY_WITH_TIMEOUT(portal.asked > 0, PatienceMs); // so it listens, too
        portal.change(group, key, value);
        QTRY_VERIFY_WITH_TIMEOUT(isAsWanted(told), PatienceMs);
        portal.groups = {{group, {{key, value}}}};
        SystemScheme asked; // at the start

        QTRY_VERIFY_WITH_TIMEOUT(isAsWanted(asked), PatienceMs);
        QCOMPARE(changes.size(), int(dark || contrast || still));
    }

    void withoutAPortalThePaletteCounts()
    {
        QPalette black(Qt::black);
        for (const QPalette::ColorRole role : {QPalette::Window, QPalette::Base})
            black.setColor(role, Qt::black);
        for (const QPalette::ColorRole role : {QPalette::WindowText, QPalette::Text})
            black.setColor(role, Qt::yellow);
        QApplication::setPalette(black);
        const SystemScheme forced;
        QVERIFY(forced.isDark() && forced.isHighContrast() && forced.hasForcedColours());
        QApplication::setPalette(QPalette(QColor(0xefefef)));

        const SystemScheme usual;

        QVERIFY(!usual.isDark() && !usual.isHighContrast() && !usual.isMotionReduced());
    }

    void theProgramFollowsTheDesktop()
    {
        const QTemporaryDir directory;
        Settings settings(directory.path());
        FakePortal portal;
        portal.groups = {{u"org.gnome.desktop.interface"_s, {{u"enable-animations"_s, false}}},
            {u"org.freedesktop.appearance"_s, {{u"contrast"_s, 1U}}}};
        QVERIFY(portal.serve());
        const int usualFlash = QApplication::cursorFlashTime();
        const Appearance appearance(settings);
        QTRY_VERIFY_WITH_TIMEOUT(currentTheme().isHighContrast && currentTheme().reducesMotion, PatienceMs);
        QCOMPARE(QApplication::cursorFlashTime(), 0);
        QCOMPARE(QApplication::palette().color(QPalette::WindowText), QColor(Qt::black));

        settings.setScreenPace({.reducedMotion = ReducedMotion::Off});
        QVERIFY(!currentTheme().reducesMotion);
        QCOMPARE(QApplication::cursorFlashTime(), usualFlash);
        settings.setScreenPace({.reducedMotion = ReducedMotion::System});
        QVERIFY(currentTheme().reducesMotion);
        settings.setColorScheme(ColorScheme::Dark); // what was chosen here, in high contrast
        QVERIFY(currentTheme().isHighContrast && currentTheme().isDark);

        portal.change(u"org.freedesktop.appearance"_s, u"contrast"_s, 0U);
        portal.change(u"org.gnome.desktop.interface"_s, u"enable-animations"_s, true);
        QTRY_VERIFY_WITH_TIMEOUT(!currentTheme().isHighContrast && !currentTheme().reducesMotion, PatienceMs);
        QVERIFY(currentTheme().isDark);
        QCOMPARE(QApplication::cursorFlashTime(), usualFlash);
    }
};

QTEST_MAIN(TestSystemScheme)
#include "tst_systemscheme.moc"

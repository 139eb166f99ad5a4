#include "core/engine/abilitiesmemory.h"
#include "core/engine/chatengine.h"
#include "core/engine/settings.h"
#include "tests/support/smalldisk.h"

#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <functional>

using namespace Qt::StringLiterals;
using namespace sluice;

namespace {

Endpoint endpoint(const QString& id, const QString& name = u"Name"_s)
{
    return {.id = id, .name = name, .provider = u"openai"_s, .baseUrl = QUrl(u"http://127.0.0.1:8080/v1"_s), .model = u"m"_s};
}

QByteArray fileIn(const QTemporaryDir& directory)
{
    QFile file(directory.filePath(u"settings.ini"_s));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

}

class TestSettings : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aFreshFolderIsMadeAndHasDefaults();
    void endpointsAreKeptInTheirOrder();
    void anEndpointIsReplacedById();
    void aRemovedEndpointIsGone();
    void aTransientEndpointIsNotWritten();
    void aTransientEndpointStandsInForAStoredOne();
    void savingMakesATransientEndpointStay();
    void selectionsAreKept();
    void aSelectionOfATransientEndpointIsForThisRun();
    void aSelectionThatIsGoneIsEmpty();
    void aStrategyIsKept();
    void aStrategyThatCannotBeUsedIsTheDefault();
    void appearanceIsKept();
    void thePaceOfTheScreenIsKept();
    void aPaceNobodyOffersIsTheDefault();
    void theCacheAndThePoolAreKept();
    void valuesOutOfBoundsAreTheDefault();
    void onlyChangesAreAnnounced();
    void noPasswordIsWritten();
    void abilitiesAreKeptWithTheirAddress();
    void anEngineIsToldWhatIsRemembered();
    void leaveToPayAgainIsKept();
    void whatFoundNoRoomIsWrittenWhenThereIsSome();
    void whatFoundNoRoomIsWrittenAtTheEnd();
    void everySettingSurvivesARestart_data();
    void everySettingSurvivesARestart();
    void eachDamagedValueAloneIsTheDefault();
    void whatANewerVersionHasWrittenStays();
    void aDamagedFileGivesDefaults_data();
    void aDamagedFileGivesDefaults();
};

void TestSettings::aFreshFolderIsMadeAndHasDefaults()
{
    const QTemporaryDir directory;
    const Settings settings(directory.filePath(u"a/b"_s));

    QVERIFY(QFile::exists(directory.filePath(u"a/b"_s)));
    QVERIFY(settings.endpoints().isEmpty());
    QCOMPARE(settings.selectedEndpoint(), QString());
    QCOMPARE(settings.strategy(), StrategyOptions());
    QCOMPARE(settings.colorScheme(), ColorScheme::System);
    QVERIFY(settings.windowGeometry().isEmpty());
}

void TestSettings::endpointsAreKeptInTheirOrder()
{
    const QTemporaryDir directory;
    const Endpoint odd {.id = u"a/b\\c=ü"_s,
        .name = u"Näme, \"quoted\""_s,
        .provider = u"anthropic"_s,
        .baseUrl = QUrl(u"https://example.org:8443/v1?x=%20y"_s),
        .model = u"m/1"_s};
    {
        Settings settings(directory.path());
        settings.saveEndpoint(endpoint(u"z"_s));
        settings.saveEndpoint(odd);
    }

    const Settings settings(directory.path());

    QCOMPARE(settings.endpoints(), QList({endpoint(u"z"_s), odd}));
    QCOMPARE(settings.endpoint(odd.id), std::optional(odd));
    QCOMPARE(settings.endpoint(u"none"), std::optional<Endpoint>());
}

void TestSettings::anEndpointIsReplacedById()
{
    const QTemporaryDir directory;
    Settings settings(directory.path());
    settings.saveEndpoint(endpoint(u"1"_s));
    settings.saveEndpoint(endpoint(u"2"_s));

    settings.saveEndpoint(endpoint(u"1"_s, u"New"_s));

    QCOMPARE(settings.endpoints(), QList({endpoint(u"1"_s, u"New"_s), endpoint(u"2"_s)}));
}

void TestSettings::aRemovedEndpointIsGone()
{
    const QTemporaryDir directory;
    {
        Settings settings(directory.path());
        settings.saveEndpoint(endpoint(u"1"_s));
        settings.saveEndpoint(endpoint(u"2"_s));
        settings.setSelectedModel(u"1", u"big"_s);
        settings.removeEndpoint(u"1");
    }

    const Settings settings(directory.path());

    QCOMPARE(settings.endpoints(), QList({endpoint(u"2"_s)}));
    QCOMPARE(settings.selectedModel(u"1"), QString());
}

void TestSettings::aTransientEndpointIsNotWritten()
{
    const QTemporaryDir directory;
    {
        Settings settings(directory.path());
        settings.saveEndpoint(endpoint(u"1"_s));
        settings.addTransientEndpoint(endpoint(u"demo"_s));
        QVERIFY(settings.isTransient(u"demo"));
        QVERIFY(!settings.isTransient(u"1"));
        QCOMPARE(settings.endpoints().size(), 2);
    }

    QCOMPARE(Settings(directory.path()).endpoints(), QList({endpoint(u"1"_s)}));
}

void TestSettings::aTransientEndpointStandsInForAStoredOne()
{
    const QTemporaryDir directory;
    {
        Settings settings(directory.path());
        settings.saveEndpoint(endpoint(u"1"_s));
        settings.addTransientEndpoint(endpoint(u"1"_s, u"For now"_s));
        QCOMPARE(settings.endpoints(), QList({endpoint(u"1"_s, u"For now"_s)}));
    }

    QCOMPARE(Settings(directory.path()).endpoints(), QList({endpoint(u"1"_s)}));
}

void TestSettings::savingMakesATransientEndpointStay()
{
    const QTemporaryDir directory;
    {
        Settings settings(directory.path());
        settings.addTransientEndpoint(endpoint(u"1"_s));
        settings.setSelectedEndpoint(u"1"_s);
        settings.saveEndpoint(endpoint(u"1"_s));
        QVERIFY(!settings.isTransient(u"1"));
    }

    const Settings settings(directory.path());
    QCOMPARE(settings.endpoints(), QList({endpoint(u"1"_s)}));
    QCOMPARE(settings.selectedEndpoint(), u"1"_s);
}

void TestSettings::selectionsAreKept()
{
    const QTemporaryDir directory;
    {
        Settings settings(directory.path());
        settings.saveEndpoint(endpoint(u"a/b"_s));
        settings.saveEndpoint(endpoint(u"2"_s));
        settings.setSelectedEndpoint(u"2"_s);
        settings.setSelectedModel(u"a/b", u"big"_s);
        settings.setSelectedModel(u"2", u"small"_s);
    }

    const Settings settings(directory.path());

    QCOMPARE(settings.selectedEndpoint(), u"2"_s);
    QCOMPARE(settings.selectedModel(u"a/b"), u"big"_s);
    QCOMPARE(settings.selectedModel(u"2"), u"small"_s);
}

void TestSettings::aSelectionOfATransientEndpointIsForThisRun()
{
    const QTemporaryDir directory;
    {
        Settings settings(directory.path());
        settings.saveEndpoint(endpoint(u"1"_s));
        settings.saveEndpoint(endpoint(u"2"_s));
        settings.setSelectedEndpoint(u"2"_s);
        settings.addTransientEndpoint(endpoint(u"demo"_s));
        settings.setSelectedEndpoint(u"demo"_s);
        QCOMPARE(settings.selectedEndpoint(), u"demo"_s);
    }

    QCOMPARE(Settings(directory.path()).selectedEndpoint(), u"2"_s);
}

void TestSettings::aSelectionThatIsGoneIsEmpty()
{
    const QTemporaryDir directory;
    Settings settings(directory.path());
    settings.saveEndpoint(endpoint(u"1"_s));
    settings.setSelectedEndpoint(u"1"_s);

    settings.removeEndpoint(u"1");

    QCOMPARE(settings.selectedEndpoint(), QString());
}

void TestSettings::aStrategyIsKept()
{
    const QTemporaryDir directory;
    const StrategyOptions smooth {.name = u"smooth"_s,
        .size = 7,
        .min = 2,
        .max = 9,
        .timeout = Millis(123),
        .stallGuard = Millis(456),
        .delay = Millis(78)};
    Settings(directory.path()).setStrategy(smooth);

    QCOMPARE(Settings(directory.path()).strategy(), smooth);
}

void TestSettings::aStrategyThatCannotBeUsedIsTheDefault()
{
    const QTemporaryDir directory;
    {
        QFile file(directory.filePath(u"settings.ini"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("[strategy]\nname=gone\nsize=-3\nmin=x\n");
    }

    QCOMPARE(Settings(directory.path()).strategy(), StrategyOptions());
}

void TestSettings::abilitiesAreKeptWithTheirAddress()
{
    const QTemporaryDir directory;
    EndpointAbilities abilities {
        .eventIds = Ability::No, .streamOffset = Ability::Yes, .background = Ability::Unknown, .stopCall = Ability::Yes};
    abilities.setPrefill(u"m"_s, PrefillAbility::Echoes);
    const Endpoint stored = endpoint(u"a/b"_s);
    Endpoint moved = stored;
    moved.baseUrl = QUrl(u"http://elsewhere/v1"_s);
    {
        Settings settings(directory.path());
        QSignalSpy changed(&settings, &Settings::abilitiesChanged);
        settings.setAbilities(stored, abilities); // nobody's
        QCOMPARE(changed.count(), 0);
        settings.saveEndpoint(stored);
        settings.setAbilities(stored, abilities);
        settings.setAbilities(stored, abilities);
        QCOMPARE(changed.count(), 1);
    }

    Settings settings(directory.path());
    QCOMPARE(settings.abilities(stored), abilities);
    QCOMPARE(settings.abilities(moved), EndpointAbilities());
    settings.removeEndpoint(stored.id);
    QVERIFY(!fileIn(directory).contains("stream_offset"));
}

void TestSettings::anEngineIsToldWhatIsRemembered()
{
    const QTemporaryDir directory;
    Settings settings(directory.path());
    settings.saveEndpoint(endpoint(u"1"_s));
    ChatEngine engine;
    keepAbilities(engine, settings);

    Q_EMIT engine.abilitiesLearned(endpoint(u"1"_s), {.background = Ability::No});

    QCOMPARE(settings.abilities(endpoint(u"1"_s)).background, Ability::No);
}

void TestSettings::leaveToPayAgainIsKept()
{
    const QTemporaryDir directory;
    QVERIFY(!Settings(directory.path()).mayPayAgain());
    Settings(directory.path()).setMayPayAgain(true);
    QVERIFY(Settings(directory.path()).mayPayAgain());
}

void TestSettings::appearanceIsKept()
{
    const QTemporaryDir directory;
    const QByteArray geometry("\0\1\xFF geometry", 12);
    {
        Settings settings(directory.path());
        settings.setColorScheme(ColorScheme::Dark);
        settings.setWindowGeometry(geometry);
    }
    Settings settings(directory.path());
    QCOMPARE(settings.colorScheme(), ColorScheme::Dark);
    QCOMPARE(settings.windowGeometry(), geometry);

    settings.setColorScheme(ColorScheme::System);
    QCOMPARE(Settings(directory.path()).colorScheme(), ColorScheme::System);
}

void TestSettings::thePaceOfTheScreenIsKept()
{
    const QTemporaryDir directory;
    Settings settings(directory.path());
    QSignalSpy changed(&settings, &Settings::screenPaceChanged);
    QCOMPARE(settings.screenPace(), ScreenPace());
    for (const ReducedMotion motion : {ReducedMotion::On, ReducedMotion::Off, ReducedMotion::System}) {
        const ScreenPace pace {.repaintInterval = Millis(50), .scrollInterval = Millis(33), .reducedMotion = motion};

        settings.setScreenPace(pace);
        settings.setScreenPace(pace);

        QCOMPARE(Settings(directory.path()).screenPace(), pace);
    }
    QCOMPARE(changed.count(), 3);
}

void TestSettings::aPaceNobodyOffersIsTheDefault()
{
    const QTemporaryDir directory;
    {
        QFile file(directory.filePath(u"settings.ini"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("[General]\nrepaint_interval_ms=1\nscroll_interval_ms=-5\nreduced_motion=dizzy\n");
    }

    QCOMPARE(Settings(directory.path()).screenPace(), ScreenPace());
}

void TestSettings::onlyChangesAreAnnounced()
{
    const QTemporaryDir directory;
    Settings settings(directory.path());
    QSignalSpy endpoints(&settings, &Settings::endpointsChanged);
    QSignalSpy strategy(&settings, &Settings::strategyChanged);
    QSignalSpy scheme(&settings, &Settings::colorSchemeChanged);
    StrategyOptions fixed;
    fixed.name = u"fixed"_s;

    settings.saveEndpoint(endpoint(u"1"_s));
    settings.removeEndpoint(u"unknown");
    settings.setStrategy(fixed);
    settings.setStrategy(fixed);
    settings.setColorScheme(ColorScheme::Light);
    settings.setColorScheme(ColorScheme::Light);

    QCOMPARE(endpoints.count(), 1);
    QCOMPARE(strategy.count(), 1);
    QCOMPARE(scheme.count(), 1);
}

void TestSettings::theCacheAndThePoolAreKept()
{
    const QTemporaryDir directory;
    CacheSettings chosen;
    chosen.isEnabled = false;
    chosen.limits = {.maxBytes = 5'000'000'000, .maxAge = std::chrono::days(7)};
    chosen.pace = ReplayPace::Original;
    {
        Settings settings(directory.path());
        QCOMPARE(settings.cacheSettings(), CacheSettings());
        QCOMPARE(settings.maxStreams(), 8);
        QVERIFY(settings.cacheSettings().policy().read && settings.cacheSettings().policy().write);
        QSignalSpy cache(&settings, &Settings::cacheSettingsChanged);
        QSignalSpy pool(&settings, &Settings::maxStreamsChanged);
        for (int i = 0; i < 2; ++i) {
            settings.setCacheSettings(chosen);
            settings.setMaxStreams(3);
        }
        QCOMPARE(cache.count(), 1);
        QCOMPARE(pool.count(), 1);
    }
    const Settings settings(directory.path());

    QCOMPARE(settings.cacheSettings(), chosen);
    QCOMPARE(settings.cacheSettings().policy(), (CachePolicy {.read = false, .write = false, .pace = ReplayPace::Original}));
    QCOMPARE(settings.maxStreams(), 3);
}

void TestSettings::valuesOutOfBoundsAreTheDefault()
{
    const QTemporaryDir directory;
    {
        QFile file(directory.filePath(u"settings.ini"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("[General]\nmax_streams=-4\n[cache]\nenabled=maybe\nmax_bytes=12\nmax_days=99999999999\npace=fast\n");
    }
    const Settings settings(directory.path());

    QCOMPARE(settings.cacheSettings(), CacheSettings());
    QCOMPARE(settings.maxStreams(), 8);
}

void TestSettings::noPasswordIsWritten()
{
    const QTemporaryDir directory;
    Settings settings(directory.path());
    Endpoint withPassword = endpoint(u"1"_s);
    withPassword.baseUrl = QUrl(u"https://me:hunter2@example.org/v1"_s);

    settings.saveEndpoint(withPassword);

    QVERIFY(fileIn(directory).contains("example.org"));
    QVERIFY(!fileIn(directory).contains("hunter2"));
}

void TestSettings::whatFoundNoRoomIsWrittenWhenThereIsSome()
{
    const QTemporaryDir directory;
    Settings settings(directory.path());
    settings.setMaxStreams(5);
    {
        const test::SmallDisk full(0);
        settings.setShownConversation(u"this one"_s);
        QCoreApplication::sendPostedEvents(); // QSettings itself tries once more
        QVERIFY(!fileIn(directory).contains("this one"));
    }

    QTRY_VERIFY_WITH_TIMEOUT(fileIn(directory).contains("this one"), 30000);
    QCOMPARE(settings.maxStreams(), 5);
}

void TestSettings::whatFoundNoRoomIsWrittenAtTheEnd()
{
    const QTemporaryDir directory;
    {
        Settings settings(directory.path());
        const test::SmallDisk full(0);
        settings.setShownConversation(u"this one"_s);
        QVERIFY(!fileIn(directory).contains("this one"));
        settings.setMaxStreams(5); // fails, too
        QVERIFY(!fileIn(directory).contains("max_streams"));
        settings.setMaxStreams(7);
        // Made last, the small disk goes first.
    }

    const Settings again(directory.path());
    QCOMPARE(again.shownConversation(), u"this one"_s);
    QCOMPARE(again.maxStreams(), 7);
}

// One row for each pair of functions: what is set, and what is read then. That a setting has no row shows in the count.
void TestSettings::everySettingSurvivesARestart_data()
{
    using Set = std::function<void(Settings&)>;
    using Read = std::function<QVariant(const Settings&)>;
    QTest::addColumn<Set>("set");
    QTest::addColumn<Read>("isKept");
    int rows = 0;
    const auto row = [&rows]<typename Value>(
                         const char* name, Value value, void (Settings::*set)(const Value&), Value (Settings::*get)() const) {
        QTest::newRow(name) << Set([=](Settings& settings) { (settings.*set)(value); })
                            << Read([=](const Settings& settings) { return (settings.*get)() == value; });
        ++rows;
    };
    const auto plain = [&rows]<typename Value>(
                           const char* name, Value value, void (Settings::*set)(Value), Value (Settings::*get)() const) {
        QTest::newRow(name) << Set([=](Settings& settings) { (settings.*set)(value); })
                            << Read([=](const Settings& settings) { return (settings.*get)() == value; });
        ++rows;
    };
    row("strategy", StrategyOptions {.name = u"fixed"_s, .size = 9}, &Settings::setStrategy, &Settings::strategy);
    row("patience",
        PatienceSettings {
            .retries = 7, .longestPause = Millis(1000), .connect = Millis(0), .firstByte = Millis(2000), .silence = Millis(3000)},
        &Settings::setPatience, &Settings::patience);
    row("proxy", ProxyChoice {.kind = ProxyChoice::Kind::Manual, .address = QUrl(u"socks5://proxy:1080"_s)}, &Settings::setProxy,
        &Settings::proxy);
    row("text", TextLook {.family = u"Serif, \"odd\""_s, .size = 18, .density = Density::Compact}, &Settings::setTextLook,
        &Settings::textLook);
    row("pace", ScreenPace {.repaintInterval = Millis(50), .scrollInterval = Millis(33), .reducedMotion = ReducedMotion::On},
        &Settings::setScreenPace, &Settings::screenPace);
    row("desktop", DesktopChoice {.notifies = false, .usesTray = true}, &Settings::setDesktopChoice, &Settings::desktopChoice);
    row("cache",
        CacheSettings {
            .isEnabled = false, .limits = {.maxBytes = 5 << 20, .maxAge = std::chrono::days(3)}, .pace = ReplayPace::Original},
        &Settings::setCacheSettings, &Settings::cacheSettings);
    row("metrics", MetricsExport {.isOn = true, .port = 19464}, &Settings::setMetricsExport, &Settings::metricsExport);
    row("conversation", u"abc"_s, &Settings::setShownConversation, &Settings::shownConversation);
    row("geometry", "\1\2"_ba, &Settings::setWindowGeometry, &Settings::windowGeometry);
    row("state", "\3\4"_ba, &Settings::setWindowState, &Settings::windowState);
    plain("panel", true, &Settings::setPanelShown, &Settings::isPanelShown);
    row("language", u"zh_CN"_s, &Settings::setLanguage, &Settings::language);
    row("page", u"cache"_s, &Settings::setSettingsPage, &Settings::settingsPage);
    plain("pay again", true, &Settings::setMayPayAgain, &Settings::mayPayAgain);
    plain("scheme", ColorScheme::Dark, &Settings::setColorScheme, &Settings::colorScheme);
    plain("streams", 3, &Settings::setMaxStreams, &Settings::maxStreams);
    const auto one = [&rows](const char* name, const Set& set, const Read& read) {
        QTest::newRow(name) << set << read;
        ++rows;
    };
    one(
        "shortcut", [](Settings& settings) { settings.setShortcut(u"new", u"Ctrl+Shift+N"_s); },
        [](const Settings& settings) { return settings.shortcut(u"new") == u"Ctrl+Shift+N"_s; });
    one(
        "lab", [](Settings& settings) { settings.setLabState(u"window", "\5\6"_ba); },
        [](const Settings& settings) { return settings.labState(u"window") == "\5\6"_ba; });
    one(
        "endpoint",
        [](Settings& settings) {
            Endpoint odd = endpoint(u"1"_s);
            odd.proxy = ProxyChoice {.kind = ProxyChoice::Kind::None};
            odd.caFile = u"/a b/ü.pem"_s;
            settings.saveEndpoint(odd);
            settings.setSelectedEndpoint(u"1"_s);
            settings.setSelectedModel(u"1", u"big"_s);
            settings.setAbilities(odd, {.eventIds = Ability::Yes});
        },
        [](const Settings& settings) {
            const Endpoint kept = settings.endpoint(u"1").value_or(Endpoint());
            return kept.proxy == ProxyChoice {.kind = ProxyChoice::Kind::None} && kept.caFile == u"/a b/ü.pem"_s
                && settings.selectedEndpoint() == u"1"_s && settings.selectedModel(u"1") == u"big"_s
                && settings.abilities(kept).eventIds == Ability::Yes;
        });

    int setters = -4; // the one row "endpoint" is for four
    QFile header(QStringLiteral(SLUICE_TEST_DATA "/../../core/engine/settings.h"));
    QVERIFY(header.open(QIODevice::ReadOnly));
    for (const QByteArray& line : header.readAll().split('\n'))
        setters += line.contains("    void set") || line.contains("    void saveEndpoint") ? 1 : 0;
    QCOMPARE(rows, setters + 1);
}

void TestSettings::everySettingSurvivesARestart()
{
    QFETCH(const std::function<void(Settings&)>, set);
    QFETCH(const std::function<QVariant(const Settings&)>, isKept);
    const QTemporaryDir directory;
    {
        Settings settings(directory.path());
        QVERIFY(!isKept(settings).toBool());
        set(settings);
    }

    const Settings settings(directory.path());

    QVERIFY(isKept(settings).toBool());
}

void TestSettings::eachDamagedValueAloneIsTheDefault()
{
    const QTemporaryDir directory;
    {
        QFile file(directory.filePath(u"settings.ini"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("proxy=ftp://nowhere\n[strategy]\nname=fixed\nsize=-3\nmin=20\nmax=4\ndelay_ms=90\n"
                   "[retry]\nattempts=many\nlongest_pause_ms=2000\n[timeout]\nsilence_ms=-1\nconnect_ms=5000\n"
                   "[font]\nsize=400\nfamily=Serif\n");
    }

    const Settings settings(directory.path());

    QCOMPARE(settings.strategy(), (StrategyOptions {.name = u"fixed"_s, .delay = Millis(90)}));
    QCOMPARE(settings.patience(), (PatienceSettings {.longestPause = Millis(2000), .connect = Millis(5000)}));
    QCOMPARE(settings.textLook(), (TextLook {.family = u"Serif"_s}));
    QCOMPARE(settings.proxy(), ProxyChoice());
}

void TestSettings::whatANewerVersionHasWrittenStays()
{
    const QTemporaryDir directory;
    {
        QFile file(directory.filePath(u"settings.ini"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("[General]\nunheard_of=7\n[strategy]\nname=psychic\nforesight=2\n");
    }

    Settings(directory.path()).setMaxStreams(5);

    QVERIFY(fileIn(directory).contains("unheard_of=7"));
    QVERIFY(fileIn(directory).contains("foresight=2"));
    QCOMPARE(Settings(directory.path()).strategy(), StrategyOptions());
}

void TestSettings::aDamagedFileGivesDefaults_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::newRow("noise") << QByteArray("\x00\xFF\xFE[[[=\n\n]]\\x", 14);
    QTest::newRow("huge array") << "[endpoints]\nsize=2147483647\n"_ba;
    QTest::newRow("negative array") << "[endpoints]\nsize=-5\n"_ba;
    QTest::newRow("endpoint without an id") << "[endpoints]\nsize=1\n1\\name=x\n"_ba;
}

void TestSettings::aDamagedFileGivesDefaults()
{
    QFETCH(QByteArray, content);
    const QTemporaryDir directory;
    {
        QFile file(directory.filePath(u"settings.ini"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(content);
    }
    Settings settings(directory.path());

    QVERIFY(settings.endpoints().isEmpty());
    QCOMPARE(settings.strategy(), StrategyOptions());
    settings.saveEndpoint(endpoint(u"1"_s));
    QCOMPARE(Settings(directory.path()).endpoints(), QList({endpoint(u"1"_s)}));
}

QTEST_GUILESS_MAIN(TestSettings)
#include "tst_settings.moc"

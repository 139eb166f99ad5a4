#include "tests/support/freeport.h"
#include "tests/support/opensettings.h"
#include "ui/blocks/blockworker.h"
#include "ui/chat/chatpane.h"
#include "ui/chat/composer.h"
#include "ui/chat/targetbar.h"
#include "ui/elidedlabel.h"
#include "ui/settings/certificatefield.h"
#include "ui/settings/endpointdialog.h"
#include "ui/settings/endpointtest.h"
#include "ui/settings/keybutton.h"
#include "ui/settings/proxyfield.h"

#include <QAccessible>
#include <QCheckBox>
#include <QDialogButtonBox>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace sluice;
using namespace sluice::test;

class TestSettingsDialog : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theKeysOpenItAndEscapeClosesIt()
    {
        WindowFixture fixture;
        QVERIFY(QTest::qWaitForWindowActive(fixture.window.get()));
        QTest::keyClick(fixture.window.get(), Qt::Key_Comma, Qt::ControlModifier);

        auto* dialog = fixture.window->findChild<SettingsDialog*>();
        QVERIFY(dialog && dialog->isVisible() && !dialog->isModal());
        QAccessibleInterface* access = QAccessible::queryAccessibleInterface(dialog);
        QCOMPARE(access->role(), QAccessible::Dialog);
        QCOMPARE(access->text(QAccessible::Name), u"Settings"_s);

        QTest::keyClick(dialog, Qt::Key_Escape);
        QVERIFY(!dialog->isVisible());
    }

    void itOpensWhereItWasClosed()
    {
        WindowFixture fixture;
        fixture.window->openSettings();
        auto* list = fixture.window->findChild<SettingsDialog*>()->findChild<QListWidget*>(QString());
        QCOMPARE(list->count(), int(settingsPages().size()));
        list->setCurrentRow(3);

        fixture.open();
        fixture.window->openSettings();

        QCOMPARE(fixture.window->findChild<SettingsDialog*>()->findChild<QListWidget*>()->currentRow(), 3);
    }

    void thePagesInTheListStandBelowEachOther()
    {
        WindowFixture fixture;
        fixture.settings.setSettingsPage(u"appearance"_s);
        QAccessible::setActive(true); // which asks for the rows before they are shown

        fixture.window->openSettings();

        const auto* list = fixture.window->findChild<SettingsDialog*>()->findChild<QListWidget*>(QString());
        for (int row = 0; row < list->count(); ++row)
            QCOMPARE(
                list->visualItemRect(list->item(row)).height(), list->sizeHintForIndex(list->model()->index(row, 0)).height());
    }

    void everyPageOpensAndNamesItsFields()
    {
        WindowFixture fixture;
        for (const SettingsPage& page : settingsPages()) {
            fixture.window->openSettings(page.name);
            auto* shown = fixture.window->findChild<SettingsDialog*>()->findChild<QStackedWidget*>()->currentWidget();
            QVERIFY(shown->isVisible());
            const QList<QWidget*> all = shown->findChildren<QWidget*>();
            for (const QWidget* widget : all) {
                const bool isField = qobject_cast<const QLineEdit*>(widget) || qobject_cast<const QComboBox*>(widget)
                    || qobject_cast<const QListWidget*>(widget);
                if (isField)
                    QVERIFY2(!widget->accessibleName().isEmpty(), qPrintable(page.name));
            }
        }
    }

    void aStrategyAndItsNumbersApplyAsTheyAreTyped()
    {
        OpenSettings open(u"streaming"_s);
        choose(open.choice(u"Default buffer strategy"_s), u"fixed"_s);
        QVERIFY(open.number(u"Size"_s)->isVisible());
        QVERIFY(!open.number(u"Timeout"_s)->isVisible());

        type(open.number(u"Size"_s), u"17"_s);

        QCOMPARE(open.settings.strategy(), (StrategyOptions {.name = u"fixed"_s, .size = 17}));
        auto* bar = open.window->findChild<TargetBar*>();
        QCOMPARE(named<ComboBox>(bar, u"Buffer strategy"_s)->currentText(), u"fixed"_s);
    }

    void aBadNumberIsRefusedWhereItIsTyped_data()
    {
        QTest::addColumn<QString>("typed");
        QTest::newRow("nothing") << QString();
        QTest::newRow("no number") << u"five"_s;
        QTest::newRow("too small") << u"0"_s;
        QTest::newRow("too large") << u"10001"_s;
        QTest::newRow("above the maximum") << u"11"_s;
        QTest::newRow("a fraction") << u"2.5"_s;
    }

    void aBadNumberIsRefusedWhereItIsTyped()
    {
        QFETCH(const QString, typed);
        OpenSettings open(u"streaming"_s);
        NumberField* min = open.number(u"Minimum"_s);

        type(min, typed);

        QVERIFY(!min->note().isEmpty());
        QVERIFY(min->line()->property("invalid").toBool());
        QVERIFY(min->line()->accessibleDescription().endsWith(min->note()));
        QCOMPARE(open.settings.strategy(), StrategyOptions());

        type(min, u"2"_s);
        QVERIFY(min->note().isEmpty());
        QCOMPARE(open.settings.strategy().min, 2);
    }

    void retriesTimeoutsAndThePoolAreSet()
    {
        OpenSettings open(u"streaming"_s);

        type(open.number(u"Tries after the first"_s), u"0"_s);
        type(open.number(u"Longest pause between two"_s), u"9"_s);
        type(open.number(u"For a connection"_s), u"0"_s);
        type(open.number(u"For the beginning of an answer"_s), u"600"_s);
        type(open.number(u"While nothing comes"_s), u"45"_s);
        type(open.number(u"Answers that may run"_s), u"3"_s);
        open.shown->findChild<QCheckBox*>()->click();

        QCOMPARE(open.settings.patience(),
            (PatienceSettings {.retries = 0,
                .longestPause = Millis(9000),
                .connect = Millis(0),
                .firstByte = Millis(600000),
                .silence = Millis(45000)}));
        QCOMPARE(open.settings.maxStreams(), 3);
        QVERIFY(open.settings.mayPayAgain());
        type(open.number(u"Longest pause between two"_s), u"0"_s);
        QVERIFY(!open.number(u"Longest pause between two"_s)->note().isEmpty());
    }

    void theNextMessageIsSentWithThem()
    {
        OpenSettings open(u"streaming"_s);
        type(open.number(u"Tries after the first"_s), u"1"_s);
        auto* choice = open.window->findChild<EndpointChoice*>();
        std::optional<SessionTarget> target;

        choice->withTarget(this, [&](const SessionTarget& ready) { target = ready; });

        QTRY_VERIFY(target);
        QCOMPARE(target->patience.retries, 1);
    }

    void theCacheIsSet()
    {
        OpenSettings open(u"cache"_s);

        open.shown->findChild<QCheckBox*>()->click();
        choose(open.choice(u"Pace of a stored answer"_s), int(ReplayPace::Paced));
        type(open.number(u"Largest size"_s), u"5"_s);
        type(open.number(u"Longest kept"_s), u"2"_s);

        QCOMPARE(open.settings.cacheSettings(),
            (CacheSettings {
                .isEnabled = false, .limits = {.maxBytes = 5 << 20, .maxAge = std::chrono::days(2)}, .pace = ReplayPace::Paced}));
    }

    void theCacheIsNotTrimmedByHalfANumber()
    {
        OpenSettings open(u"cache"_s);
        QLineEdit* size = open.number(u"Largest size"_s)->line();
        const qint64 before = open.settings.cacheSettings().limits.maxBytes;

        size->setText(u"6"_s);
        Q_EMIT size->textEdited(u"6"_s); // on the way to 600
        QCOMPARE(open.settings.cacheSettings().limits.maxBytes, before);
        size->setText(u"600"_s);
        Q_EMIT size->textEdited(u"600"_s);
        Q_EMIT size->editingFinished();

        QCOMPARE(open.settings.cacheSettings().limits.maxBytes, qint64(600) << 20);
    }

    void textLooksAsItIsChosen()
    {
        OpenSettings open(u"appearance"_s);
        const int before = currentTheme().rowPadding;

        type(open.number(u"Font size"_s), u"20"_s);
        choose(open.choice(u"Density"_s), 1);

        QCOMPARE(currentTheme().body.pixelSize(), 20);
        QCOMPARE(currentTheme().small.pixelSize(), 16);
        QCOMPARE(open.window->font().pixelSize(), 20);
        QVERIFY(currentTheme().rowPadding < before);
        type(open.number(u"Font size"_s), u"99"_s);
        QCOMPARE(currentTheme().body.pixelSize(), 20);
    }

    void coloursAndPaceAreChosen()
    {
        OpenSettings open(u"appearance"_s);

        choose(open.choice(u"Colours"_s), int(ColorScheme::Dark));
        choose(open.choice(u"Repaint interval"_s), 3);
        choose(open.choice(u"Scroll throttle"_s), 1);
        choose(open.choice(u"Reduce motion"_s), 1);

        QVERIFY(currentTheme().isDark);
        QCOMPARE(open.settings.screenPace(),
            (ScreenPace {.repaintInterval = Millis(100), .scrollInterval = Millis(16), .reducedMotion = ReducedMotion::On}));
    }

    void aProxyIsJudgedWhileItIsTyped()
    {
        OpenSettings open(u"network"_s);
        auto* proxy = open.shown->findChild<ProxyField*>();
        auto* address = named<QLineEdit>(proxy, u"Proxy address"_s);
        QVERIFY(!address->isVisible());
        choose(proxy->findChild<ComboBox*>(), u"manual"_s);
        QVERIFY(address->isVisible());
        QCOMPARE(open.settings.proxy(), ProxyChoice());

        QTest::keyClicks(address, u"http://proxy"_s);
        QVERIFY(address->property("invalid").toBool());
        QCOMPARE(open.settings.proxy(), ProxyChoice());
        QTest::keyClicks(address, u":3128"_s);

        QVERIFY(!address->property("invalid").toBool());
        QCOMPARE(
            open.settings.proxy(), (ProxyChoice {.kind = ProxyChoice::Kind::Manual, .address = QUrl(u"http://proxy:3128"_s)}));
    }

    void atTheSmallestSizeNothingIsCutOff_data()
    {
        QTest::addColumn<int>("width");
        for (const int width : {480, 520, 600, 700})
            QTest::addRow("%d", width) << width;
    }

    void atTheSmallestSizeNothingIsCutOff()
    {
        QFETCH(const int, width);
        WindowFixture fixture;
        fixture.settings.saveEndpoint(WindowFixture::endpointAt(u"A rather long name that wants more room than there is"_s, 80));
        fixture.settings.setMetricsExport({.isOn = true, .port = freePort()});
        QTRY_COMPARE(fixture.metricsServer.serving().state, MetricsServing::State::On);
        for (const SettingsPage& page : settingsPages()) {
            fixture.window->openSettings(page.name);
            auto* dialog = fixture.window->findChild<SettingsDialog*>();
            dialog->resize(840, 640);
            QTest::qWait(0);
            dialog->resize(width, dialog->minimumHeight());
            QTest::qWait(0);
            QCOMPARE(dialog->width(), width);
            for (const QWidget* widget : dialog->findChildren<QWidget*>())
                QVERIFY2(!isCutOff(*widget),
                    qPrintable(
                        u"%1: %2 '%3'"_s.arg(page.name, QLatin1StringView(widget->metaObject()->className()), textOf(*widget))));
        }
    }

    void aCertificateFileIsJudgedWhileItIsTyped()
    {
        const BlockWorker worker;
        const QTemporaryDir directory;
        const QString noCertificate = directory.filePath(u"no.pem"_s);
        QFile file(noCertificate);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write("hello") == 5);
        file.close();
        WindowFixture fixture;
        EndpointDialog dialog(fixture.engine, WindowFixture::endpointAt(u"1"_s, 80));
        dialog.show();
        auto* field = dialog.findChild<CertificateField*>();
        auto* path = field->findChild<QLineEdit*>();
        QPushButton* save = dialog.findChild<QDialogButtonBox*>()->button(QDialogButtonBox::Save);
        QVERIFY(save->isEnabled());

        path->setText(directory.filePath(u"none.pem"_s));
        QTRY_COMPARE(field->note(), u"There is no such file."_s);
        QVERIFY(path->property("invalid").toBool());
        QCOMPARE(path->accessibleDescription(), field->note());
        QVERIFY(!save->isEnabled());
        path->setText(noCertificate);
        QTRY_COMPARE(field->note(), u"It holds no certificate in PEM form."_s);
        QVERIFY(!save->isEnabled());
        path->setText(QStringLiteral(SLUICE_TEST_DATA "/tls/selfsigned.crt"));
        QTRY_COMPARE(field->note(), u"1 certificate(s)"_s);
        QVERIFY(!path->property("invalid").toBool());
        QVERIFY(save->isEnabled());
        path->setText(directory.path()); // a folder
        path->clear();
        QVERIFY(save->isEnabled());
        QVERIFY(field->note().isEmpty());
        QTest::qWait(100); // the late word about the folder
        QVERIFY(save->isEnabled());
    }

    void anEndpointHasAProxyAndCertificatesOfItsOwn()
    {
        WindowFixture fixture;
        EndpointDialog dialog(fixture.engine, WindowFixture::endpointAt(u"1"_s, 80));
        dialog.show();
        QCOMPARE(dialog.endpoint().proxy, std::nullopt);

        choose(dialog.findChild<ProxyField*>()->findChild<ComboBox*>(), u"none"_s);
        QTest::keyClicks(named<QLineEdit>(&dialog, u"Certificate file"_s), u"/a/b.pem"_s);

        QCOMPARE(dialog.endpoint().proxy, ProxyChoice {.kind = ProxyChoice::Kind::None});
        QCOMPARE(dialog.endpoint().caFile, u"/a/b.pem"_s);
    }

    void endpointsAreListedAndTested()
    {
        OpenSettings open(u"endpoints"_s);
        auto* list = named<QListWidget>(open.shown, u"Endpoints"_s);
        QCOMPARE(list->count(), 1);
        QVERIFY(!open.button(u"Edit…"_s)->isEnabled()); // the demo is not the user's

        open.settings.saveEndpoint(WindowFixture::endpointAt(u"mine"_s, *open.port));
        list->setCurrentRow(0);
        QVERIFY(open.button(u"Edit…"_s)->isEnabled());
        open.button(u"Test"_s)->click();

        QTRY_VERIFY(open.shown->findChild<EndpointTest*>()->resultText().startsWith(u"It answered in"_s));
    }

    void keysAreGivenAndConflictsRefused()
    {
        OpenSettings open(u"shortcuts"_s);
        KeyButton* find = nullptr;
        for (KeyButton* button : open.shown->findChildren<KeyButton*>())
            find = button->accessibleName().startsWith("Find in conversation"_L1) ? button : find;
        QVERIFY(find);
        const auto press = [find](Qt::Key key, Qt::KeyboardModifiers modifiers) {
            find->click();
            QVERIFY(find->isWaiting());
            QTest::keyClick(find, key, modifiers);
            QVERIFY(!find->isWaiting());
        };

        press(Qt::Key_N, Qt::ControlModifier); // New conversation
        QCOMPARE(open.settings.shortcut(u"find"), std::nullopt);
        press(Qt::Key_G, Qt::NoModifier); // a letter
        QCOMPARE(open.settings.shortcut(u"find"), std::nullopt);
        press(Qt::Key_C, Qt::ControlModifier); // Copy
        QCOMPARE(open.settings.shortcut(u"find"), std::nullopt);
        press(Qt::Key_Escape, Qt::NoModifier);
        QVERIFY(open.dialog->isVisible());
        press(Qt::Key_F, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(open.settings.shortcut(u"find"), u"Ctrl+Shift+F"_s);

        open.dialog->close();
        QVERIFY(hasKeys(*open.window, QKeySequence(u"Ctrl+Shift+F"_s)));
        QVERIFY(!hasKeys(*open.window, QKeySequence(u"Ctrl+F"_s)));
        open.settings.setShortcut(u"find", std::nullopt);
        QVERIFY(hasKeys(*open.window, QKeySequence(u"Ctrl+F"_s)));
        open.settings.setShortcut(u"find", u"g"_s); // by hand, in the file
        QVERIFY(hasKeys(*open.window, QKeySequence(u"Ctrl+F"_s)));
    }

private:
    static QString textOf(const QWidget& widget)
    {
        if (const auto* label = qobject_cast<const QLabel*>(&widget))
            return label->text();
        const auto* button = qobject_cast<const QAbstractButton*>(&widget);
        return button ? button->text() : widget.accessibleName();
    }

    /// Beyond the right edge of what it stands in, or narrower than its text, unless that wraps or is elided.
    static bool isCutOff(const QWidget& widget)
    {
        const QWidget* parent = widget.parentWidget();
        if (!widget.isVisible() || widget.isWindow() || !parent)
            return false;
        if (widget.geometry().right() > parent->rect().right() && !qobject_cast<const QAbstractItemView*>(parent->parentWidget()))
            return true;
        const auto* label = qobject_cast<const QLabel*>(&widget);
        const bool hasFixedText = (label && !label->wordWrap() && !qobject_cast<const ElidedLabel*>(&widget))
            || qobject_cast<const QAbstractButton*>(&widget);
        return hasFixedText && !textOf(widget).isEmpty() && widget.sizeHint().width() > widget.width();
    }

    static bool hasKeys(const QWidget& window, const QKeySequence& keys)
    {
        const QList<QAction*> actions = window.actions();
        return std::any_of(
            actions.begin(), actions.end(), [&](const QAction* action) { return action->shortcuts().contains(keys); });
    }
};

QTEST_MAIN(TestSettingsDialog)
#include "tst_settingsdialog.moc"

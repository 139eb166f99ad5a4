// What holds for every control of the settings, on whatever page, without a list of them: so a new one is tested, too.

#include "tests/support/windowfixture.h"
#include "ui/combobox.h"
#include "ui/settings/keybutton.h"
#include "ui/settings/numberfield.h"
#include "ui/settings/settingsdialog.h"

#include <QAccessible>
#include <QCheckBox>
#include <QFile>
#include <QLineEdit>
#include <QMap>
#include <QScrollArea>
#include <QStackedWidget>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace sluice;
using namespace sluice::test;

namespace {

QWidget* openPage(MainWindow& window, const SettingsPage& page)
{
    window.openSettings(page.name);
    return window.findChild<SettingsDialog*>()->findChild<QStackedWidget*>()->currentWidget();
}

/// The lines that are no part of another field.
QList<QLineEdit*> linesOf(const QWidget* shown)
{
    QList<QLineEdit*> lines = shown->findChildren<QLineEdit*>();
    lines.removeIf([](const QLineEdit* line) { return qobject_cast<NumberField*>(line->parentWidget()) != nullptr; });
    return lines;
}

void type(QLineEdit* line, const QString& text)
{
    line->setText(text);
    Q_EMIT line->textEdited(text);
    Q_EMIT line->editingFinished();
}

/// What each control shows, by its page and its name.
QMap<QString, QString> shownValues(MainWindow& window)
{
    QMap<QString, QString> values;
    for (const SettingsPage& page : settingsPages()) {
        const QWidget* shown = openPage(window, page);
        const auto put = [&](const QString& name, const QString& value) { values.insert(page.name + u'/' + name, value); };
        for (const NumberField* number : shown->findChildren<NumberField*>())
            put(number->accessibleName(), number->line()->text());
        for (const ComboBox* box : shown->findChildren<ComboBox*>())
            put(box->accessibleName(), box->currentText());
        for (const QCheckBox* box : shown->findChildren<QCheckBox*>())
            put(box->text(), box->isChecked() ? u"on"_s : u"off"_s);
        for (const QLineEdit* line : linesOf(shown))
            put(line->accessibleName(), line->text());
        for (const KeyButton* keys : shown->findChildren<KeyButton*>())
            put(keys->accessibleName().section(u": "_s, 0, 0), keys->text());
    }
    return values;
}

void changeNumber(const NumberField& number)
{
    const int value = number.line()->text().toInt();
    type(number.line(), QString::number(value + 1));
    if (number.line()->property("invalid").toBool()) // it was the highest
        type(number.line(), QString::number(value - 1));
}

void changeAll(MainWindow& window)
{
    for (const SettingsPage& page : settingsPages()) {
        const QWidget* shown = openPage(window, page);
        for (ComboBox* box : shown->findChildren<ComboBox*>()) {
            box->setCurrentIndex(box->currentIndex() == box->count() - 1 ? 0 : box->count() - 1);
            Q_EMIT box->activated(box->currentIndex());
        }
        for (QLineEdit* line : linesOf(shown)) // the only one yet: the proxy's address
            type(line, u"http://proxy.example.com:3128"_s);
        for (const NumberField* number : shown->findChildren<NumberField*>())
            changeNumber(*number);
        for (QCheckBox* box : shown->findChildren<QCheckBox*>())
            box->click();
        int key = Qt::Key_A;
        for (KeyButton* button : shown->findChildren<KeyButton*>())
            Q_EMIT button->pressedKeys(QKeySequence(QKeyCombination(Qt::CTRL | Qt::ALT | Qt::SHIFT, Qt::Key(key++))));
    }
}

QByteArray storedSettings(const WindowFixture& fixture)
{
    QFile file(fixture.directory + u"/settings.ini"_s);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

}

class TestSettingsRestart : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyControlShowsAfterARestartWhatWasChosen()
    {
        const QTemporaryDir directory;
        QMap<QString, QString> chosen;
        {
            WindowFixture fixture(directory.path());
            const QMap<QString, QString> before = shownValues(*fixture.window);
            QVERIFY(before.size() > 25);
            changeAll(*fixture.window);
            chosen = shownValues(*fixture.window);
            QCOMPARE(chosen.keys(), before.keys());
            for (const QString& name : chosen.keys())
                QVERIFY2(chosen.value(name) != before.value(name), qPrintable(u"not changed: "_s + name));
        }
        WindowFixture again(directory.path());

        const QMap<QString, QString> kept = shownValues(*again.window);

        QCOMPARE(kept.keys(), chosen.keys());
        for (const QString& name : chosen.keys())
            QVERIFY2(kept.value(name) == chosen.value(name), qPrintable(u"lost: %1, %2"_s.arg(name, kept.value(name))));
    }

    void noNumberFieldStoresWhatIsNoNumber()
    {
        WindowFixture fixture;
        int judged = 0;
        for (const SettingsPage& page : settingsPages()) {
            const QWidget* shown = openPage(*fixture.window, page);
            for (const NumberField* number : shown->findChildren<NumberField*>()) {
                const QByteArray before = storedSettings(fixture);
                QVERIFY(!before.isEmpty());
                type(number->line(), u"1e3"_s);
                const QByteArray name = number->accessibleName().toUtf8();
                QVERIFY2(number->line()->property("invalid").toBool(), name.constData());
                QVERIFY2(number->note().contains(u"whole number"_s), name.constData());
                QVERIFY2(storedSettings(fixture) == before, name.constData());
                ++judged;
            }
        }
        QVERIFY(judged > 10);
    }
    void whateverTakesTheFocusHasAName()
    {
        WindowFixture fixture;
        for (const SettingsPage& page : settingsPages()) {
            const QWidget* shown = openPage(*fixture.window, page);
            int named = 0;
            for (QWidget* widget : shown->findChildren<QWidget*>()) {
                if (widget->focusPolicy() == Qt::NoFocus || !widget->isVisibleTo(shown))
                    continue;
                const QAccessibleInterface* access = QAccessible::queryAccessibleInterface(widget);
                const QString what = u"%1: %2"_s.arg(page.name, QString::fromLatin1(widget->metaObject()->className()));
                QVERIFY2(access && !access->text(QAccessible::Name).isEmpty(), qPrintable(what));
                ++named;
            }
            QVERIFY2(named > 0, qPrintable(page.name));
        }
    }
};

QTEST_MAIN(TestSettingsRestart)
#include "tst_settingsrestart.moc"

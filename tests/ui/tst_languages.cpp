#include "core/engine/chatsession.h"
#include "core/gateway/demoscripts.h"
#include "tests/support/hostedwindow.h"
#include "ui/chat/chatpane.h"
#include "ui/chat/chatview.h"
#include "ui/chat/composer.h"
#include "ui/chat/messageeditor.h"
#include "ui/chat/welcomepanel.h"
#include "ui/settings/settingsdialog.h"

#include <QAccessible>
#include <QAction>
#include <QComboBox>
#include <QFile>
#include <QGroupBox>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QXmlStreamReader>

using namespace Qt::StringLiterals;
using namespace sluice;
using namespace sluice::test;
using Hosted = HostedWindow;

namespace {

/// The texts that are another one in Chinese.
QSet<QString> translatedSources()
{
    QSet<QString> sources;
    QFile file(QStringLiteral(SLUICE_TRANSLATIONS "/sluice_zh_CN.ts"));
    if (!file.open(QFile::ReadOnly))
        return sources;
    QXmlStreamReader xml(&file);
    QString source;
    while (!xml.atEnd()) {
        if (xml.readNext() != QXmlStreamReader::StartElement)
            continue;
        if (xml.name() == "source"_L1)
            source = xml.readElementText();
        else if (xml.name() == "translation"_L1 && xml.readElementText(QXmlStreamReader::IncludeChildElements) != source)
            sources.insert(source);
    }
    return sources;
}

/// Whatever \a root and its dialogs say to the eye, shown or to be shown.
QStringList saidBy(const QWidget& root)
{
    QStringList said {root.windowTitle()};
    for (const QWidget* widget : root.findChildren<QWidget*>())
        said << widget->toolTip() << widget->windowTitle();
    for (const QLabel* label : root.findChildren<QLabel*>())
        said << label->text();
    for (const QAbstractButton* button : root.findChildren<QAbstractButton*>())
        said << button->text();
    for (const QAction* action : root.findChildren<QAction*>())
        said << action->text() << action->toolTip();
    for (const QMenu* menu : root.findChildren<QMenu*>())
        said << menu->title();
    for (const QGroupBox* box : root.findChildren<QGroupBox*>())
        said << box->title();
    for (const QLineEdit* line : root.findChildren<QLineEdit*>())
        said << line->placeholderText();
    for (const QComboBox* box : root.findChildren<QComboBox*>()) {
        for (int i = 0; i < box->count(); ++i)
            said << box->itemText(i);
    }
    return said;
}

bool isChinese(QStringView text)
{
    return std::any_of(text.begin(), text.end(), [](QChar c) { return c.unicode() >= 0x4E00 && c.unicode() <= 0x9FFF; });
}

}

class LanguagesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cleanup() { QLocale::setDefault(QLocale::c()); }

    void theSystemsBestKnownLanguageIsSpokenUnlessOneWasChosen_data()
    {
        QTest::addColumn<QString>("chosen");
        QTest::addColumn<QStringList>("wanted");
        QTest::addColumn<QString>("spoken");
        QTest::newRow("Chinese system") << u""_s << QStringList {u"zh-Hans-CN"_s, u"zh"_s} << u"zh_CN"_s;
        QTest::newRow("Singapore") << u""_s << QStringList {u"zh-Hans-SG"_s} << u"zh_CN"_s;
        QTest::newRow("traditional characters") << u""_s << QStringList {u"zh-Hant-TW"_s} << u"en"_s;
        QTest::newRow("English first") << u""_s << QStringList {u"en-GB"_s, u"zh-CN"_s} << u"en"_s;
        QTest::newRow("neither, then Chinese") << u""_s << QStringList {u"de-DE"_s, u"zh-CN"_s} << u"zh_CN"_s;
        QTest::newRow("neither") << u""_s << QStringList {u"de-DE"_s} << u"en"_s;
        QTest::newRow("none") << u""_s << QStringList() << u"en"_s;
        QTest::newRow("chosen Chinese") << u"zh_CN"_s << QStringList {u"en-US"_s} << u"zh_CN"_s;
        QTest::newRow("chosen English") << u"en"_s << QStringList {u"zh-CN"_s} << u"en"_s;
        QTest::newRow("of a later version") << u"fr"_s << QStringList {u"zh-CN"_s} << u"en"_s;
    }

    void theSystemsBestKnownLanguageIsSpokenUnlessOneWasChosen()
    {
        QFETCH(const QString, chosen);
        QFETCH(const QStringList, wanted);
        QTEST(languageFor(chosen, wanted), "spoken");
    }

    void numbersAndDatesFollowTheLanguage()
    {
        const QTemporaryDir directory;
        Settings settings(directory.path());
        const Languages languages(settings);

        settings.setLanguage(u"zh_CN"_s);
        QCOMPARE(QLocale().language(), QLocale::Chinese);
        QVERIFY(isChinese(QLocale().toString(QDate(2024, 5, 6))));

        settings.setLanguage(u"en"_s);
        QCOMPARE(QLocale().language(), QLocale::English);
        QCOMPARE(QLocale().toString(1234567), u"1,234,567"_s);
    }

    void aSwitchInARunningWindowLosesNothing()
    {
        Hosted driven;
        driven.host->window().resize(1000, 700);
        driven.send(u"A long answer, please"_s);
        ChatSession* session = driven.pane()->session();
        QTRY_VERIFY_WITH_TIMEOUT(session->isRunning(), 60'000);
        QTRY_VERIFY_WITH_TIMEOUT(session->messageCount() == 2 && session->loadedMessage(1)->text.size() > 40, 60'000);
        driven.composer()->setText(u"half a thought"_s);
        driven.host->window().openSettings(u"appearance"_s);
        const QString before = session->loadedMessage(1)->text;
        const QRect geometry = driven.host->window().geometry();
        const QPointer<MainWindow> former = &driven.host->window();

        QVERIFY(driven.speak(u"zh_CN"_s));

        QVERIFY(!former);
        QCOMPARE(driven.pane()->session(), session);
        QVERIFY(session->isRunning());
        QVERIFY(session->loadedMessage(1)->text.startsWith(before));
        QCOMPARE(driven.composer()->text(), u"half a thought"_s);
        QCOMPARE(driven.host->window().geometry(), geometry);
        const SettingsDialog* dialog = driven.host->window().findChild<SettingsDialog*>();
        QVERIFY(dialog && dialog->isVisible());
        QCOMPARE(dialog->currentPage(), u"appearance"_s);
        QTRY_VERIFY_WITH_TIMEOUT(!session->isRunning(), 60'000);
        QCOMPARE(session->loadedMessage(1)->state, MessageState::Complete);
        QCOMPARE(session->loadedMessage(1)->text, demoScriptFor(u"A long answer, please").text.toString());
    }

    void aSwitchKeepsThePlaceThatIsRead()
    {
        Hosted driven;
        driven.host->window().resize(800, 500);
        driven.send(u"Give me the tour"_s);
        QTRY_VERIFY_WITH_TIMEOUT(driven.pane()->session()->messageCount() == 2, 60'000);
        QTRY_VERIFY_WITH_TIMEOUT(!driven.pane()->session()->isRunning(), 60'000);
        QTest::keyClick(driven.view(), Qt::Key_PageUp);
        // Row, position in its text, pixels. Chinese controls may break the text into other lines, which begin elsewhere.
        const QByteArrayList place = driven.view()->scrollPlace().split(' ');
        QCOMPARE(place.size(), 3);

        QVERIFY(driven.speak(u"zh_CN"_s));

        QTRY_COMPARE(driven.view()->scrollPlace().split(' ').size(), 3);
        const QByteArrayList found = driven.view()->scrollPlace().split(' ');
        QCOMPARE(found[0], place[0]);
        QVERIFY2(std::abs(found[1].toInt() - place[1].toInt()) < 40, found[1].constData()); // less than a line
        QCOMPARE(found[2], place[2]);
    }

    void theChoiceOnTheAppearancePageAppliesAtOnceAndIsKept()
    {
        Hosted driven;
        driven.host->window().openSettings(u"appearance"_s);
        auto* choice = named<QComboBox>(&driven.host->window(), u"Language"_s);
        QVERIFY(choice);
        QCOMPARE(choice->itemText(2), u"简体中文"_s);
        QSignalSpy changed(driven.host.get(), &WindowHost::windowChanged);

        choice->setCurrentIndex(2);
        Q_EMIT choice->activated(2);

        QTRY_COMPARE(changed.size(), 1);
        QCOMPARE(Settings(driven.directory).language(), u"zh_CN"_s);
        QCOMPARE(driven.languages.current(), u"zh_CN"_s);
    }

    void nothingStaysInTheOldLanguage()
    {
        const QSet<QString> sources = translatedSources();
        QVERIFY2(sources.size() > 500, "is translations/sluice_zh_CN.ts complete?");
        Hosted driven;
        driven.settings.setPanelShown(true);

        QVERIFY(driven.speak(u"zh_CN"_s));
        for (const QString& page :
            {u"endpoints"_s, u"streaming"_s, u"cache"_s, u"appearance"_s, u"network"_s, u"privacy"_s, u"shortcuts"_s})
            driven.host->window().openSettings(page);

        QStringList english;
        const QStringList said = saidBy(driven.host->window());
        for (const QString& text : said) {
            if (sources.contains(text))
                english << text;
        }
        english.removeDuplicates();
        QVERIFY2(english.isEmpty(), qPrintable(english.join(u'\n')));
        QVERIFY(std::count_if(said.begin(), said.end(), [](const QString& text) { return isChinese(text); }) > 100);
    }

    void theNamesOfTheContractStayInEnglish()
    {
        Hosted driven;
        driven.settings.setPanelShown(true);
        QVERIFY(driven.speak(u"zh_CN"_s));
        driven.host->window().openSettings();
        const MainWindow& window = driven.host->window();
        for (const QString& name :
            {u"Conversations"_s, u"Search conversations"_s, u"New conversation"_s, u"Messages"_s, u"Message"_s, u"Send"_s,
                u"Endpoint"_s, u"Model"_s, u"Buffer strategy"_s, u"Stream state: idle"_s, u"Performance panel"_s, u"Settings"_s,
                u"Regenerate"_s, u"Continue"_s, u"Jump to latest"_s, u"Stream figures"_s}) {
            auto* widget = named<QWidget>(&window, name);
            QVERIFY2(widget, qPrintable(name));
            // A screen reader that speaks Chinese has a word of Chinese for it, too.
            const QString described = QAccessible::queryAccessibleInterface(widget)->text(QAccessible::Description);
            QVERIFY2(isChinese(described), qPrintable(name + ": "_L1 + described));
        }
    }

    void theFirstStartAsksTheDemoInTheWindowsLanguage()
    {
        Hosted driven;
        QVERIFY(driven.speak(u"zh_CN"_s));
        QList<QStringView> answers;
        const QList<QPushButton*> chips = driven.pane()->welcome()->findChildren<QPushButton*>();
        QVERIFY(chips.size() >= 4);
        for (int i = 0; i < 3; ++i) {
            const QString prompt = chips.at(i)->toolTip();
            QVERIFY2(isChinese(prompt), qPrintable(prompt));
            answers << demoScriptFor(prompt).text;
            QVERIFY(isChinese(answers.last()));
        }
        QCOMPARE(answers[0], demoScriptFor(u"导览").text);
        QCOMPARE(answers[1], demoScriptFor(u"表格").text);
        QCOMPARE(answers[2], demoScriptFor(u"代码").text);
        QCOMPARE(chips.at(3)->text(), u"Answer in English"_s);
    }
};

QTEST_MAIN(LanguagesTest)
#include "tst_languages.moc"

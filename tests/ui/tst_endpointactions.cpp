#include "tests/support/windowfixture.h"
#include "ui/noticebar.h"
#include "ui/settings/endpointdialog.h"

#include <QAction>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QFile>
#include <QLineEdit>
#include <QMenu>
#include <QMessageBox>
#include <QPushButton>
#include <QTest>
#include <QToolButton>

using namespace Qt::StringLiterals;
using namespace sluice;
using namespace sluice::test;

namespace {

struct Menued : WindowFixture
{
    /// The action of the window's menus whose text begins so, its menu having been told that it opens.
    QAction* action(const QString& text) const
    {
        const QList<QMenu*> menus = window->findChildren<QMenu*>();
        for (QMenu* menu : menus) {
            Q_EMIT menu->aboutToShow();
            const QList<QAction*> actions = menu->actions();
            for (QAction* candidate : actions) {
                if (candidate->text().startsWith(text))
                    return candidate;
            }
        }
        return nullptr;
    }

    QComboBox* endpoints() const { return named<QComboBox>(window.get(), u"Endpoint"_s); }

    EndpointDialog* dialog() const { return window->findChild<EndpointDialog*>(); }

    void save() const { dialog()->findChild<QDialogButtonBox*>()->button(QDialogButtonBox::Save)->click(); }

    QByteArray settingsFile() const
    {
        QFile file(directory + "/settings.ini"_L1);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
};

}

class TestEndpointActions : public QObject
{
    Q_OBJECT

public:
    /// Before QApplication: the keyring of whoever runs this is none of our business.
    static void initMain() { qputenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus"); }

private Q_SLOTS:
    void anAddedEndpointIsSelectedAndItsKeyIsInNoFile()
    {
        Menued menued;
        menued.action(u"Add endpoint"_s)->trigger();
        EndpointDialog* dialog = menued.dialog();
        QVERIFY(dialog);
        named<QLineEdit>(dialog, u"Name"_s)->setText(u"Mine"_s);
        named<QLineEdit>(dialog, u"Base URL"_s)->setText(u"http://127.0.0.1:9/v1"_s);
        named<QLineEdit>(dialog, u"API key"_s)->setText(u"sk-very-secret"_s);

        menued.save();

        QTRY_COMPARE(menued.endpoints()->currentText(), u"Mine"_s);
        const auto* notice = menued.window->findChild<NoticeBar*>();
        QVERIFY(notice->isVisible());
        QVERIFY(notice->text().contains("this run only"_L1));
        QVERIFY(menued.settingsFile().contains("127.0.0.1:9"));
        QVERIFY(!menued.settingsFile().contains("sk-very-secret"));
    }

    void cancellingChangesNothing()
    {
        Menued menued;
        menued.action(u"Add endpoint"_s)->trigger();
        named<QLineEdit>(menued.dialog(), u"Base URL"_s)->setText(u"http://127.0.0.1:9/v1"_s);

        menued.dialog()->reject();

        QCOMPARE(menued.settings.endpoints().size(), 1);
        QCOMPARE(menued.settings.selectedEndpoint(), QString());
    }

    void editingKeepsTheIdAndTheKeyThatWasThere()
    {
        Menued menued;
        const Endpoint mine = WindowFixture::endpointAt(u"mine"_s, 9);
        menued.keyring.write(mine.id, "old-key", &menued.settings, [](Keyring::Kept) { });
        menued.settings.saveEndpoint(mine);
        Q_EMIT menued.endpoints()->activated(menued.endpoints()->findData(mine.id));

        menued.action(u"Edit"_s)->trigger();
        QTRY_COMPARE(menued.dialog()->key(), "old-key"_ba);
        named<QLineEdit>(menued.dialog(), u"Name"_s)->setText(u"Renamed"_s);
        menued.save();

        QTRY_COMPARE(menued.endpoints()->currentText(), u"Renamed"_s);
        QCOMPARE(menued.settings.endpoint(u"mine")->baseUrl, mine.baseUrl);
    }

    void theDemoCannotBeEditedOrRemoved()
    {
        Menued menued;

        QVERIFY(!menued.action(u"Edit"_s)->isEnabled());
        QVERIFY(!menued.action(u"Remove"_s)->isEnabled());
    }

    void removingAsksFirstAndGoesBackToTheOthers()
    {
        Menued menued;
        menued.settings.saveEndpoint(WindowFixture::endpointAt(u"mine"_s, 9));
        Q_EMIT menued.endpoints()->activated(menued.endpoints()->findData(u"mine"_s));

        menued.action(u"Remove"_s)->trigger();
        QVERIFY(menued.settings.endpoint(u"mine"));
        auto* question = menued.window->findChild<QMessageBox*>();
        QVERIFY(question);
        const QList<QAbstractButton*> buttons = question->buttons();
        for (QAbstractButton* button : buttons) {
            if (question->buttonRole(button) == QMessageBox::DestructiveRole)
                button->click();
        }

        QVERIFY(!menued.settings.endpoint(u"mine"));
        QCOMPARE(menued.endpoints()->currentData().toString(), DemoEndpointId.toString());
    }
};

QTEST_MAIN(TestEndpointActions)
#include "tst_endpointactions.moc"

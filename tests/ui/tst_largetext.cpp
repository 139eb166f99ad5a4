#include "tests/support/windowfixture.h"
#include "ui/chat/chatpane.h"
#include "ui/chat/composer.h"
#include "ui/chat/messageeditor.h"
#include "ui/elidedlabel.h"
#include "ui/lab/labaction.h"
#include "ui/lab/labwindow.h"
#include "ui/settings/endpointactions.h"
#include "ui/settings/settingsdialog.h"

#include <QAbstractButton>
#include <QDialog>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QScrollArea>
#include <QStackedWidget>
#include <QTest>
#include <QToolButton>

using namespace Qt::StringLiterals;
using namespace sluice;
using namespace sluice::test;

namespace {

QString described(const QWidget* widget, const QSize& needed)
{
    const auto* button = qobject_cast<const QAbstractButton*>(widget);
    const auto* label = qobject_cast<const QLabel*>(widget);
    const QString text = button ? button->text() : label ? label->text() : widget->accessibleName();
    return u"%1 '%2' is %3 x %4 and needs %5 x %6"_s.arg(QString::fromLatin1(widget->metaObject()->className()), text.left(60))
        .arg(widget->width())
        .arg(widget->height())
        .arg(needed.width())
        .arg(needed.height());
}

/// What is shown below \a root with less room than its text needs.
QStringList cutIn(const QWidget* root)
{
    QStringList cut;
    const QList<QWidget*> all = root->findChildren<QWidget*>();
    for (const QWidget* widget : all) {
        if (!widget->isVisible() || widget->window() != root->window() || qobject_cast<const ElidedLabel*>(widget))
            continue;
        QSize needed;
        if (const auto* label = qobject_cast<const QLabel*>(widget); label && !label->text().isEmpty())
            needed = label->wordWrap() ? QSize(0, label->heightForWidth(label->width())) : label->sizeHint();
        else if (const auto* button = qobject_cast<const QAbstractButton*>(widget);
            button && !button->text().isEmpty() && !qobject_cast<const QLineEdit*>(button->parentWidget())) // that is an icon
            needed = button->hasHeightForWidth() ? QSize(0, button->heightForWidth(button->width()))
                                                 : button->sizeHint() - QSize(2, 0); // of its padding
        else if (qobject_cast<const QLineEdit*>(widget))
            needed = QSize(0, QFontMetrics(widget->font()).height());
        if (needed.width() > widget->width() || needed.height() > widget->height())
            cut += described(widget, needed);
    }
    return cut;
}

/// What is partly outside of \a page, or of what scrolls there, to its right.
QStringList outsideOf(const QWidget* page)
{
    QStringList outside;
    const QList<QWidget*> all = page->findChildren<QWidget*>();
    for (const QWidget* widget : all) {
        if (!widget->isVisible() || widget->width() == 0)
            continue;
        const QWidget* parent = widget->parentWidget();
        if (widget->geometry().right() > parent->width() || (parent == page && widget->geometry().bottom() > page->height()))
            outside += described(widget, parent->size());
    }
    return outside;
}

/// Neighbours in a layout that cover each other.
QStringList overlapsIn(const QWidget* root)
{
    QStringList overlaps;
    const QList<QLayout*> layouts = root->findChildren<QLayout*>();
    for (const QLayout* layout : layouts) {
        QList<const QWidget*> shown;
        for (int i = 0; i < layout->count(); ++i) {
            const QWidget* widget = layout->itemAt(i)->widget();
            if (!widget || !widget->isVisible())
                continue;
            for (const QWidget* other : std::as_const(shown)) {
                if (other->geometry().intersects(widget->geometry()) && !layout->inherits("QStackedLayout"))
                    overlaps += described(widget, other->size());
            }
            shown += widget;
        }
    }
    return overlaps;
}

struct Large : WindowFixture
{
    Large()
    {
        settings.setTextLook({.size = 30}); // twice the usual
        window->resize(1280, 800);
        window->show();
        QCoreApplication::processEvents();
    }

    void ask() const
    {
        auto* composer = window->findChild<Composer*>();
        composer->setText(u"hello"_s);
        QTest::keyClick(composer->editor(), Qt::Key_Return);
        const ChatSession* session = window->findChild<ChatPane*>()->session();
        QTRY_VERIFY_WITH_TIMEOUT(session->messageCount() == 2 && !session->isRunning(), 60000);
    }
};

/// Toolbar buttons whose icon is as small as with usual text.
QStringList smallIconsIn(const QWidget* root)
{
    QStringList small;
    const QList<QToolButton*> all = root->findChildren<QToolButton*>();
    for (const QToolButton* button : all) {
        if (button->isVisible() && button->width() > 30 && !button->icon().isNull() && button->iconSize().width() < 28)
            small += button->accessibleName();
    }
    return small;
}

void verifyFits(const QWidget* root, const QString& where)
{
    QStringList cut;
    QTRY_VERIFY2((cut = cutIn(root) + overlapsIn(root)).isEmpty(), qPrintable(where + u":\n"_s + cut.join(u'\n')));
}

}

/// With text of twice the usual size nothing is cut off, and nothing covers its neighbour.
class TestLargeText : public QObject
{
    Q_OBJECT

public:
    /// Before QApplication: the keyring of whoever runs this is none of our business.
    static void initMain() { qputenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus"); }

private Q_SLOTS:
    void theWindowHasRoomForIt()
    {
        Large large;
        verifyFits(large.window.get(), u"empty window"_s);
        large.ask();
        large.window->showNotice(u"Something happened that is told in a sentence of some length."_s);
        verifyFits(large.window.get(), u"window with an answer"_s);
        large.window->findChild<ChatPane*>()->panelButton()->click();
        large.window->resize(1600, 900);
        verifyFits(large.window.get(), u"window with the panel"_s);
        QCOMPARE(smallIconsIn(large.window.get()).join(u", "_s), QString());
    }

    void theMenuAndTheSidebarDoNotWidenTheWindow()
    {
        Large large;
        large.ask();
        large.window->findChild<ChatPane*>()->panelButton()->click();
        QCoreApplication::processEvents();
        QCOMPARE(large.window->width(), 1280);

        QTest::keyClick(large.window.get(), Qt::Key_F10);
        QTRY_VERIFY(QApplication::activePopupWidget());
        QApplication::activePopupWidget()->close();
        QCoreApplication::processEvents();
        QCOMPARE(large.window->width(), 1280);
        QVERIFY(large.settings.isPanelShown());

        large.window->findChild<ChatPane*>()->sidebarButton()->click();
        QCoreApplication::processEvents();
        QVERIFY(named<QListView>(large.window.get(), u"Conversations"_s)->isVisible());
        QCOMPARE(large.window->width(), 1280);
        QVERIFY(!large.settings.isPanelShown()); // there is no room for both

        large.window->findChild<ChatPane*>()->panelButton()->click();
        QCoreApplication::processEvents();
        QCOMPARE(large.window->width(), 1280);
        QVERIFY(!named<QListView>(large.window.get(), u"Conversations"_s)->isVisible());
    }

    void theLabHasRoomForIt()
    {
        Large large;
        large.window->lab().open();
        LabWindow* lab = large.window->lab().window();
        lab->resize(1216, 736);
        const QList<LabPage> pages = labPages();
        for (const LabPage& page : pages) {
            lab->showPage(page.name);
            verifyFits(lab, page.title);
            QCOMPARE(lab->size(), QSize(1216, 736));
            const QStringList unreachable = outsideOf(lab->page(page.name));
            QVERIFY2(unreachable.isEmpty(), qPrintable(page.title + u": "_s + unreachable.join(u'\n')));
        }
    }

    void theSettingsHaveRoomForIt()
    {
        Large large;
        large.window->openSettings();
        auto* dialog = large.window->findChild<SettingsDialog*>();
        auto* pages = named<QListWidget>(dialog, u"Pages"_s);
        const int step = pages->visualItemRect(pages->item(1)).top() - pages->visualItemRect(pages->item(0)).top();
        QVERIFY(step >= pages->sizeHintForRow(0));
        for (int row = 0; row < pages->count(); ++row) {
            pages->setCurrentRow(row);
            verifyFits(dialog, pages->item(row)->text());
            const auto* area = qobject_cast<QScrollArea*>(dialog->findChild<QStackedWidget*>()->currentWidget());
            const int tooWide = area ? area->widget()->width() - area->viewport()->width() : 0;
            // On this screen of 800 px a dialog may lack a few: no more than the margin, and they are scrolled to.
            const bool scrolls = area && area->horizontalScrollBarPolicy() == Qt::ScrollBarAsNeeded;
            QVERIFY2(tooWide <= 0 || (tooWide < 16 && scrolls),
                qPrintable(u"%1: %2 px too wide"_s.arg(pages->item(row)->text()).arg(tooWide)));
        }
    }

    void theEndpointDialogHasRoomForIt()
    {
        Large large;
        large.window->findChild<EndpointActions*>()->add();
        verifyFits(large.window->findChild<QDialog*>(), u"endpoint"_s);
    }

    void itHoldsWhenTheSizeChangesWhileTheyAreShown()
    {
        Large large;
        large.settings.setTextLook({});
        large.ask();
        large.window->findChild<ChatPane*>()->panelButton()->click();
        large.window->openSettings(u"appearance"_s);
        auto* dialog = large.window->findChild<SettingsDialog*>();
        large.window->resize(1600, 900);
        QCoreApplication::processEvents();

        large.settings.setTextLook({.size = 30});

        verifyFits(dialog, u"settings"_s);
        verifyFits(large.window.get(), u"window"_s);
    }
};

QTEST_MAIN(TestLargeText)
#include "tst_largetext.moc"

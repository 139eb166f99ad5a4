#include "core/engine/settings.h"
#include "ui/appearance.h"
#include "ui/pagesview.h"

#include <QAccessible>
#include <QListWidget>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace sluice;

namespace {

/// What a screen reader's bridge does: it asks where the rows are as soon as it hears of them.
void askForRows(QAccessibleEvent* event)
{
    QAccessibleInterface* const heard = event->accessibleInterface();
    for (int i = 0; heard && i < heard->childCount(); ++i) {
        if (const QAccessibleInterface* child = heard->child(i))
            (void)child->rect(); // only asking matters
    }
}

}

class TestPagesView : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theRowsAreAsHighAsTheirStyleSaysWhenAScreenReaderAsksForThemEarly()
    {
        const QTemporaryDir directory;
        Settings settings(directory.path());
        Appearance appearance(settings);
        appearance.dress();
        QAccessible::setActive(true);
        const auto before = QAccessible::installUpdateHandler(&askForRows);
        const auto restore = qScopeGuard([before] { QAccessible::installUpdateHandler(before); });

        const auto make = [] { return new QWidget; };
        PagesView view(
            {{.name = u"one"_s, .title = u"One"_s, .make = make}, {.name = u"two"_s, .title = u"Two"_s, .make = make}});
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));

        const auto* list = view.findChild<QListWidget*>();
        const int height = list->sizeHintForRow(0);
        QVERIFY(height > list->fontMetrics().height());
        QCOMPARE(list->visualItemRect(list->item(0)).height(), height);
        QCOMPARE(list->visualItemRect(list->item(1)).top(), list->visualItemRect(list->item(0)).top() + height);
    }
};

QTEST_MAIN(TestPagesView)
#include "tst_pagesview.moc"

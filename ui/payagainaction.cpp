#include "ui/payagainaction.h"

#include "core/engine/settings.h"

#include <QCoreApplication>
#include <QMenu>
#include <QToolTip>

using namespace Qt::StringLiterals;

namespace sluice {

namespace {

struct PayAgainAction
{
    Q_DECLARE_TR_FUNCTIONS(PayAgainAction)
};

}

QAction* addPayAgainAction(QMenu& menu, Settings& settings)
{
    QAction* action = menu.addAction(PayAgainAction::tr("Continue automatically when that is paid again"));
    action->setCheckable(true);
    action->setToolTip(
        PayAgainAction::tr("Where the server cannot replay a broken answer, Sluice asks it to go on at once, at the "
                           "price of a new request, instead of waiting for Continue."));
    const auto show = [action, &settings] { action->setChecked(settings.mayPayAgain()); };
    show();
    QObject::connect(&settings, &Settings::mayPayAgainChanged, action, show);
    QObject::connect(action, &QAction::triggered, &settings, &Settings::setMayPayAgain);
    // QMenu::setToolTipsVisible() would have every other item say its own text once more.
    QObject::connect(action, &QAction::hovered, &menu, [action, &menu] {
        const QString inLines = u"<p>"_s + action->toolTip() + u"</p>"_s; // into lines, as Qt does it with rich text only
        QToolTip::showText(
            menu.mapToGlobal(menu.actionGeometry(action).bottomLeft()), inLines, &menu, menu.actionGeometry(action));
    });
    return action;
}

}

#include "ui/viewmenu.h"

#include "core/engine/settings.h"

#include <QActionGroup>
#include <QCoreApplication>
#include <QMenu>

namespace sluice {

namespace {

struct ViewMenu
{
    Q_DECLARE_TR_FUNCTIONS(ViewMenu)
};

/// A submenu of which one entry is chosen: \a field of the settings.
template <typename Value>
void addChoice(QMenu& menu, Settings& settings, const QString& title, Value ScreenPace::* field,
    const QList<std::pair<Value, QString>>& choices)
{
    QMenu* submenu = menu.addMenu(title);
    auto* group = new QActionGroup(submenu);
    for (const auto& [value, name] : choices) {
        QAction* action = group->addAction(submenu->addAction(name));
        action->setCheckable(true);
        const auto showChosen = [action, &settings, field, mine = value] {
            action->setChecked(settings.screenPace().*field == mine);
        };
        showChosen();
        QObject::connect(&settings, &Settings::screenPaceChanged, action, showChosen);
        QObject::connect(action, &QAction::triggered, &settings, [&settings, field, chosen = value] {
            ScreenPace pace = settings.screenPace();
            pace.*field = chosen;
            settings.setScreenPace(pace);
        });
    }
}

}

void addSchemeMenu(QMenu& menu, Settings& settings)
{
    QMenu* submenu = menu.addMenu(ViewMenu::tr("Appearance"));
    auto* group = new QActionGroup(submenu);
    const QList<std::pair<ColorScheme, QString>> schemes {{ColorScheme::System, ViewMenu::tr("System")},
        {ColorScheme::Light, ViewMenu::tr("Light")}, {ColorScheme::Dark, ViewMenu::tr("Dark")}};
    for (const auto& [scheme, name] : schemes) {
        QAction* action = group->addAction(submenu->addAction(name));
        action->setCheckable(true);
        action->setChecked(settings.colorScheme() == scheme);
        QObject::connect(
            action, &QAction::triggered, &settings, [&settings, chosen = scheme] { settings.setColorScheme(chosen); });
    }
}

void addPaceMenus(QMenu& menu, Settings& settings)
{
    QList<std::pair<Millis, QString>> repaint;
    for (const Millis interval : ScreenPace::repaintIntervals()) {
        const int rate = interval == Millis(16) ? 60 : int(1000 / interval.count()) / 10 * 10; // as screens count
        repaint.append({interval, ViewMenu::tr("%1 ms (%2 a second)").arg(interval.count()).arg(rate)});
    }
    QList<std::pair<Millis, QString>> scroll;
    for (const Millis interval : ScreenPace::scrollIntervals())
        scroll.append({interval, interval == Millis(0) ? ViewMenu::tr("Off") : ViewMenu::tr("%1 ms").arg(interval.count())});
    addChoice(menu, settings, ViewMenu::tr("Repaint interval"), &ScreenPace::repaintInterval, repaint);
    addChoice(menu, settings, ViewMenu::tr("Scroll throttle"), &ScreenPace::scrollInterval, scroll);
    addChoice(menu, settings, ViewMenu::tr("Reduce motion"), &ScreenPace::reducedMotion,
        {{ReducedMotion::System, ViewMenu::tr("System")}, {ReducedMotion::On, ViewMenu::tr("On")},
            {ReducedMotion::Off, ViewMenu::tr("Off")}});
}

}

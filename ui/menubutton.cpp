#include "ui/menubutton.h"

#include <QAccessibleWidget>
#include <QMenu>

namespace sluice {

namespace {

class MenuButtonAccess final : public QAccessibleWidget
{
public:
    explicit MenuButtonAccess(MenuButton* button)
        : QAccessibleWidget(button, QAccessible::Button)
    { }

    int childCount() const override { return button()->popup() ? 1 : 0; }

    QAccessibleInterface* child(int index) const override
    {
        return index == 0 ? QAccessible::queryAccessibleInterface(button()->popup()) : nullptr;
    }

    int indexOfChild(const QAccessibleInterface* child) const override
    {
        return button()->popup() && child->object() == button()->popup() ? 0 : -1;
    }

    QAccessible::State state() const override
    {
        QAccessible::State state = QAccessibleWidget::state();
        state.hasPopup = true;
        state.expandable = true;
        state.expanded = button()->popup() && button()->popup()->isVisible();
        state.collapsed = !state.expanded;
        return state;
    }

    QStringList actionNames() const override
    {
        return button()->isEnabled() ? QStringList {pressAction(), showMenuAction(), setFocusAction()} : QStringList();
    }

    void doAction(const QString& name) override
    {
        if (name == pressAction() || name == showMenuAction())
            button()->click();
        else
            QAccessibleWidget::doAction(name);
    }

private:
    MenuButton* button() const { return static_cast<MenuButton*>(widget()); }
};

QAccessibleInterface* makeAccess(const QString& className, QObject* object)
{
    if (className != QLatin1StringView(MenuButton::staticMetaObject.className()))
        return nullptr;
    return new MenuButtonAccess(static_cast<MenuButton*>(object));
}

}

MenuButton::MenuButton(QWidget* parent)
    : QToolButton(parent)
{
    QAccessible::installFactory(makeAccess); // once; Qt looks whether it has it
    setFocusPolicy(Qt::TabFocus); // a click leaves the cursor in the text
    connect(this, &QToolButton::clicked, this, &MenuButton::showPopup);
}

void MenuButton::setPopup(QMenu* menu)
{
    m_popup = menu;
    menu->setParent(this, menu->windowFlags());
    menu->setAttribute(Qt::WA_NoMouseReplay); // a press on the button closes it, and does not open it again
}

void MenuButton::showPopup()
{
    if (m_popup)
        m_popup->popup(mapToGlobal(rect().bottomLeft()));
}

}

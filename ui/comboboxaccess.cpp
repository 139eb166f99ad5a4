#include "ui/comboboxaccess.h"

#include "core/base/joinedwords.h"
#include "ui/combobox.h"

#include <QAbstractItemView>
#include <QAccessibleWidget>
#include <QLineEdit>

namespace sluice {

using namespace Qt::StringLiterals;

namespace {

/// Name, current text as value and (behind its own) as description, whether it is open, the list and the line edit as children.
class ComboBoxAccess final : public QAccessibleWidget
{
public:
    explicit ComboBoxAccess(ComboBox* box)
        : QAccessibleWidget(box, QAccessible::ComboBox)
    { }

    int childCount() const override { return box()->isEditable() ? 2 : 1; }

    QAccessibleInterface* child(int index) const override
    {
        if (index == 0)
            return QAccessible::queryAccessibleInterface(box()->list());
        return index == 1 && box()->isEditable() ? QAccessible::queryAccessibleInterface(box()->lineEdit()) : nullptr;
    }

    int indexOfChild(const QAccessibleInterface* child) const override
    {
        if (child->object() == box()->list())
            return 0;
        return box()->isEditable() && child->object() == box()->lineEdit() ? 1 : -1;
    }

    QString text(QAccessible::Text kind) const override
    {
        if (kind == QAccessible::Description && !box()->accessibleDescription().isEmpty())
            return listed({box()->accessibleDescription(), box()->currentText()});
        if (kind == QAccessible::Value || kind == QAccessible::Description)
            return box()->currentText();
        return QAccessibleWidget::text(kind);
    }

    QAccessible::State state() const override
    {
        QAccessible::State state = QAccessibleWidget::state();
        state.hasPopup = true;
        state.expandable = true;
        state.expanded = box()->isOpen();
        state.collapsed = !state.expanded;
        state.editable = box()->isEditable();
        return state;
    }

    QStringList actionNames() const override { return {showMenuAction(), pressAction()}; }

    void doAction(const QString& name) override
    {
        if (name != showMenuAction() && name != pressAction())
            return;
        if (box()->isOpen())
            box()->hidePopup();
        else
            box()->showPopup();
    }

    QStringList keyBindingsForAction(const QString& /*name*/) const override { return {u"Down"_s}; }

private:
    ComboBox* box() const { return static_cast<ComboBox*>(widget()); }
};

QAccessibleInterface* makeAccess(const QString& className, QObject* object)
{
    if (className != QLatin1StringView(ComboBox::staticMetaObject.className()))
        return nullptr;
    return new ComboBoxAccess(static_cast<ComboBox*>(object));
}

}

void installComboBoxAccess()
{
    QAccessible::installFactory(makeAccess);
}

}

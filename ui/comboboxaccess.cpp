#include "ui/comboboxaccess.h"

#include "ui/combobox.h"

#include <QAbstractItemView>
#include <QAccessibleWidget>
#include <QLineEdit>

namespace sluice {

using namespace Qt::StringLiterals;

namespace {

/// Name, current text as value and description, the list and the line edit as children.
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
            return QAccessible::queryAccessibleInterface(box()->view());
        return index == 1 && box()->isEditable() ? QAccessible::queryAccessibleInterface(box()->lineEdit()) : nullptr;
    }

    int indexOfChild(const QAccessibleInterface* child) const override
    {
        if (child->object() == box()->view())
            return 0;
        return box()->isEditable() && child->object() == box()->lineEdit() ? 1 : -1;
    }

    QString text(QAccessible::Text kind) const override
    {
        if (kind == QAccessible::Value || kind == QAccessible::Description)
            return box()->currentText();
        return QAccessibleWidget::text(kind);
    }

    QStringList actionNames() const override { return {showMenuAction(), pressAction()}; }

    void doAction(const QString& name) override
    {
        if (name != showMenuAction() && name != pressAction())
            return;
        if (box()->view()->isVisible())
            box()->hidePopup();
        else
            box()->showPopup();
    }

    QStringList keyBindingsForAction(const QString& /*name*/) const override { return {u"Down"_s}; }

private:
    QComboBox* box() const { return static_cast<QComboBox*>(widget()); }
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

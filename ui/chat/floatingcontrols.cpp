#include "ui/chat/floatingcontrols.h"

#include "ui/chat/chatpane.h"

#include <QAccessibleWidget>

namespace sluice {

namespace {

/// The pane: its own widgets, then those that float over its messages.
class PaneAccess final : public QAccessibleWidget
{
public:
    explicit PaneAccess(QWidget* pane)
        : QAccessibleWidget(pane)
    { }

    int childCount() const override { return QAccessibleWidget::childCount() + int(floating().size()); }

    QAccessibleInterface* child(int index) const override
    {
        const int own = QAccessibleWidget::childCount();
        if (index < own)
            return QAccessibleWidget::child(index);
        return QAccessible::queryAccessibleInterface(floating().value(index - own));
    }

    int indexOfChild(const QAccessibleInterface* child) const override
    {
        const qsizetype found = floating().indexOf(child->object());
        return found < 0 ? QAccessibleWidget::indexOfChild(child) : QAccessibleWidget::childCount() + int(found);
    }

private:
    QList<FloatingControls*> floating() const { return widget()->findChildren<FloatingControls*>(); }
};

class FloatingAccess final : public QAccessibleWidget
{
public:
    explicit FloatingAccess(QWidget* controls)
        : QAccessibleWidget(controls)
    { }

    QAccessibleInterface* parent() const override
    {
        for (QWidget* above = widget()->parentWidget(); above; above = above->parentWidget()) {
            if (qobject_cast<ChatPane*>(above))
                return QAccessible::queryAccessibleInterface(above);
        }
        return QAccessibleWidget::parent();
    }
};

QAccessibleInterface* makeAccess(const QString& className, QObject* object)
{
    if (className == QLatin1StringView(ChatPane::staticMetaObject.className()))
        return new PaneAccess(static_cast<ChatPane*>(object));
    if (className == QLatin1StringView(FloatingControls::staticMetaObject.className()))
        return new FloatingAccess(static_cast<FloatingControls*>(object));
    return nullptr;
}

}

void installFloatingControlsAccess()
{
    QAccessible::installFactory(makeAccess);
}

}

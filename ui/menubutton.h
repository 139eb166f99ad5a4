#pragma once

#include <QToolButton>

namespace sluice {

/// A button that opens a menu and does not wait for it, as QToolButton::setMenu() would: assistive technology could never press
/// it. To that the menu is a child of the button; Qt shows it popups nowhere. GUI thread.
class MenuButton final : public QToolButton
{
    Q_OBJECT

public:
    explicit MenuButton(QWidget* parent);

    /// Owns \a menu from now on.
    void setPopup(QMenu* menu);
    QMenu* popup() const { return m_popup; } ///< null before it is set
    void showPopup();

private:
    QMenu* m_popup = nullptr;
};

}

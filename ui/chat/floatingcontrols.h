#pragma once

#include <QWidget>

namespace sluice {

/// Buttons that stand over the messages. The list shows assistive technology nothing but its rows, so the pane around it has them
/// as children in its place. GUI thread.
class FloatingControls : public QWidget
{
    Q_OBJECT

public:
    using QWidget::QWidget;
};

/// Makes what is said above true. Once, after QApplication.
void installFloatingControlsAccess();

}

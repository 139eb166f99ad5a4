#pragma once

#include <QComboBox>

namespace sluice {

/// A combo box in the program's look. Up and Down open it and the wheel scrolls what is around it: nothing is chosen by accident.
/// GUI thread.
class ComboBox final : public QComboBox
{
    Q_OBJECT

public:
    enum class Look {
        Quiet, ///< small muted text; a background only under the pointer
        Framed, ///< like a text field, for dialogs
    };

    explicit ComboBox(Look look, QWidget* parent = nullptr);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;
    void showPopup() override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    int textWidth() const;
    void applyTheme();

    Look m_look;
};

}

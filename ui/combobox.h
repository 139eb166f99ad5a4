#pragma once

#include <QComboBox>

class QAbstractItemView;
class QItemSelection;

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

    /// Lets the user type what is not in the list, \a maxLength characters at most. Set the accessible name before.
    void makeEditable(const QString& placeholder, int maxLength);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;
    void showPopup() override;
    void hidePopup() override;

    bool isOpen() const;
    /// What it opens; made when it is wanted first, as few boxes are ever opened. In place of view(), which knows neither its
    /// look nor who selects in it.
    QAbstractItemView* list();

protected:
    void changeEvent(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void placeLineEdit();
    void tellExpanded();
    void takeSelection(const QItemSelection& selected);
    int textWidth() const;

    Look m_look;
    QAbstractItemView* m_list = nullptr;
};

}

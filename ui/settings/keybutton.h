#pragma once

#include <QKeySequence>
#include <QPushButton>

namespace sluice {

/// Shows keys; pressed, it waits for others, which are told and not taken: who listens decides. Escape leaves, Backspace asks for
/// none. GUI thread.
class KeyButton final : public QPushButton
{
    Q_OBJECT

public:
    explicit KeyButton(QWidget* parent = nullptr);

    void setKeys(const QKeySequence& keys);
    bool isWaiting() const { return m_isWaiting; }

Q_SIGNALS:
    void pressedKeys(const QKeySequence& keys); ///< empty = none

protected:
    bool event(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    void setWaiting(bool isWaiting);

    QKeySequence m_keys;
    bool m_isWaiting = false;
};

}

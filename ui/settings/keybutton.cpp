#include "ui/settings/keybutton.h"

#include <QKeyEvent>

namespace sluice {

namespace {

bool isModifier(int key)
{
    return key == Qt::Key_Control || key == Qt::Key_Shift || key == Qt::Key_Alt || key == Qt::Key_Meta || key == Qt::Key_AltGr
        || key == Qt::Key_unknown || key == 0;
}

}

KeyButton::KeyButton(QWidget* parent)
    : QPushButton(parent)
{
    setAutoDefault(false);
    setMinimumWidth(136);
    connect(this, &QPushButton::clicked, this, [this] { setWaiting(true); });
}

void KeyButton::setKeys(const QKeySequence& keys)
{
    m_keys = keys;
    setWaiting(m_isWaiting);
}

bool KeyButton::event(QEvent* event)
{
    // While it waits, no key is anybody else's: neither a shortcut of the window nor Tab.
    if (m_isWaiting && event->type() == QEvent::ShortcutOverride) {
        event->accept();
        return true;
    }
    if (m_isWaiting && event->type() == QEvent::KeyPress) {
        keyPressEvent(static_cast<QKeyEvent*>(event));
        return true;
    }
    return QPushButton::event(event);
}

void KeyButton::keyPressEvent(QKeyEvent* event)
{
    if (!m_isWaiting) {
        QPushButton::keyPressEvent(event);
        return;
    }
    event->accept();
    if (isModifier(event->key()))
        return;
    setWaiting(false);
    const bool isPlain = event->modifiers() == Qt::NoModifier;
    if (isPlain && event->key() == Qt::Key_Escape)
        return;
    const bool isNone = isPlain && event->key() == Qt::Key_Backspace;
    Q_EMIT pressedKeys(isNone ? QKeySequence() : QKeySequence(event->keyCombination()));
}

void KeyButton::focusOutEvent(QFocusEvent* event)
{
    setWaiting(false);
    QPushButton::focusOutEvent(event);
}

void KeyButton::setWaiting(bool isWaiting)
{
    m_isWaiting = isWaiting;
    if (isWaiting)
        setText(tr("Press keys…"));
    else
        setText(m_keys.isEmpty() ? tr("None") : m_keys.toString(QKeySequence::NativeText));
}

}

#include "ui/shortcuts.h"

#include "core/engine/settings.h"

#include <QAction>

#include <utility>

namespace sluice {

using namespace Qt::StringLiterals;

namespace {

/// Keys that text fields, lists and this window have for themselves.
bool isReserved(const QKeySequence& keys)
{
    for (const auto standard : {QKeySequence::Copy, QKeySequence::Cut, QKeySequence::Paste, QKeySequence::Undo,
             QKeySequence::Redo, QKeySequence::SelectAll, QKeySequence::Delete, QKeySequence::Close}) {
        if (QKeySequence::keyBindings(standard).contains(keys))
            return true;
    }
    return false;
}

/// A key alone would be taken away from whoever types.
bool wouldTakeText(const QKeySequence& keys)
{
    const QKeyCombination first = keys[0];
    const bool isFunctionKey = first.key() >= Qt::Key_F1 && first.key() <= Qt::Key_F35;
    return !isFunctionKey && !(first.keyboardModifiers() & (Qt::ControlModifier | Qt::AltModifier | Qt::MetaModifier));
}

}

Shortcuts::Shortcuts(Settings& settings, QObject* parent)
    : QObject(parent)
    , m_settings(settings)
{
    connect(&settings, &Settings::shortcutsChanged, this, &Shortcuts::apply);
}

void Shortcuts::add(const QString& id, const QString& title, QAction* action, const QList<QKeySequence>& usual)
{
    m_entries.append({id, title, action, usual});
    action->setShortcuts(inForce(m_entries.last()));
}

QKeySequence Shortcuts::keys(const Entry& entry) const
{
    return inForce(entry).value(0);
}

bool Shortcuts::isUsual(const Entry& entry) const
{
    return !m_settings.shortcut(entry.id);
}

QList<QKeySequence> Shortcuts::inForce(const Entry& entry) const
{
    const std::optional<QString> chosen = m_settings.shortcut(entry.id);
    if (!chosen)
        return entry.usual;
    const QKeySequence keys = QKeySequence::fromString(*chosen, QKeySequence::PortableText);
    if (chosen->isEmpty() || keys.isEmpty())
        return {};
    // A damaged file must not take keys away from typing.
    return wouldTakeText(keys) || isReserved(keys) ? entry.usual : QList<QKeySequence> {keys};
}

QString Shortcuts::problem(const QKeySequence& keys, const Entry& entry) const
{
    if (keys.isEmpty())
        return {};
    const QString words = keys.toString(QKeySequence::NativeText);
    if (wouldTakeText(keys))
        return tr("%1 is needed for typing; add Ctrl or Alt.").arg(words);
    if (isReserved(keys))
        return tr("%1 belongs to editing text.").arg(words);
    for (const Entry& other : m_entries) {
        if (other.id != entry.id && inForce(other).contains(keys))
            return tr("%1 belongs to “%2”.").arg(words, other.title);
    }
    return {};
}

void Shortcuts::set(const Entry& entry, const QKeySequence& keys)
{
    m_settings.setShortcut(entry.id, keys.toString(QKeySequence::PortableText));
}

void Shortcuts::reset(const Entry& entry)
{
    m_settings.setShortcut(entry.id, std::nullopt);
}

void Shortcuts::resetAll()
{
    for (const Entry& entry : std::as_const(m_entries))
        m_settings.setShortcut(entry.id, std::nullopt);
}

void Shortcuts::apply()
{
    for (const Entry& entry : std::as_const(m_entries))
        entry.action->setShortcuts(inForce(entry));
    Q_EMIT changed();
}

}

#pragma once

#include <QString>

#include <optional>

namespace sluice {

/// The same request again gives the text again from its beginning, perhaps another one. Takes it as it comes and says what is to
/// be shown: nothing while it repeats what stands there; from the divergence on the new text replaces the old, but not before it
/// is as long as that or complete: when it breaks off too, what stands there stays. A surrogate pair is never split. Pure.
class RestartedText
{
public:
    /// What take() and end() ask for: the shown text is cut to \c keep characters, if that is set, and \c added goes behind it.
    struct Change
    {
        std::optional<qsizetype> keep;
        QString added;
    };

    RestartedText() = default;
    /// \a shown is what stands there.
    explicit RestartedText(const QString& shown);

    Change take(const QString& piece);
    /// The new text is complete. A complete text that is empty replaces nothing.
    Change end();

    /// It has caught up: what comes is new.
    bool isThrough() const { return m_isThrough; }
    qsizetype repeated() const { return m_matched; } ///< characters that came once more
    /// Once it is through: the characters of the old text that were replaced.
    qsizetype replaced() const { return m_replaced; }

private:
    Change replace();

    QString m_shown; ///< empty once it is through
    QString m_held; ///< new text behind the divergence
    qsizetype m_matched = 0;
    qsizetype m_replaced = 0;
    bool m_hasDiverged = false;
    bool m_isThrough = true;
};

}

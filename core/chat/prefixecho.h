#pragma once

#include <QString>

namespace sluice {

/// A server that is asked to go on with an answer may begin with what it was given. Takes the new text as it comes and lets
/// through what is to be appended. What turns out not to be the echo is let through whole: nothing is lost, only held back while
/// it may still be one. Pure.
class PrefixEcho
{
public:
    /// Shorter beginnings are not looked for: they are more likely to be said again by chance.
    static constexpr qsizetype ShortestEcho = 4; // UTF-16 units

    PrefixEcho() = default;
    explicit PrefixEcho(const QString& given);

    /// What of \a text, and of what was held back before, is new.
    QString take(const QString& text);
    /// The text has ended: what is still held was no echo.
    QString end();
    /// The text was broken off: what is held was the echo as far as anybody can tell, and stands above already.
    void drop();

    /// All of it was repeated.
    bool wasRepeated() const { return m_wasRepeated; }

private:
    QString m_given; ///< empty once it is decided
    qsizetype m_held = 0; ///< so much of m_given was repeated
    bool m_wasRepeated = false;
};

}

#pragma once

#include <QList>
#include <QString>

#include <memory>
#include <optional>

namespace sluice {

/// What a piece of code is: one for each colour of the theme.
enum class TokenKind : quint8 { Keyword, String, Comment, Number, Type, Function };

/// A coloured stretch of a line. In UTF-16 units from the start of the line.
struct HighlightSpan
{
    int start = 0;
    int length = 0;
    TokenKind kind = TokenKind::Keyword;

    bool operator==(const HighlightSpan&) const = default;
};

/// Colours one block of code, line after line, and remembers what is open at the end of the last (a comment, a string).
/// Stays in the thread that made it.
class SyntaxHighlighter
{
public:
    SyntaxHighlighter() = default;
    Q_DISABLE_COPY_MOVE(SyntaxHighlighter)
    virtual ~SyntaxHighlighter() = default;

    /// The spans of the next line, in order and without overlap; what is in none is plain. \a line has no line break.
    /// Nothing when the definition cannot cope with the line, which is then taken for one without any effect on the next.
    virtual std::optional<QList<HighlightSpan>> highlight(QStringView line) = 0;
};

/// Where highlighters come from. Loads each definition once, on demand; reads files. Stays in one thread, and outlives its
/// highlighters.
class SyntaxDefinitions
{
public:
    SyntaxDefinitions() = default;
    Q_DISABLE_COPY_MOVE(SyntaxDefinitions)
    virtual ~SyntaxDefinitions() = default;

    /// Null when \a definition (of definitionFor(), languagenames.h) is not there or not usable: the code stays plain.
    virtual std::unique_ptr<SyntaxHighlighter> create(const QString& definition) = 0;
};

}

#pragma once

#include <QStringView>

namespace sluice {

/// What CommonMark makes of the beginning of one line, as far as the cut between blocks depends on it. Pure.
class MarkdownLine
{
public:
    explicit MarkdownLine(QStringView line);

    bool isBlank() const { return m_text.isEmpty(); }
    int indent() const { return m_indent; } ///< columns; a tab goes to the next multiple of four

    /// Of a line that can open a fenced code block: its character, and how many there are; 0 for other lines. Indentation does
    /// not count here: below a paragraph md4c 0.4.8 takes a fence of any.
    QChar fence() const { return m_text.isEmpty() ? QChar() : m_text.front(); }
    qsizetype fenceLength() const;
    bool closesFence(QChar fence, qsizetype length) const;

    bool isHeading() const; ///< # to ######
    bool isRule() const; ///< --- also when it turns out to underline a heading
    bool isTableDelimiter() const; ///< |---|:-:|

    /// Columns of the list marker; 0 for other lines.
    int markerWidth() const;
    int contentOffset() const; ///< column where the item's content starts

private:
    QStringView m_text; // without the white space around it
    int m_indent = 0;
};

}

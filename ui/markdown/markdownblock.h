#pragma once

#include <QByteArray>
#include <QFlags>
#include <QList>
#include <QString>
#include <Qt>

namespace sluice {

/// Math is TeX made readable, Footnote a reference like "[1]".
enum class InlineStyle : quint8 { Bold = 1, Italic = 2, Strike = 4, Code = 8, Math = 16, Footnote = 32 };
Q_DECLARE_FLAGS(InlineStyles, InlineStyle)
Q_DECLARE_OPERATORS_FOR_FLAGS(InlineStyles)

/// A stretch of text that is not plain. Positions in UTF-16 units.
struct InlineSpan
{
    qsizetype start = 0;
    qsizetype length = 0;
    InlineStyles styles = {};
    QString href = {}; ///< absolute http, https or mailto; empty when it is no link
    QString tex = {}; ///< Math: what it was made of
    bool isDisplay = false; ///< Math: stood between two dollars

    bool operator==(const InlineSpan&) const = default;
};

/// Text with its spans, in order and without overlap. Lines inside a paragraph end with QChar::LineSeparator.
struct InlineText
{
    QString text = {};
    QList<InlineSpan> spans = {};

    bool operator==(const InlineText&) const = default;
};

/// A quote or a list item that a block stands in.
struct BlockFrame
{
    enum class Kind { Quote, Bullet, Number, TaskOpen, TaskDone };

    Kind kind = Kind::Quote;
    int id = 0; ///< the same for all blocks in the same quote or item; unique within one parse
    unsigned number = 0; ///< Number: as printed; a task's in an ordered list, where it is not shown
    bool isFirst = false; ///< the block is the first in it: the marker is drawn beside it

    bool operator==(const BlockFrame&) const = default;
};

/// One leaf of a document: what is laid out and painted as a unit. A value.
struct MarkdownBlock
{
    /// Math: a formula on a line of its own, its content is the readable form. Footnote: the text of one, behind its label.
    /// Image: one that the text carries itself, its content is the description.
    enum class Kind { Paragraph, Heading, Code, Rule, Table, Math, Footnote, Image };

    Kind kind = Kind::Paragraph;
    int level = 0; ///< Heading: 1 to 6
    bool isTight = false; ///< in a list without blank lines: stands close to its neighbours
    QString language = {}; ///< Code: the first word of the info string
    QString label = {}; ///< Footnote: what references call it; Image: its format, like "png"
    InlineText content = {}; ///< not for Rule and Table; Code has no spans, its lines end with '\n'
    QList<Qt::Alignment> columns = {}; ///< Table: one per column
    QList<InlineText> cells = {}; ///< Table: row by row, the header first
    QString tex = {}; ///< Math: what the readable form was made of
    QByteArray image = {}; ///< Image: encoded, not checked in any way; empty while it is still being read
    QList<BlockFrame> frames = {}; ///< outermost first, at most MaxFrames

    bool operator==(const MarkdownBlock&) const = default;

    /// Deeper nesting is read but not shown as such: a page has only so much width.
    static constexpr qsizetype MaxFrames = 8;
};

}

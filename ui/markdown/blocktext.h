#pragma once

#include "ui/markdown/markdownblock.h"

namespace sluice {

/// The plain text of a block, in which text positions count: lines end with '\n', the cells of a table with one position each.
/// Nothing has to be laid out for it. Pure.
qsizetype plainLength(const MarkdownBlock& block);

/// What stands between two positions. Cells come out separated by tabs, rows by line breaks.
QString plainText(const MarkdownBlock& block, qsizetype from, qsizetype to);
inline QString plainText(const MarkdownBlock& block)
{
    return plainText(block, 0, plainLength(block));
}

/// A stretch of \a text with its part of the spans.
InlineText sliced(const InlineText& text, qsizetype from, qsizetype to);

/// Up to where two texts are the same, spans included.
qsizetype commonLength(const InlineText& a, const InlineText& b);

}

#pragma once

#include "ui/markdown/blocktext.h"

namespace sluice {

/// The part of \a block between two positions as a block of its own. Of a table these are the rows that are touched, or one cell
/// as a paragraph; of a formula it is all of it; what does not start where the block starts is a paragraph and no heading or
/// footnote.
MarkdownBlock sliceBlock(const MarkdownBlock& block, qsizetype from, qsizetype to);

/// The part of \a text between two positions.
InlineText sliceText(const InlineText& text, qsizetype from, qsizetype to);

}

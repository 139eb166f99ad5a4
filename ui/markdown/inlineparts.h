#pragma once

#include "ui/markdown/hiddentext.h"
#include "ui/markdown/markdownblock.h"

namespace sluice {

/// \a raw, as it came from md4c, with what its marks stand for, all in one line of thought: for headings and cells.
InlineText withShownTexts(const InlineText& raw, const HiddenTexts& hidden);

/// The blocks that a paragraph comes apart into: display math, images and footnotes stand by themselves. Most often it is one
/// block, the paragraph itself.
QList<MarkdownBlock> shownParagraph(const MarkdownBlock& raw, const HiddenTexts& hidden);

/// Appends text with styles to \a out, as one span with the text before when both look the same.
void appendStyled(InlineText& out, QStringView text, const InlineSpan& style);

}

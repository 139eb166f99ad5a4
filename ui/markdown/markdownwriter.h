#pragma once

#include "ui/markdown/markdownblock.h"

namespace sluice {

/// \a blocks as Markdown that parses to the same blocks: what "Copy as Markdown" puts on the clipboard. Frames with the same id
/// are the same quote or item, so ids of blocks from several parses must not mix. No line break at the end. GUI thread.
///
/// What comes back in another form: empty paragraphs outside of lists vanish, frames beyond MaxFrames are lost, leading tabs of
/// code in quotes and lists become spaces, images that are not of the text are links, and see writeInline().
QString writeMarkdown(const QList<MarkdownBlock>& blocks);

}

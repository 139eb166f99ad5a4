#pragma once

#include "ui/markdown/markdownblock.h"

namespace sluice {

/// Parses GitHub's dialect of Markdown, with TeX between dollars; raw HTML is text, and so are links that lead elsewhere than to
/// http, https and mailto. \a definitions is Markdown text that holds nothing but link reference definitions. GUI thread.
///
/// Source that would come out larger than any honest text (thousands of blocks or cells in one piece) comes back as one
/// paragraph.
QList<MarkdownBlock> parseMarkdown(QStringView source, QStringView definitions = {});

}

#pragma once

#include "ui/markdown/markdownblock.h"

namespace sluice {

/// Parses GitHub's dialect of Markdown, with footnotes and with TeX between dollars, \( and \), \[ and \]; raw HTML is text, and
/// so are links that lead elsewhere than to http, https and mailto. \a definitions is Markdown text that holds nothing but link
/// reference definitions. GUI thread.
///
/// Images are blocks when the text carries them as base64, else their description with a link; nothing is ever fetched.
///
/// Source that would come out larger than any honest text (thousands of blocks or cells in one piece) comes back as one
/// paragraph.
QList<MarkdownBlock> parseMarkdown(QStringView source, QStringView definitions = {});

}

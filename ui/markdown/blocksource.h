#pragma once

#include "ui/markdown/markdownblock.h"

namespace sluice {

/// One block as Markdown, without what it stands in. Lines end with '\n', the last one with nothing.
QString blockSource(const MarkdownBlock& block);

}

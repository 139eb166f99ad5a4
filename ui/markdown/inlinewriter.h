#pragma once

#include "ui/markdown/markdownblock.h"

namespace sluice {

/// \a text as Markdown that reads as the same text with the same styles. Lines end with '\n'. Where CommonMark has no way to say
/// it (emphasis that begins in the middle of a word behind a bracket, say) the styles are left out. GUI thread: it reads back
/// what it wrote.
QString writeInline(const InlineText& text);

}

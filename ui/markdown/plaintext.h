#pragma once

#include "ui/markdown/markdowndocument.h"

namespace sluice {

/// \a text as it was typed, without Markdown: paragraphs of a few thousand characters at most, that follow each other without a
/// gap.
/// \a revision as in MarkdownDocument::Part.
std::vector<MarkdownDocument::Part> plainTextParts(const QString& text, int revision);

}

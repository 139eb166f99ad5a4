#include "ui/markdown/plaintext.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace sluice {

namespace {

constexpr qsizetype PartSize = 2048;

// After the last line break within PartSize; else in the middle of a line, but not of a surrogate pair.
qsizetype partLength(QStringView text)
{
    if (text.size() <= PartSize)
        return text.size();
    const qsizetype lineBreak = text.first(PartSize).lastIndexOf(u'\n');
    if (lineBreak >= 0)
        return lineBreak + 1;
    return text[PartSize - 1].isHighSurrogate() ? PartSize - 1 : PartSize;
}

}

std::vector<MarkdownDocument::Part> plainTextParts(const QString& text, int revision)
{
    QString lines = text;
    lines.replace("\r\n"_L1, "\n"_L1).replace(u'\r', u'\n');
    std::vector<MarkdownDocument::Part> parts;
    qsizetype at = 0;
    do {
        const qsizetype length = partLength(QStringView(lines).sliced(at));
        QStringView content = QStringView(lines).sliced(at, length);
        if (content.endsWith(u'\n') && at + length < lines.size())
            content.chop(1);
        MarkdownBlock block;
        block.content.text = content.toString().replace(u'\n', QChar(QChar::LineSeparator));
        parts.push_back({.piece = {.start = at, .end = at + length, .isClipped = true}, .blocks = {block}, .revision = revision});
        at += length;
    } while (at < lines.size());
    return parts;
}

}

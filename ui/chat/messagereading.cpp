#include "ui/chat/messagereading.h"

#include "ui/markdown/blocktext.h"
#include "ui/markdown/markdowndocument.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace sluice {

namespace {

/// Whether nothing in \a text can be markup: most short answers, and all of them keep their line breaks to the character.
bool isPlain(QStringView text)
{
    bool isLineStart = true;
    for (const QChar c : text) {
        if (QStringView(u"*_`#>|~[]<&\\$").contains(c)
            || (isLineStart && (QStringView(u"-+=").contains(c) || c.isDigit() || c == u'\t')))
            return false;
        isLineStart = c == u'\n' || (isLineStart && c == u' ');
    }
    return true;
}

QString markerText(const BlockFrame& frame)
{
    switch (frame.kind) {
    case BlockFrame::Kind::Number:
        return QString::number(frame.number) + ". "_L1;
    case BlockFrame::Kind::Bullet:
        return u"• "_s;
    case BlockFrame::Kind::TaskOpen:
        return u"☐ "_s;
    case BlockFrame::Kind::TaskDone:
        return u"☑ "_s;
    case BlockFrame::Kind::Quote:
        return {};
    }
    Q_UNREACHABLE();
}

QString blockWords(const MarkdownBlock& block)
{
    QString words;
    for (const BlockFrame& frame : block.frames) {
        if (frame.isFirst)
            words += markerText(frame);
    }
    QString text = plainText(block);
    if (block.kind == MarkdownBlock::Kind::Table)
        text.replace(u"\t"_s, u", "_s);
    return words + text;
}

}

QString readableMarkdown(const QString& markdown)
{
    if (isPlain(markdown))
        return markdown;
    MarkdownDocument document;
    document.setText(markdown);
    QString all;
    for (const MarkdownDocument::Part& part : document.parts()) {
        for (const MarkdownBlock& block : part.blocks) {
            if (block.kind == MarkdownBlock::Kind::Rule)
                continue;
            if (!all.isEmpty() && !all.endsWith(u'\n'))
                all += block.isTight ? u"\n"_s : u"\n\n"_s;
            all += blockWords(block);
        }
    }
    return all;
}

QString MessageReading::of(const QString& markdown, bool isGrowing)
{
    if (const QString* known = m_known.object(markdown))
        return *known;
    QString read = readableMarkdown(markdown);
    if (!isGrowing)
        m_known.insert(markdown, new QString(read), std::max<qsizetype>(1, markdown.size())); // the cache owns it
    return read;
}

}

#include "ui/markdown/markdowndocument.h"

#include "ui/markdown/markdownline.h"
#include "ui/markdown/markdownparser.h"
#include "ui/markdown/md4cinput.h"

#include <algorithm>

namespace sluice {

namespace {

// Calls visit(line, end) for each line, without its line break; isComplete is false for a last one that has none.
template <typename Visit>
void forEachLine(QStringView text, qsizetype from, Visit visit)
{
    while (from < text.size()) {
        qsizetype end = from;
        while (end < text.size() && text[end] != u'\n' && text[end] != u'\r')
            ++end;
        const bool isHalfBreak = end + 1 == text.size() && text[end] == u'\r'; // the LF may be on its way
        const bool isComplete = end < text.size() && !isHalfBreak;
        const QStringView line = text.sliced(from, end - from);
        const bool isPair = isComplete && text[end] == u'\r' && end + 1 < text.size() && text[end + 1] == u'\n';
        from = end + (isPair ? 2 : 1);
        visit(line, std::min(from, text.size()), isComplete);
    }
}

// Of a tab that is only partly indentation, the rest stays as spaces.
void appendWithoutIndent(QString& code, QStringView line, int columns)
{
    constexpr int TabColumns = 4;
    while (columns > 0 && (line.startsWith(u' ') || line.startsWith(u'\t'))) {
        columns -= line.front() == u'\t' ? TabColumns : 1;
        line = line.sliced(1);
    }
    code += QString(std::max(-columns, 0), u' ');
    code += line;
}

}

void MarkdownDocument::setText(QStringView text)
{
    if (!text.startsWith(m_text))
        reset();
    growTo(text);
}

void MarkdownDocument::growTo(QStringView text)
{
    Q_ASSERT(text.startsWith(m_text));
    if (text.size() == m_text.size() && !m_parts.empty())
        return;
    m_text += text.sliced(m_text.size()); // a text of our own: sharing would make its owner copy it all at the next piece

    std::vector<MarkdownPiece> closed;
    m_splitter.feed(m_text, closed);
    for (const MarkdownPiece& piece : closed) {
        if (!piece.isFence)
            m_definitions.addClosed(sourceOf(piece));
    }
    MarkdownPiece open = m_splitter.open();
    open.end = m_text.size();
    const qsizetype firstOpen = std::max(qsizetype(m_parts.size()) - 1, qsizetype(0));
    const QStringList labels = m_definitions.setOpen(open.isFence ? QStringView() : sourceOf(open));
    reparseUsers(labels, firstOpen);

    closed.push_back(open);
    m_firstChanged = std::min(m_firstChanged, size_t(firstOpen));
    m_parts.resize(size_t(firstOpen) + closed.size());
    for (size_t i = 0; i < closed.size(); ++i) {
        Part& part = m_parts[size_t(firstOpen) + i];
        const bool wasFence = part.piece.isFence && part.revision > 0;
        part.piece = closed[i];
        if (!part.piece.isFence) {
            parse(part);
            continue;
        }
        if (!wasFence)
            part.blocks.clear();
        growFence(part);
    }
}

QStringView MarkdownDocument::sourceOf(const MarkdownPiece& piece) const
{
    return QStringView(m_text).sliced(piece.start, piece.end - piece.start);
}

void MarkdownDocument::parse(Part& part)
{
    const MarkdownPiece& piece = part.piece;
    const QStringView source = sourceOf(piece);
    const QString definitions = m_definitions.markdownFor(source);
    m_parsedCharacters += source.size() + definitions.size();
    part.revision = m_nextRevision++;
    part.fence = 0;
    part.settled = 0;
    if (piece.headerEnd > 0 && piece.headerEnd <= piece.start) {
        const QStringView header = QStringView(m_text).sliced(piece.headerStart, piece.headerEnd - piece.headerStart);
        part.blocks = parseMarkdown(header.toString() + source.toString(), definitions);
    } else {
        part.blocks = parseMarkdown(source, definitions);
    }
}

void MarkdownDocument::growFence(Part& part)
{
    const MarkdownPiece& piece = part.piece;
    const QStringView text = QStringView(m_text).first(piece.end);
    const auto isBreak = [](QChar c) { return c == u'\n' || c == u'\r'; };
    const qsizetype openingLength = std::find_if(text.begin() + piece.start, text.end(), isBreak) - text.begin() - piece.start;
    const QStringView openingLine = text.sliced(piece.start, openingLength);
    const MarkdownLine opening(openingLine);
    if (part.blocks.isEmpty()) {
        MarkdownBlock block {.kind = MarkdownBlock::Kind::Code};
        const QList<MarkdownBlock> read = parseMarkdown(openingLine.trimmed());
        block.language = read.isEmpty() ? QString() : read.first().language;
        part.blocks = {block};
        part.fence = m_nextRevision;
        const bool isPair = text.sliced(piece.start + openingLength).startsWith(u"\r\n");
        m_fenceRead = std::min(piece.start + openingLength + (isPair ? 2 : 1), text.size());
        m_fenceKept = 0;
    }
    part.revision = m_nextRevision++;
    QString& code = part.blocks.first().content.text;
    if (code.size() < m_fenceKept)
        code += u'\n'; // the one that was chopped off below
    code.truncate(m_fenceKept);
    forEachLine(text, m_fenceRead, [&](QStringView line, qsizetype end, bool isComplete) {
        if (MarkdownLine(line).closesFence(opening.fence(), opening.fenceLength()))
            return;
        // What may become the closing fence is held back, so that it does not flash up as code.
        if (!isComplete && !line.isEmpty() && line.trimmed().count(opening.fence()) == line.trimmed().size())
            return;
        appendWithoutIndent(code, withoutTabsBehindFences(line), opening.indent());
        m_parsedCharacters += line.size();
        if (!isComplete)
            return;
        code += u'\n';
        m_fenceRead = end;
        m_fenceKept = code.size();
    });
    if (code.endsWith(u'\n'))
        code.chop(1);
    part.settled = std::min(m_fenceKept, code.size());
}

// Definitions may stand after their use, so parts that are closed already can still gain links.
void MarkdownDocument::reparseUsers(const QStringList& labels, qsizetype partCount)
{
    for (qsizetype i = partCount - 1; i >= 0 && !labels.isEmpty(); --i) {
        Part& part = m_parts[size_t(i)];
        const QStringView source = sourceOf(part.piece);
        const bool isUser = !part.piece.isFence && std::any_of(labels.begin(), labels.end(), [source](const QString& firstWord) {
            return mayUseLabel(source, firstWord);
        });
        if (!isUser)
            continue;
        parse(part);
        m_firstChanged = std::min(m_firstChanged, size_t(i));
    }
}

void MarkdownDocument::reset()
{
    const int nextRevision = m_nextRevision;
    const qint64 parsed = m_parsedCharacters;
    *this = MarkdownDocument();
    m_nextRevision = nextRevision;
    m_parsedCharacters = parsed;
}

}

#include "ui/markdown/blocksource.h"

#include "ui/markdown/blockslice.h"
#include "ui/markdown/inlinewriter.h"

#include <QStringList>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace sluice {

namespace {

using Kind = MarkdownBlock::Kind;

QString headingSource(const MarkdownBlock& block)
{
    const QString text = writeInline(block.content);
    // Only an underlined heading can have several lines.
    if (text.contains(u'\n'))
        return text + (block.level == 1 ? u"\n==="_s : u"\n---"_s);
    const QString marks(std::clamp(block.level, 1, 6), u'#');
    if (!text.endsWith(u'#'))
        return text.isEmpty() ? marks : marks + u' ' + text;
    return marks + u' ' + text.chopped(1) + u"\\#"_s;
}

// As with the tabs of md4c, which count from the margin.
QString withoutLeadingTabs(QString line)
{
    constexpr qsizetype TabColumns = 4;
    for (qsizetype at = 0; at < line.size() && (line[at] == u' ' || line[at] == u'\t'); ++at) {
        if (line[at] == u'\t')
            line.replace(at, 1, QString(TabColumns - at % TabColumns, u' '));
    }
    return line;
}

QString codeSource(const MarkdownBlock& block)
{
    const QChar mark = block.language.contains(u'`') ? u'~' : u'`';
    qsizetype length = 3;
    QStringList lines = block.content.text.split(u'\n');
    for (QString& line : lines) {
        const QString trimmed = line.trimmed();
        qsizetype run = 0;
        while (run < trimmed.size() && trimmed[run] == mark)
            ++run;
        length = std::max(length, run + 1);
        if (!block.frames.isEmpty())
            line = withoutLeadingTabs(line);
    }
    const QString fence(length, mark);
    const QString code = block.content.text.isEmpty() ? QString() : lines.join(u'\n') + u'\n';
    QString language;
    for (const QChar c : block.language)
        language += QStringView(u"\\&").contains(c) ? u'\\' + QString(c) : QString(c);
    return fence + language + u'\n' + code + fence;
}

// Bars are escaped in code too, as a table is cut into cells before anything else is read. Formulas are taken out before that.
QString cellSource(InlineText cell)
{
    constexpr QChar bar(0xfdd5); // stands for one meanwhile; no character
    qsizetype span = 0;
    for (qsizetype i = 0; i < cell.text.size(); ++i) {
        while (span < cell.spans.size() && cell.spans[span].start + cell.spans[span].length <= i)
            ++span;
        const bool isMath = span < cell.spans.size() && cell.spans[span].start <= i && !cell.spans[span].tex.isEmpty();
        if (cell.text[i] == u'|' && !isMath)
            cell.text[i] = bar;
    }
    return writeInline(cell).replace(u'\n', u' ').replace(bar, u"\\|"_s);
}

QString tableSource(const MarkdownBlock& block)
{
    const qsizetype columns = block.columns.size();
    QStringList rows;
    for (qsizetype i = 0; i + columns <= block.cells.size() && columns > 0; i += columns) {
        QString row = u"|"_s;
        for (qsizetype column = 0; column < columns; ++column)
            row += u' ' + cellSource(block.cells[i + column]) + u" |"_s;
        rows.append(row);
        if (i > 0)
            continue;
        QString delimiter = u"|"_s;
        for (const Qt::Alignment alignment : block.columns)
            delimiter += alignment == Qt::AlignHCenter ? u" :-: |"_s : alignment == Qt::AlignRight ? u" --: |"_s : u" --- |"_s;
        rows.append(delimiter);
    }
    return rows.join(u'\n');
}

QString footnoteSource(const MarkdownBlock& block)
{
    const qsizetype label = std::min(block.label.size() + 3, block.content.text.size()); // "[label] "
    return u"[^"_s + block.label + u"]: "_s + writeInline(sliceText(block.content, label, block.content.text.size()));
}

QString mathSource(const MarkdownBlock& block)
{
    return block.tex.contains(u'\n') ? u"$$\n"_s + block.tex + u"\n$$"_s : u"$$"_s + block.tex + u"$$"_s;
}

QString imageSource(const MarkdownBlock& block)
{
    return u"!["_s + block.content.text + u"](data:image/"_s + block.label + u";base64,"_s
        + QString::fromLatin1(block.image.toBase64()) + u')';
}

}

QString blockSource(const MarkdownBlock& block)
{
    switch (block.kind) {
    case Kind::Paragraph:
        return writeInline(block.content);
    case Kind::Heading:
        return headingSource(block);
    case Kind::Code:
        return codeSource(block);
    case Kind::Rule:
        return u"***"_s;
    case Kind::Table:
        return tableSource(block);
    case Kind::Math:
        return mathSource(block);
    case Kind::Footnote:
        return footnoteSource(block);
    case Kind::Image:
        return imageSource(block);
    }
    return {};
}

}

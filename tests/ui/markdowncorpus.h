#pragma once

#include "ui/markdown/markdowndocument.h"
#include "ui/markdown/markdownparser.h"

#include <QFile>
#include <QHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRandomGenerator>

namespace sluice::test {

struct Example
{
    QString name;
    QString markdown;
};

/// The texts of tests/data/markdown. Their links lead nowhere Sluice would go, so each is there once more with links that do.
inline QList<Example> exampleTexts()
{
    QList<Example> examples;
    for (const QString& name : {QStringLiteral("commonmark"), QStringLiteral("extensions")}) {
        QFile file(QStringLiteral(SLUICE_TEST_DATA "/markdown/") + name + QStringLiteral(".json"));
        const bool isOpen = file.open(QIODevice::ReadOnly);
        const QJsonArray texts = QJsonDocument::fromJson(isOpen ? file.readAll() : QByteArray()).array();
        for (qsizetype i = 0; i < texts.size(); ++i) {
            const QString markdown = texts[i][QStringLiteral("markdown")].toString();
            const QString label =
                QStringLiteral("%1 %2 %3").arg(name).arg(i + 1).arg(texts[i][QStringLiteral("section")].toString());
            examples.append({label, markdown});
            if (markdown.contains(QStringLiteral("/url")))
                examples.append({label + QStringLiteral(", web"),
                    QString(markdown).replace(QStringLiteral("/url"), QStringLiteral("https://u.example/url"))});
        }
    }
    return examples;
}

/// What random texts are made of: every block, and every seam between two. Tables end with a blank line because md4c, unlike
/// GitHub and the pieces, takes a fence or heading right below a table for a row.
inline const QStringList& markdownFragments()
{
    using namespace Qt::StringLiterals;
    static const QStringList list {u"# Heading\n"_s, u"## Two *words*\n\n"_s, u"### Closed ###\n"_s,
        u"Plain text with **bold**, `code` and [a link](https://a.example/x).\n"_s, u"Second line of it\n"_s, u"\n"_s, u"\n\n"_s,
        u"- item\n"_s, u"- [x] done\n"_s, u"- [ ] open\n"_s, u"  - nested\n"_s, u"  continued\n"_s, u"   three\n"_s,
        u"1. first\n"_s, u"2. second\n"_s, u"10. tenth\n"_s, u"3) third\n"_s, u"* star\n"_s, u"+ plus\n"_s,
        u"```cpp\nint x;\n\n# no heading\n```\n"_s, u"~~~\n- no list\n~~~\n"_s, u"  ```\n  inner\n\n  more\n  ```\n"_s,
        u"```\n"_s, u"    ```\n"_s, u"> quote\n"_s, u"> - in quote\n"_s, u">> deeper\n"_s, u"> ```\n> code\n> ```\n"_s,
        u"---\n"_s, u"***\n"_s, u"- - -\n"_s, u"===\n"_s, u"| a | b |\n|---|:-:|\n| 1 | 2 |\n\n"_s, u"| c | d |\n\n"_s,
        u"    indented code\n"_s, u"[ref] and [other][ref]\n"_s, u"\n[ref]: https://r.example/\n"_s,
        u"\n[ref]: https://second.example/ \"title\"\n"_s, u"\n[two words]:\n  <https://t.example/>\n  'title'\n\n"_s,
        u"[two words], [two\nwords][] and ![ref]\n"_s, u"> [in quote]: https://q.example/\n"_s, u"[in quote]\n"_s,
        u"- [in item]: https://i.example/\n"_s, u"see [in item]\n"_s, u"<b>raw</b>\n"_s, u"<div>\n\nx\n"_s, u"<!-- x\n\n-->\n"_s,
        u"$$\nx^2\n$$\n"_s, u"中文段落，带有**粗体**。\n"_s, u"😀 emoji 👩‍👩‍👧 *家* 한국어\n"_s,
        u"\tTabbed\n"_s, u"-\tTab\n"_s, u"-\n"_s, u"text ~~struck~~ https://auto.example/\n"_s, u"\r\nCRLF line\r\n"_s,
        u"\r\n\r\n- one\r\n- two\r\n"_s, u"#no heading\n"_s, u"####### seven\n"_s, u"1986\\. A year\n"_s, u"***bold rule***\n"_s,
        u"* * *\n"_s, u"&amp; &copy; \\* \\[ \\`\n"_s, u"`open code\n"_s, u"``two ` ticks``\n"_s, u"a  \nhard\\\nbreak\n"_s,
        u"Let \\(x_1\\) and $y^2$, for $5 and $6.\n"_s, u"\\[\nx = \\frac{a}{b}\n- c\n= d\n\\]\n"_s, u"where $$a|b$$ holds\n"_s,
        u"> $$\n> x\n> $$\n"_s, u"$$\n"_s, u"\\[ open\n"_s, u"$ `a$` $b$\n"_s, u"A note[^1] and[^two words][^b].\n"_s,
        u"[^1]: The first.\n"_s, u"[^b]: *Second*\n    goes on\n"_s, u"`[^1]` and `$x$` \\[^1]\n"_s,
        u"| $a|b$ | [^1] |\n|---|---|\n\n"_s, u"![dot](data:image/png;base64,iVBORw0KGgo=)\n"_s,
        u"an ![inner](data:image/gif;base64,R0lGODlh) image\n"_s,
        u"![far](https://p.example/p.png) ![](https://p.example/q.png)\n"_s, u"[$x$]: https://m.example/\n"_s, u"[$x$]\n"_s};
    return list;
}

inline QString randomMarkdown(QRandomGenerator& random, int most = 24)
{
    QString text;
    const int count = 1 + random.bounded(most);
    for (int i = 0; i < count; ++i)
        text += markdownFragments()[random.bounded(int(markdownFragments().size()))];
    return text;
}

/// md4c makes spaces of the tabs a line of code begins with. A fence that is read as it grows keeps them, as who copies a
/// Makefile wants it.
inline QString withoutLeadingTabs(const QString& code)
{
    QStringList lines = code.split(u'\n');
    for (QString& line : lines) {
        qsizetype at = 0;
        for (; at < line.size() && (line[at] == u' ' || line[at] == u'\t'); ++at) {
            if (line[at] == u'\t')
                line.replace(at, 1, QString(4 - at % 4, u' '));
        }
    }
    return lines.join(u'\n');
}

/// Frames are numbered per parse; what matters is which blocks share one.
inline QList<MarkdownBlock> renumbered(QList<MarkdownBlock> blocks)
{
    QHash<int, int> numbers;
    for (MarkdownBlock& block : blocks) {
        if (block.kind == MarkdownBlock::Kind::Code)
            block.content.text = withoutLeadingTabs(block.content.text);
        for (BlockFrame& frame : block.frames) {
            if (!numbers.contains(frame.id))
                numbers.insert(frame.id, int(numbers.size()));
            frame.id = numbers.value(frame.id);
        }
    }
    return blocks;
}

inline QList<MarkdownBlock> blocksOf(const MarkdownDocument& document)
{
    constexpr int IdsPerPart = 100'000;
    QList<MarkdownBlock> all;
    int firstId = 0;
    for (const MarkdownDocument::Part& part : document.parts()) {
        for (MarkdownBlock block : part.blocks) {
            for (BlockFrame& frame : block.frames)
                frame.id += firstId;
            all.append(block);
        }
        firstId += IdsPerPart;
    }
    return renumbered(all);
}

inline QString describe(const InlineText& content)
{
    QString out = u'"' + QString(content.text).replace(u'\n', QStringLiteral("\\n")) + u'"';
    for (const InlineSpan& span : content.spans)
        out +=
            QStringLiteral(" (%1+%2 s%3 %4)").arg(span.start).arg(span.length).arg(span.styles.toInt()).arg(span.href + span.tex);
    return out;
}

inline QString describe(const QList<MarkdownBlock>& blocks)
{
    QString out;
    for (const MarkdownBlock& block : blocks) {
        out +=
            QStringLiteral("%1/%2 tight=%3 [%4] ").arg(int(block.kind)).arg(block.level).arg(block.isTight).arg(block.language);
        for (const BlockFrame& frame : block.frames)
            out += QStringLiteral("{%1 id%2 n%3 f%4}").arg(int(frame.kind)).arg(frame.id).arg(frame.number).arg(frame.isFirst);
        out += describe(block.content);
        for (const InlineText& cell : block.cells)
            out += QStringLiteral(" | ") + describe(cell);
        out += u'\n';
    }
    return out;
}

}

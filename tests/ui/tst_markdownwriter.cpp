#include "tests/ui/markdowncorpus.h"
#include "ui/markdown/blockslice.h"
#include "ui/markdown/markdownwriter.h"

#include <QTest>

using namespace sluice;
using namespace sluice::test;
using namespace Qt::StringLiterals;

namespace {

// A link without a text leaves a paragraph without one, which Markdown cannot say.
QList<MarkdownBlock> writable(QList<MarkdownBlock> blocks)
{
    blocks.removeIf([](const MarkdownBlock& block) {
        const bool isItem =
            !block.frames.isEmpty() && block.frames.last().isFirst && block.frames.last().kind != BlockFrame::Kind::Quote;
        return block.kind == MarkdownBlock::Kind::Paragraph && block.content.text.isEmpty() && !isItem;
    });
    return renumbered(blocks);
}

// Returns whether what is written reads as what was read.
bool isReversible(const QString& text, const QString& name)
{
    const auto blocks = writable(parseMarkdown(text));
    const QString written = writeMarkdown(blocks);
    const auto again = renumbered(parseMarkdown(written));
    if (again == blocks)
        return true;
    qInfo().noquote() << name << "\n"
                      << text << "\n--- written\n"
                      << written << "\n--- read\n"
                      << describe(blocks) << "--- read again\n"
                      << describe(again);
    return false;
}

}

class TestMarkdownWriter final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatIsWrittenReadsTheSame()
    {
        int failures = 0;
        for (const Example& example : exampleTexts())
            failures += isReversible(example.markdown, example.name) ? 0 : 1;
        QCOMPARE(failures, 0);
    }

    void randomTextsReadTheSame()
    {
        QRandomGenerator random(99);
        int failures = 0;
        for (int round = 0; round < 1000; ++round)
            failures += isReversible(randomMarkdown(random, 12), u"round %1"_s.arg(round)) ? 0 : 1;
        QCOMPARE(failures, 0);
    }

    void sourceIsWhatOneWouldType_data()
    {
        QTest::addColumn<QString>("markdown");
        const char* texts[] = {"# Title", "A *b* **c** ~~d~~ `e` [f](https://f.example/) $g^2$", "- a\n- b\n  - c\n- d",
            "1. a\n2. b\n   - [ ] c\n   - [x] d", "> a\n>\n> - b\n>\n> c", "```cpp\nint x;\n```", "````\n```\n````",
            "| a | b |\n| --- | --: |\n| 1 | `x\\|y` |", "a\n\n***\n\nb", "See[^1].\n\n[^1]: It says *so*.", "$$\nx\n= y\n$$",
            "![dot](data:image/png;base64,iVBORw0KGgo=)", "5 * 3 < 7 & snake_case, (a) #b!", "- a\n\n  b\n\n- c",
            "1986\\. A year", "\\# none", "\\- none", "\\*a\\*", "it costs $5", "\\$5 and \\$6", "<https://a.example/x_y>",
            "***a** b*", "- ```\n  x\n  ```", "a\nb", "`` ` ``", "- [ ] open\n- [x] done"};
        for (const char* text : texts)
            QTest::newRow(text) << QString::fromLatin1(text);
    }

    void sourceIsWhatOneWouldType()
    {
        QFETCH(QString, markdown);

        QCOMPARE(writeMarkdown(parseMarkdown(markdown)), markdown);
    }

    void aSliceHasTheStylesOfItsPart()
    {
        const MarkdownBlock block = parseMarkdown(u"one **two *three* four** five"_s).first();

        QCOMPARE(writeMarkdown({sliceBlock(block, 6, 16)}), u"**o *three* fo**"_s);
        QCOMPARE(writeMarkdown({sliceBlock(block, 0, plainLength(block))}), u"one **two *three* four** five"_s);
    }

    void theEndOfAHeadingIsText()
    {
        const MarkdownBlock block = parseMarkdown(u"# A heading"_s).first();

        QCOMPARE(writeMarkdown({sliceBlock(block, 0, 5)}), u"# A hea"_s);
        QCOMPARE(writeMarkdown({sliceBlock(block, 2, 9)}), u"heading"_s);
    }

    void rowsOfATableStayATable()
    {
        const MarkdownBlock table = parseMarkdown(u"| a | b |\n|---|---|\n| cc | d |\n| e | f |\n"_s).first();

        QCOMPARE(plainLength(table), 12);
        QCOMPARE(writeMarkdown({sliceBlock(table, 5, 8)}), u"| cc | d |\n| --- | --- |"_s);
        QCOMPARE(writeMarkdown({sliceBlock(table, 5, 6)}), u"c"_s);
    }

    void halfAFormulaIsText()
    {
        const MarkdownBlock block = parseMarkdown(u"so $x^2 + 1$"_s).first();

        QCOMPARE(writeMarkdown({sliceBlock(block, 0, 5)}), u"so x²"_s);
    }

    void aListThatBeginsInTheMiddleOfAnItemIsAList()
    {
        const auto blocks = parseMarkdown(u"- one\n- two\n"_s);

        QCOMPARE(writeMarkdown({sliceBlock(blocks[0], 1, 3), blocks[1]}), u"- ne\n- two"_s);
    }
};

QTEST_GUILESS_MAIN(TestMarkdownWriter)

#include "tst_markdownwriter.moc"

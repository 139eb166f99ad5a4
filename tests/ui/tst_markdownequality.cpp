#include "tests/ui/markdowncorpus.h"
#include "tests/ui/oddmarkdown.h"

#include <QTest>

using namespace sluice;
using namespace sluice::test;
using namespace Qt::StringLiterals;

namespace {

QList<MarkdownBlock> withoutIndentedCode(QList<MarkdownBlock> blocks)
{
    for (MarkdownBlock& block : blocks) {
        if (block.kind == MarkdownBlock::Kind::Code)
            block.content.text = withoutIndentation(block.content.text);
    }
    return blocks;
}

bool isSame(const QString& text, const QList<MarkdownBlock>& expected, const MarkdownDocument& document, const QString& how)
{
    const QList<MarkdownBlock> actual = blocksOf(document);
    const bool isEqual = text.contains(u'\t') ? withoutIndentedCode(actual) == withoutIndentedCode(expected) : actual == expected;
    if (isEqual)
        return true;
    qInfo().noquote() << how << "\n" << text << "\n--- whole\n" << describe(expected) << "--- in pieces\n" << describe(actual);
    return false;
}

}

/// The claim the whole design rests on: however a text arrives, it looks as if it had been parsed in one go.
class TestMarkdownEquality final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theExamplesAreThere() { QVERIFY(exampleTexts().size() > 680); }

    void everyExampleInTwoPiecesIsTheWhole()
    {
        int failures = 0;
        for (const Example& example : exampleTexts()) {
            const auto expected = renumbered(parseMarkdown(example.markdown));
            for (qsizetype at = 0; at <= example.markdown.size(); ++at) {
                MarkdownDocument document;
                document.setText(example.markdown.first(at));
                document.setText(example.markdown);
                if (isSame(example.markdown, expected, document, u"%1, cut at %2"_s.arg(example.name).arg(at)))
                    continue;
                ++failures;
                break;
            }
        }
        QCOMPARE(failures, 0);
    }

    void everyExampleCharacterByCharacterIsTheWhole()
    {
        int failures = 0;
        for (const Example& example : exampleTexts()) {
            MarkdownDocument document;
            for (qsizetype at = 1; at <= example.markdown.size(); ++at)
                document.setText(example.markdown.first(at));
            if (!example.markdown.isEmpty()
                && !isSame(example.markdown, renumbered(parseMarkdown(example.markdown)), document, example.name))
                ++failures;
        }
        QCOMPARE(failures, 0);
    }

    void examplesOneAfterTheOtherAreTheWhole()
    {
        const QList<Example> examples = exampleTexts();
        QRandomGenerator random(7);
        int failures = 0;
        for (int round = 0; round < 400; ++round) {
            QString text;
            for (int i = 0; i < 5; ++i)
                text += examples[random.bounded(int(examples.size()))].markdown + (random.bounded(2) ? u"\n"_s : QString());
            failures += isWholeWhenCut(text, random, round) ? 0 : 1;
        }
        QCOMPARE(failures, 0);
    }

    void randomTextsCutAtRandomPlacesAreTheWhole()
    {
        QRandomGenerator random(42);
        int failures = 0;
        for (int round = 0; round < 3000; ++round)
            failures += isWholeWhenCut(randomMarkdown(random), random, round) ? 0 : 1;
        QCOMPARE(failures, 0);
    }

    void oddTextsCutAtRandomPlacesAreTheWhole()
    {
        QRandomGenerator random(43);
        int failures = 0;
        for (int round = 0; round < 20000; ++round) {
            const QString text = oddMarkdown(random);
            failures +=
                hasBlockRightBelowTable(text) || hasLabelBrokenAtItsEnd(text) || isWholeWhenCut(text, random, round) ? 0 : 1;
        }
        QCOMPARE(failures, 0);
    }

    void textsThatOnceDifferedAreTheWhole_data()
    {
        QTest::addColumn<QString>("text");
        QTest::newRow("a tab behind a closing fence") << u"```\nx\n```\t\ntext\n"_s;
        QTest::newRow("a tab before the language") << u"```\tcpp\nx\n```\n"_s;
        QTest::newRow("a tab behind a shorter fence") << u"````\n```\t\n````\n"_s;
        QTest::newRow("a tab behind a fence in TeX") << u"```\n$$\n```\t$$`\n"_s;
        QTest::newRow("a span that md4c never leaves") << u"_[](_)\n\ntext\n"_s;
        QTest::newRow("another") << u"~~[](~~)\n\ntext\n"_s;
        QTest::newRow("an address that takes in a mark") << u"https://a.example/)*x*\n\n*text* and _text_\n"_s;
        QTest::newRow("a line at offset 4 taken for an item") << u"\n\n* a\n\n\n  b\n"_s;
        QTest::newRow("a fence in an item, not closed") << u"+ ```\n\n`\n"_s;
        QTest::newRow("a fence at the margin below it") << u"1. ```\n```~~~~\n```\n"_s;
        QTest::newRow("a span of code below it") << u"- ```\n``` ```\n\ntext\n"_s;
        QTest::newRow("a fence below an empty item") << u"*\n\n  ```\n \n"_s;
        QTest::newRow("text below that") << u"-\n\n  ```\n\ntext\n"_s;
        QTest::newRow("TeX that hides what makes no fence of a line") << u"```$$`$$\n\ntext\n"_s;
        QTest::newRow("brackets escaped in a definition") << u"[r]\n\n[r]:http:\\(x\\)\n"_s;
        QTest::newRow("a definition in a task") << u"2) [x] [r]:-\n\n[r]\n"_s;
        QTest::newRow("a definition that is no footnote") << u"[^1\\a]\n\n[^1\\a]:*\n"_s;
        QTest::newRow("a line of white space that is no blank") << u"- a #\n\v\n\n  b\n"_s;
        QTest::newRow("another") << u"[^1\n]:x\n"_s;
        QTest::newRow("a label used on the next line") << u"[\n> r]\n\n> [\n>  R]\n\n[r]: https://a.example\n"_s;
        QTest::newRow("a definition with $ in its label and TeX") << u"[$\n]: https://a.example\n\n[$\n] x$\n"_s;
        QTest::newRow("an address in what is no label") << u"[<xx:>]:\n"_s;
    }

    void textsThatOnceDifferedAreTheWhole()
    {
        QFETCH(const QString, text);

        const QList<MarkdownBlock> whole = renumbered(parseMarkdown(text));

        for (qsizetype step = 1; step <= text.size(); ++step) {
            MarkdownDocument document;
            for (qsizetype at = 0; at < text.size();) {
                at = std::min(text.size(), at + step);
                document.setText(text.first(at));
            }
            QVERIFY(isSame(text, whole, document, u"steps of %1"_s.arg(step)));
        }
    }

private:
    static bool isWholeWhenCut(const QString& text, QRandomGenerator& random, int round)
    {
        MarkdownDocument document;
        const int step = 1 + random.bounded(60);
        for (qsizetype at = 0; at < text.size();) {
            at = std::min(text.size(), at + 1 + random.bounded(step));
            document.setText(text.first(at));
        }
        return isSame(text, renumbered(parseMarkdown(text)), document, u"round %1"_s.arg(round));
    }
};

QTEST_GUILESS_MAIN(TestMarkdownEquality)

#include "tst_markdownequality.moc"

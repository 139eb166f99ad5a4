#include "tests/ui/markdowncorpus.h"

#include <QTest>

using namespace sluice;
using namespace sluice::test;
using namespace Qt::StringLiterals;

namespace {

bool isSame(const QString& text, const QList<MarkdownBlock>& expected, const MarkdownDocument& document, const QString& how)
{
    const QList<MarkdownBlock> actual = blocksOf(document);
    if (actual == expected)
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

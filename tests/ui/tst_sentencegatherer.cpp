#include "ui/chat/sentencegatherer.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace sluice;

class TestSentenceGatherer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aTextIsSaidInSentences_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QStringList>("said");
        const auto row = [](const char* name, const QString& text, const QStringList& said) {
            QTest::newRow(name) << text << said;
        };
        row("latin", u"One. Two! Three? Four"_s, {u"One."_s, u"Two!"_s, u"Three?"_s, u"Four"_s});
        row("chinese", u"你好。今天怎么样？很好！再见"_s, {u"你好。"_s, u"今天怎么样？"_s, u"很好！"_s, u"再见"_s});
        row("numbers and abbreviations", u"Pi is 3.14, e.g. this. Version 2.0 is out. Ok."_s,
            {u"Pi is 3.14, e.g. this."_s, u"Version 2.0 is out."_s, u"Ok."_s});
        row("quotes and emphasis close with the sentence",
            u"**Bold one.** He said “No.” Then (perhaps.) *Yes.* 他说「好。」走了。"_s,
            {u"Bold one."_s, u"He said “No.”"_s, u"Then (perhaps.)"_s, u"Yes."_s, u"他说「好。」"_s, u"走了。"_s});
        row("emphasis over two sentences", u"**One. Two.** Three `x`."_s, {u"One."_s, u"Two."_s, u"Three x."_s});
        row("heading and list", u"## A title\n\n1. First thing\n2. Second [link](https://example.org).\n- third\n"_s,
            {u"A title"_s, u"First thing"_s, u"Second link."_s, u"third"_s});
        row("code", u"See:\n\n```cpp\nint a = 1. ;\n\nreturn a;\n```\nDone."_s,
            {u"See:"_s, u"Code block, 3 lines."_s, u"Done."_s});
        row("one line of code", u"~~~\nls\n~~~\n"_s, {u"Code block, 1 line."_s});
        row("code that never ends", u"```\na\nb"_s, {u"Code block, 2 lines."_s});
        row("a fence in a list", u"- so:\n  ```\n  x\n  ```\n"_s, {u"so:"_s, u"Code block, 1 line."_s});
        row("table", u"| Name | Value |\n|:---|---:|\n| a. b | **1** |\n"_s, {u"Name, Value"_s, u"a. b, 1"_s});
        row("rule and quote", u"> Quoted. Yes.\n\n---\n\nEnd"_s, {u"Quoted."_s, u"Yes."_s, u"End"_s});
        row("wait for it", u"Well… no. Well... Yes"_s, {u"Well… no."_s, u"Well..."_s, u"Yes"_s});
    }

    void aTextIsSaidInSentences()
    {
        QFETCH(const QString, text);
        QFETCH(const QStringList, said);
        for (qsizetype size = 1; size <= text.size(); ++size) { // in pieces of any size: the same sentences
            SentenceGatherer gatherer;
            QStringList all;
            for (qsizetype from = 0; from < text.size(); from += size) {
                gatherer.add(QStringView(text).sliced(from).left(size));
                all += gatherer.takeSentences().split(u'\n', Qt::SkipEmptyParts);
            }
            all += gatherer.takeRest().split(u'\n', Qt::SkipEmptyParts);

            QCOMPARE(all, said);
        }
    }

    void nothingIsSaidBeforeASentenceIsWhole()
    {
        SentenceGatherer gatherer;
        gatherer.add(u"One sentence. And ano");
        QCOMPARE(gatherer.takeSentences(), u"One sentence."_s);
        QCOMPARE(gatherer.takeSentences(), QString());
        gatherer.add(u"ther. ");
        QCOMPARE(gatherer.takeSentences(), QString()); // "e.g. this" would go on
        gatherer.add(u"T");

        QCOMPARE(gatherer.takeSentences(), u"And another."_s);
        QCOMPARE(gatherer.takeRest(), u"T"_s);
        QCOMPARE(gatherer.takeRest(), QString());
    }

    void whatHasNoEndIsCutBetweenWords()
    {
        SentenceGatherer gatherer;
        for (int i = 0; i < 200; ++i)
            gatherer.add(u"word ");

        const QStringList said = gatherer.takeSentences().split(u'\n');

        QCOMPARE(said.size(), 2);
        for (const QString& part : said) {
            QVERIFY(part.size() <= SentenceGatherer::LongestSentence);
            QVERIFY(part.startsWith("word "_L1) && part.endsWith(" word"_L1));
        }
    }
};

QTEST_APPLESS_MAIN(TestSentenceGatherer)
#include "tst_sentencegatherer.moc"

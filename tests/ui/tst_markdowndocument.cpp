#include "ui/markdown/markdowndocument.h"
#include "ui/markdown/markdownparser.h"

#include <QHash>
#include <QRandomGenerator>
#include <QRegularExpression>
#include <QTest>

using namespace sluice;
using namespace Qt::StringLiterals;

namespace {

// Documents are made of these: every block, and every seam between two. Tables end with a blank line because md4c, unlike GitHub,
// takes a fence right below a table for a row.
const QStringList& fragments()
{
    static const QStringList list {u"# Heading\n"_s, u"## Two *words*\n\n"_s,
        u"Plain text with **bold**, `code` and [a link](https://a.example/x).\n"_s, u"Second line of it\n"_s, u"\n"_s, u"\n\n"_s,
        u"- item\n"_s, u"- [x] done\n"_s, u"  - nested\n"_s, u"  continued\n"_s, u"   three\n"_s, u"1. first\n"_s,
        u"2. second\n"_s, u"10. tenth\n"_s, u"* star\n"_s, u"+ plus\n"_s, u"```cpp\nint x;\n\n# no heading\n```\n"_s,
        u"~~~\n- no list\n~~~\n"_s, u"  ```\n  inner\n\n  more\n  ```\n"_s, u"```\n"_s, u"    ```\n"_s, u"> quote\n"_s,
        u"> - in quote\n"_s, u">> deeper\n"_s, u"---\n"_s, u"***\n"_s, u"- - -\n"_s, u"===\n"_s,
        u"| a | b |\n|---|:-:|\n| 1 | 2 |\n\n"_s, u"| c | d |\n\n"_s, u"    indented code\n"_s, u"[ref] and [other][ref]\n"_s,
        u"\n[ref]: https://r.example/\n"_s, u"<b>raw</b>\n"_s, u"<div>\n\nx\n"_s, u"$$\nx^2\n$$\n"_s,
        u"中文段落，带有**粗体**。\n"_s, u"\tTabbed\n"_s, u"-\n"_s, u"text ~~struck~~ https://auto.example/\n"_s,
        u"\r\nCRLF line\r\n"_s, u"#no heading\n"_s, u"####### seven\n"_s, u"1986\\. A year\n"_s, u"***bold rule***\n"_s,
        u"* * *\n"_s};
    return list;
}

QString randomDocument(QRandomGenerator& random)
{
    QString text;
    const int count = 1 + random.bounded(24);
    for (int i = 0; i < count; ++i)
        text += fragments()[random.bounded(int(fragments().size()))];
    return text;
}

// Frames are numbered per parse; what matters is which blocks share one. Nor does the indentation of
// code, of which md4c makes something else here and there: it expands tabs, and it is confused by an empty item before a fence.
QList<MarkdownBlock> renumbered(QList<MarkdownBlock> blocks)
{
    static const QRegularExpression indentation(u"^[ \\t]+"_s, QRegularExpression::MultilineOption);
    QHash<int, int> numbers;
    for (MarkdownBlock& block : blocks) {
        if (block.kind == MarkdownBlock::Kind::Code)
            block.content.text.remove(indentation);
        for (BlockFrame& frame : block.frames) {
            if (!numbers.contains(frame.id))
                numbers.insert(frame.id, int(numbers.size()));
            frame.id = numbers.value(frame.id);
        }
    }
    return blocks;
}

QList<MarkdownBlock> blocksOf(const MarkdownDocument& document)
{
    QList<MarkdownBlock> all;
    int firstId = 0;
    for (const MarkdownDocument::Part& part : document.parts()) {
        for (MarkdownBlock block : part.blocks) {
            for (BlockFrame& frame : block.frames)
                frame.id += firstId;
            all.append(block);
        }
        firstId += 10000;
    }
    return renumbered(all);
}

QString describe(const QList<MarkdownBlock>& blocks)
{
    QString out;
    for (const MarkdownBlock& block : blocks) {
        out += u"%1/%2 tight=%3 [%4] "_s.arg(int(block.kind)).arg(block.level).arg(block.isTight).arg(block.language);
        for (const BlockFrame& frame : block.frames)
            out += u"{%1 id%2 n%3 f%4}"_s.arg(int(frame.kind)).arg(frame.id).arg(frame.number).arg(frame.isFirst);
        out += u" \""_s + QString(block.content.text).replace(u'\n', u"\\n"_s) + u"\"\n"_s;
    }
    return out;
}

}

class TestMarkdownDocument final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // The claim the whole design rests on: however a text arrives, it looks as if it had been parsed in one go.
    void aTextThatGrowsGivesWhatTheWholeGives()
    {
        QRandomGenerator random(42);
        for (int round = 0; round < 4000; ++round) {
            const QString text = randomDocument(random);
            MarkdownDocument document;

            for (qsizetype at = 0; at < text.size();) {
                at = qMin(text.size(), at + 1 + random.bounded(round % 2 ? 6 : 60));
                document.setText(text.first(at));
            }

            const auto expected = renumbered(parseMarkdown(text));
            const auto actual = blocksOf(document);
            if (actual != expected) {
                qInfo().noquote() << text << "\n--- whole\n" << describe(expected) << "--- grown\n" << describe(actual);
                QFAIL(qPrintable(u"round %1"_s.arg(round)));
            }
        }
    }

    void everyPrefixGivesWhatItWouldGiveAlone()
    {
        QRandomGenerator random(4711);
        for (int round = 0; round < 60; ++round) {
            const QString text = randomDocument(random);
            MarkdownDocument document;
            for (qsizetype at = 1; at <= text.size(); ++at) {
                document.setText(text.first(at));

                MarkdownDocument fresh;
                fresh.setText(text.first(at));
                QCOMPARE(describe(blocksOf(document)), describe(blocksOf(fresh)));
                QVERIFY(blocksOf(document) == blocksOf(fresh));
            }
        }
    }

    void closedPartsKeepTheirRevision()
    {
        MarkdownDocument document;
        document.setText(u"one\n\ntwo\n\nthr"_s);
        const int first = document.parts().front().revision;

        document.setText(u"one\n\ntwo\n\nthree\n\nfour"_s);

        QCOMPARE(document.parts().front().revision, first);
        QCOMPARE(document.parts().size(), 3u); // a line is not known to start a block before it is complete
    }

    void aLateDefinitionTurnsEarlierTextIntoALink()
    {
        MarkdownDocument document;
        document.setText(u"see [here]\n\nmore\n\n"_s);
        QVERIFY(document.parts().front().blocks.first().content.spans.isEmpty());
        const int first = document.parts().front().revision;

        document.setText(u"see [here]\n\nmore\n\n[here]: https://h.example/\n\nend"_s);

        QVERIFY(document.parts().front().revision != first);
        QCOMPARE(document.parts().front().blocks.first().content.spans.first().href, u"https://h.example/"_s);
    }

    void theSettledPartOfGrowingCodeStaysAsItIs()
    {
        const QString text = u"before\n\n~~~py\n  a\n\n~\nb\r\nc\n\n~~~\nafter"_s;
        MarkdownDocument document;
        QString settled;
        int fence = 0;
        for (qsizetype size = 1; size <= text.size(); ++size) {
            document.growTo(text.first(size));
            for (const MarkdownDocument::Part& part : document.parts()) {
                if (part.fence == 0)
                    continue;
                const QString& code = part.blocks.first().content.text;
                QVERIFY(fence == 0 || fence == part.fence);
                QCOMPARE(code.first(settled.size()), settled);
                fence = part.fence;
                settled = code.first(part.settled);
            }
        }

        QVERIFY(fence != 0);
        QCOMPARE(settled, u"  a\n\n~\nb\nc\n"_s);
    }

    void anotherTextStartsAnew()
    {
        MarkdownDocument document;
        document.setText(u"```\ncode"_s);

        document.setText(u"# other"_s);

        QCOMPARE(blocksOf(document), renumbered(parseMarkdown(u"# other"_s)));
    }

    void aHalfWrittenClosingFenceIsNotShown()
    {
        MarkdownDocument document;
        document.setText(u"```\ncode\n``"_s);

        QCOMPARE(document.parts().back().blocks.first().content.text, u"code"_s);
    }

    void longTextsAreNotParsedAgainAtEachFlush_data()
    {
        QTest::addColumn<QString>("unit");
        QTest::newRow("paragraphs") << u"Some **text** of an answer that goes on for a while.\n\n"_s;
        QTest::newRow("one paragraph") << u"Some **text** of an answer that goes on for a while. "_s;
        QTest::newRow("one line without a space") << u"abcdefghijklmnopqrstuvwxyz0123456789"_s;
        QTest::newRow("a list") << u"- an item with a little text\n"_s;
        QTest::newRow("a table") << u"| cell | another | third |\n"_s;
        QTest::newRow("quotes") << u"> quoted line\n"_s;
        QTest::newRow("CRLF") << u"line\r\n"_s;
    }

    void longTextsAreNotParsedAgainAtEachFlush()
    {
        QFETCH(QString, unit);
        QString text = unit.startsWith(u'|') ? u"| a | b | c |\n|---|---|---|\n"_s : QString();
        MarkdownDocument document;
        const qint64 flushes = 2000;

        for (int i = 0; i < flushes; ++i) {
            text += unit.repeated(200 / int(unit.size()) + 1);
            document.setText(text);
        }

        QVERIFY(text.size() > 300'000);
        const qint64 mostPerFlush = MarkdownSplitter::MaxPiece * (MarkdownSplitter::MaxListFactor + 2);
        QVERIFY2(document.parsedCharacters() < flushes * mostPerFlush, qPrintable(QString::number(document.parsedCharacters())));
    }

    void aGrowingFenceIsReadOnce()
    {
        QString text = u"```cpp\n"_s;
        MarkdownDocument document;

        for (int i = 0; i < 2000; ++i) {
            text += u"int function(int x) { return x * 42; }\nint y"_s + QString::number(i) + u'\n';
            document.setText(text);
        }

        QVERIFY(document.parsedCharacters() < text.size() * 2);
        QCOMPARE(document.parts().size(), 1u);
        QVERIFY(document.parts().front().blocks.first().content.text.endsWith(u"int y1999"_s));
    }

    void aLongTableGoesOnUnderItsHeader()
    {
        QString text = u"| key | value |\n|:--|--:|\n"_s;
        for (int i = 0; i < 1000; ++i)
            text += u"| k%1 | v%1 |\n"_s.arg(i);
        MarkdownDocument document;

        document.setText(text);

        QVERIFY(document.parts().size() > 2);
        for (const MarkdownDocument::Part& part : document.parts()) {
            QCOMPARE(part.blocks.size(), 1);
            QCOMPARE(part.blocks.first().kind, MarkdownBlock::Kind::Table);
            QCOMPARE(part.blocks.first().cells.first().text, u"key"_s);
        }
    }

    void nothingIsLostWhenALineIsCut()
    {
        const QString text = u"word "_s.repeated(4000);
        MarkdownDocument document;

        document.setText(text);

        QString joined;
        for (const MarkdownBlock& block : blocksOf(document))
            joined += block.content.text;
        QCOMPARE(joined.count(u"word"_s), 4000);
        QVERIFY(document.parts().front().piece.isClipped);
    }
};

QTEST_MAIN(TestMarkdownDocument)

#include "tst_markdowndocument.moc"

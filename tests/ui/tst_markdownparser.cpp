#include "ui/markdown/markdownparser.h"

#include <QTest>

using namespace sluice;
using namespace Qt::StringLiterals;

class TestMarkdownParser final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsEveryInlineStyle()
    {
        const auto blocks = parseMarkdown(u"a **b** *c* ~~d~~ `e` [f](https://f.example/) $g$"_s);

        QCOMPARE(blocks.size(), 1);
        const InlineText& text = blocks.first().content;
        QCOMPARE(text.text, u"a b c d e f g"_s);
        QCOMPARE(text.spans.size(), 6);
        QCOMPARE(text.spans[0].styles, InlineStyles(InlineStyle::Bold));
        QCOMPARE(text.spans[1].styles, InlineStyles(InlineStyle::Italic));
        QCOMPARE(text.spans[2].styles, InlineStyles(InlineStyle::Strike));
        QCOMPARE(text.spans[3].styles, InlineStyles(InlineStyle::Code));
        QCOMPARE(text.spans[4].href, u"https://f.example/"_s);
        QCOMPARE(text.spans[5].styles, InlineStyles(InlineStyle::Math));
    }

    void linksLeadOnlyToTheWebAndMail_data()
    {
        QTest::addColumn<QString>("target");
        QTest::addColumn<bool>("isLink");
        QTest::newRow("https") << u"https://a.example/"_s << true;
        QTest::newRow("http") << u"http://a.example/"_s << true;
        QTest::newRow("mailto") << u"mailto:a@b.example"_s << true;
        QTest::newRow("file") << u"file:///etc/passwd"_s << false;
        QTest::newRow("javascript") << u"javascript:alert(1)"_s << false;
        QTest::newRow("data") << u"data:text/html,x"_s << false;
        QTest::newRow("smb") << u"smb://host/share"_s << false;
        QTest::newRow("relative") << u"page.html"_s << false;
    }

    void linksLeadOnlyToTheWebAndMail()
    {
        QFETCH(QString, target);
        QFETCH(bool, isLink);

        const auto blocks = parseMarkdown(u"[label](%1)"_s.arg(target));

        QCOMPARE(blocks.first().content.text, u"label"_s);
        QCOMPARE(!blocks.first().content.spans.isEmpty(), isLink);
    }

    void rawHtmlIsTextAndImagesAreTheirDescription()
    {
        const auto blocks = parseMarkdown(u"<b>x</b> ![a photo](https://i.example/p.png)\n\n<script>y</script>"_s);

        QCOMPARE(blocks.size(), 2);
        QCOMPARE(blocks[0].content.text, u"<b>x</b> a photo"_s);
        QCOMPARE(blocks[1].content.text, u"<script>y</script>"_s);
    }

    void listsKeepNumbersTasksAndNesting()
    {
        const auto blocks = parseMarkdown(u"3. c\n4. d\n   - [ ] open\n   - [x] done\n"_s);

        QCOMPARE(blocks.size(), 4);
        QCOMPARE(blocks[0].frames.first().number, 3u);
        QCOMPARE(blocks[1].frames.first().number, 4u);
        QCOMPARE(blocks[2].frames.size(), 2);
        QVERIFY(!blocks[2].frames[0].isFirst);
        QCOMPARE(blocks[2].frames[1].kind, BlockFrame::Kind::TaskOpen);
        QCOMPARE(blocks[3].frames[1].kind, BlockFrame::Kind::TaskDone);
    }

    void entitiesAreDecodedAndUnknownOnesStay()
    {
        const auto blocks = parseMarkdown(u"&amp; &copy; &#x4e2d; &#0; &nosuchthing;"_s);

        QCOMPARE(blocks.first().content.text, u"& © 中 \uFFFD &nosuchthing;"_s);
    }

    void anEmptyItemStillStands()
    {
        const auto blocks = parseMarkdown(u"-\n- b\n"_s);

        QCOMPARE(blocks.size(), 2);
        QVERIFY(blocks.first().content.text.isEmpty() && blocks.first().frames.first().isFirst);
    }

    void deepNestingIsShownToALimitOnly()
    {
        const auto blocks = parseMarkdown(u">"_s.repeated(10'000) + u" deep"_s);

        QCOMPARE(blocks.last().frames.size(), MarkdownBlock::MaxFrames);
    }

    void aTableOfMillionsOfCellsBecomesText()
    {
        const QString wide = u"|x"_s.repeated(60) + u"|\n"_s + u"|-"_s.repeated(60) + u"|\n"_s + u"|a|\n"_s.repeated(2000);

        const auto blocks = parseMarkdown(wide);

        QCOMPARE(blocks.size(), 1);
        QCOMPARE(blocks.first().kind, MarkdownBlock::Kind::Paragraph);
    }

    void imagesThatOverlapAreReadWithoutHarm()
    {
        const QString text =
            u"![dot](d![d64,i.BORw_QKGgo=)\ufffd\ufffdmae/)-\ufffdma ![x](da](data:image/gif;baata:image/png;base64,"
            "iVBORw0KGgo=)\n\na ![x]se64,R(png;base64,iVBORw0KGgo=)\n"_s;

        const QList<MarkdownBlock> blocks = parseMarkdown(text);

        QVERIFY(!blocks.isEmpty());
        QVERIFY(blocks.first().content.text.contains(u"dot"_s));
    }
};

QTEST_MAIN(TestMarkdownParser)

#include "tst_markdownparser.moc"

#include "tests/ui/markdowncorpus.h"

#include <QTest>

using namespace sluice;
using namespace sluice::test;
using namespace Qt::StringLiterals;

using Kind = MarkdownBlock::Kind;

/// What md4c does not know: footnotes, all of TeX's brackets, images in the text.
class TestMarkdownExtras final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aFootnoteIsAReferenceAndABlock()
    {
        const auto blocks = parseMarkdown(u"Text[^1] and **more[^note]**.\n\n[^1]: One *word*.\n[^note]: Another\n"_s);

        QCOMPARE(blocks.size(), 3);
        QCOMPARE(blocks[0].content.text, u"Text[1] and more[note]."_s);
        QCOMPARE(blocks[0].content.spans[0], (InlineSpan {.start = 4, .length = 3, .styles = InlineStyle::Footnote}));
        QCOMPARE(blocks[0].content.spans[2].styles, InlineStyle::Footnote | InlineStyle::Bold);
        QCOMPARE(blocks[1].kind, Kind::Footnote);
        QCOMPARE(blocks[1].label, u"1"_s);
        QCOMPARE(blocks[1].content.text, u"[1] One word."_s);
        QCOMPARE(blocks[2].label, u"note"_s);
    }

    void aOneWordFootnoteIsNoLinkDefinition()
    {
        const auto blocks = parseMarkdown(u"See[^a].\n\n[^a]: https://a.example/\n"_s);

        QCOMPARE(blocks.size(), 2);
        QCOMPARE(blocks[0].content.text, u"See[a]."_s);
        QCOMPARE(blocks[1].kind, Kind::Footnote);
        QCOMPARE(blocks[1].content.text, u"[a] https://a.example/"_s);
    }

    void whatIsNoFootnoteStays_data()
    {
        QTest::addColumn<QString>("markdown");
        QTest::addColumn<QString>("text");
        QTest::newRow("code") << u"`a[^1]`"_s << u"a[^1]"_s;
        QTest::newRow("a block of code") << u"```\n[^1]: x\n```"_s << u"[^1]: x"_s;
        QTest::newRow("indented code") << u"    [^1]: $x$"_s << u"[^1]: $x$"_s;
        QTest::newRow("escaped") << u"\\[^1]"_s << u"[^1]"_s;
        QTest::newRow("empty") << u"[^]"_s << u"[^]"_s;
        QTest::newRow("words") << u"[^a b]"_s << u"[^a b]"_s;
        QTest::newRow("a link") << u"[^a](https://a.example/)"_s << u"^a"_s;
    }

    void whatIsNoFootnoteStays()
    {
        QFETCH(QString, markdown);
        QFETCH(QString, text);

        QCOMPARE(parseMarkdown(markdown).first().content.text, text);
    }

    void formulasBecomeReadable_data()
    {
        QTest::addColumn<QString>("markdown");
        QTest::addColumn<QString>("text");
        QTest::newRow("dollars") << u"so $x_1^2$."_s << u"so x₁²."_s;
        QTest::newRow("brackets") << u"so \\(a \\leq b\\)."_s << u"so a ≤ b."_s;
        QTest::newRow("emphasis in it") << u"$a_b$ and $c_d$ *x*"_s << u"a_b and c_d x"_s;
        QTest::newRow("Chinese around it") << u"其中$x$是"_s << u"其中x是"_s;
        QTest::newRow("braces") << u"$\\{x\\}$"_s << u"{x}"_s;
        QTest::newRow("in emphasis") << u"**$x^2$**"_s << u"x²"_s;
        QTest::newRow("heading") << u"# On $x^2$"_s << u"On x²"_s;
        QTest::newRow("item") << u"- $x^2$\n"_s << u"x²"_s;
        QTest::newRow("matrix") << u"$\\begin{pmatrix}1\\\\2\\end{pmatrix}$"_s << u"(1; 2)"_s;
    }

    void formulasBecomeReadable()
    {
        QFETCH(QString, markdown);
        QFETCH(QString, text);

        const MarkdownBlock block = parseMarkdown(markdown).first();

        QCOMPARE(block.content.text, text);
        QVERIFY(std::any_of(block.content.spans.begin(), block.content.spans.end(),
            [](const InlineSpan& span) { return span.styles.testFlag(InlineStyle::Math) && !span.tex.isEmpty(); }));
    }

    void whatIsNoFormulaStays_data()
    {
        QTest::addColumn<QString>("markdown");
        QTest::addColumn<QString>("text");
        QTest::newRow("prices") << u"$5 and $6"_s << u"$5 and $6"_s;
        QTest::newRow("prices, other way") << u"$5 or about 6$ more"_s << u"$5 or about 6$ more"_s;
        QTest::newRow("a range") << u"$10-$20"_s << u"$10-$20"_s;
        QTest::newRow("escaped") << u"\\$a$ b"_s << u"$a$ b"_s;
        QTest::newRow("shell") << u"`$HOME` and `$PATH`"_s << u"$HOME and $PATH"_s;
        QTest::newRow("variables") << u"$HOME and $PATH"_s << u"$HOME and $PATH"_s;
        QTest::newRow("fence") << u"```\n$$\nx\n$$\n\\[ y \\]\n```"_s << u"$$\nx\n$$\n\\[ y \\]"_s;
        QTest::newRow("indented code") << u"    $$\n    x\n    $$"_s << u"$$\nx\n$$"_s;
        QTest::newRow("a quoted number") << u"see \\[1\\]"_s << u"see [1]"_s;
        QTest::newRow("an escaped link") << u"\\[a\\](b)"_s << u"[a](b)"_s;
        QTest::newRow("not closed") << u"\\( a"_s << u"( a"_s;
        QTest::newRow("a word before") << u"US$5$"_s << u"US$5$"_s;
    }

    void whatIsNoFormulaStays()
    {
        QFETCH(QString, markdown);
        QFETCH(QString, text);

        const auto blocks = parseMarkdown(markdown);

        QCOMPARE(blocks.size(), 1);
        QCOMPARE(blocks.first().content.text, text);
    }

    void displayMathIsABlockOfItsOwn_data()
    {
        QTest::addColumn<QString>("markdown");
        QTest::addColumn<QString>("tex");
        QTest::newRow("one line") << u"Then\n$$x^2$$\nso"_s << u"x^2"_s;
        QTest::newRow("lines") << u"Then\n\\[\nx^2\n= y\n- z\n\\]\nso"_s << u"x^2\n= y\n- z"_s;
        QTest::newRow("within a line") << u"Then $$x^2$$ so"_s << u"x^2"_s;
        QTest::newRow("full stop") << u"Then\n$$x^2$$.\nso"_s << u"x^2."_s;
        QTest::newRow("CRLF") << u"Then\r\n$$\r\nx\r\n$$\r\nso"_s << u"x"_s;
        QTest::newRow("quote") << u"> Then\n> $$\n> a > b\n> $$\n> so"_s << u"a > b"_s;
        QTest::newRow("item") << u"- Then\n  $$\n  a\n  $$\n  so"_s << u"a"_s;
    }

    void displayMathIsABlockOfItsOwn()
    {
        QFETCH(QString, markdown);
        QFETCH(QString, tex);

        const auto blocks = parseMarkdown(markdown);

        QCOMPARE(blocks.size(), 3);
        QCOMPARE(blocks[0].content.text, u"Then"_s);
        QCOMPARE(blocks[1].kind, Kind::Math);
        QCOMPARE(blocks[1].tex, tex);
        QCOMPARE(blocks[1].frames.size(), blocks[0].frames.size());
        QCOMPARE(blocks[2].content.text, u"so"_s);
    }

    void anImageOfTheTextIsABlock()
    {
        const auto blocks = parseMarkdown(u"![a dot](data:image/png;base64,iVBORw0KGgo=)"_s);

        QCOMPARE(blocks.size(), 1);
        QCOMPARE(blocks[0].kind, Kind::Image);
        QCOMPARE(blocks[0].content.text, u"a dot"_s);
        QCOMPARE(blocks[0].label, u"png"_s);
        QCOMPARE(blocks[0].image, "\x89PNG\r\n\x1a\n"_ba);
    }

    void otherImagesAreTheirDescriptionWithALink()
    {
        const auto blocks = parseMarkdown(u"![photo](https://i.example/p.png) ![](https://i.example/q.png) ![](x)"_s);

        QCOMPARE(blocks.size(), 1);
        QCOMPARE(blocks[0].content.text, u"photo https://i.example/q.png image"_s);
        QCOMPARE(blocks[0].content.spans.size(), 2);
        QCOMPARE(blocks[0].content.spans[0].href, u"https://i.example/p.png"_s);
    }

    void aLargeImageIsNotCut()
    {
        const QByteArray bytes(1'000'000, 'x');
        const QString text =
            u"Before\n\n![big](data:image/png;base64,"_s + QString::fromLatin1(bytes.toBase64()) + u")\n\nAfter\n"_s;
        MarkdownDocument document;

        for (qsizetype at = 0; at < text.size();) {
            at = std::min(text.size(), at + 50'000);
            document.setText(text.first(at));
        }

        const auto blocks = blocksOf(document);
        QCOMPARE(blocks.size(), 3);
        QCOMPARE(blocks[1].image, bytes);
        QVERIFY(blocks == renumbered(parseMarkdown(text)));
    }

    void aLongLineThatOnlyBeginsLikeAnImageIsCut()
    {
        const QString text = u"![x](data:image/png;base64,AAAA "_s + u"word "_s.repeated(20'000);
        MarkdownDocument document;

        document.setText(text);

        QVERIFY(document.parts().size() > 10);
    }

    void rawHtmlIsText_data()
    {
        QTest::addColumn<QString>("markdown");
        QTest::addColumn<QString>("text");
        QTest::newRow("inline") << u"a <b onclick='x()'>c</b>"_s << u"a <b onclick='x()'>c</b>"_s;
        QTest::newRow("block") << u"<div>\n<p>x</p>\n</div>"_s << u"<div>\u2028<p>x</p>\u2028</div>"_s;
        QTest::newRow("comment") << u"<!-- *x* -->"_s << u"<!-- x -->"_s;
        QTest::newRow("script") << u"<script>alert(1)</script>"_s << u"<script>alert(1)</script>"_s;
        QTest::newRow("declaration") << u"<!DOCTYPE html>"_s << u"<!DOCTYPE html>"_s;
        QTest::newRow("CDATA") << u"<![CDATA[x]]>"_s << u"<![CDATA[x]]>"_s;
        QTest::newRow("entities") << u"&lt;b&gt; &#60;i&#62;"_s << u"<b> <i>"_s;
        QTest::newRow("image") << u"<img src=\"https://i.example/p.png\">"_s << u"<img src=\"https://i.example/p.png\">"_s;
    }

    void rawHtmlIsText()
    {
        QFETCH(QString, markdown);
        QFETCH(QString, text);

        const auto blocks = parseMarkdown(markdown);

        QCOMPARE(blocks.size(), 1);
        QCOMPARE(blocks.first().content.text, text);
    }
};

QTEST_GUILESS_MAIN(TestMarkdownExtras)

#include "tst_markdownextras.moc"

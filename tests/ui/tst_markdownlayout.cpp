#include "ui/blocks/markdownlayout.h"
#include "ui/markdown/markdowndocument.h"
#include "ui/theme.h"

#include <QImage>
#include <QPainter>
#include <QTest>

using namespace sluice;
using namespace Qt::StringLiterals;

namespace {

constexpr int Width = 500;

QImage painted(MarkdownLayout& layout)
{
    while (layout.layOut(0, layout.height()))
        ;
    QImage image(Width, std::max(layout.height(), 1), QImage::Format_RGB32);
    image.fill(currentTheme().background);
    QPainter painter(&image);
    layout.paint(painter, {}, {.text = {.theme = currentTheme(), .clip = QRectF(image.rect())}});
    return image;
}

}

class TestMarkdownLayout final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aGrowingTextLooksAsIfItHadComeWhole_data()
    {
        QTest::addColumn<QString>("text");
        QTest::newRow("table") << u"Before\n\n| a | b |\n|:--|--:|\n| c | `d` |\n| e | f |\n\nAfter"_s;
        QTest::newRow("table at once") << u"| a | b |\n|---|---|\n| c | d |"_s;
        QTest::newRow("more columns than before") << u"| a |\n|---|\n| b |\n\n| a | b |\n|---|---|\n| c | d |"_s;
        QTest::newRow("rule") << u"Before\n\n---\n\nAfter\n\n***\nEnd"_s;
        QTest::newRow("heading by underline") << u"Title\n=====\n\nOther\n---\n\ntext"_s;
        QTest::newRow("heading") << u"# One\n## Two\n### Three\ntext"_s;
        QTest::newRow("code") << u"text\n\n```cpp\nint a;\n\nint b;\n```\n\n    indented\n\nmore"_s;
        QTest::newRow("lists") << u"1. one\n   - two\n   - [ ] three\n2. four\n\n   five\n\nsix"_s;
        QTest::newRow("quote") << u"> one\n> - two\n>\n> | a | b |\n> |---|---|\n> | c | d |\n\nthree"_s;
        QTest::newRow("emphasis") << u"some **bold, *italic*** and ~~gone~~ `code` [link](https://h.example/)"_s;
        QTest::newRow("link defined later") << u"see [the page][p]\n\nmore\n\n[p]: https://h.example/\n"_s;
        QTest::newRow("Chinese") << u"## 标题\n\n| 名称 | 值 |\n|---|---|\n| 中文 | 一 |\n\n- 列表\n"_s;
    }

    void aGrowingTextLooksAsIfItHadComeWhole()
    {
        QFETCH(const QString, text);
        const BlockLayout::Context context {.theme = currentTheme(), .width = Width};
        MarkdownDocument growing;
        MarkdownLayout grown;

        for (qsizetype size = 1; size <= text.size(); ++size) {
            growing.setText(text.first(size));
            grown.update(growing.parts(), context);

            MarkdownDocument fresh;
            fresh.setText(text.first(size));
            MarkdownLayout whole;
            whole.update(fresh.parts(), context);
            QCOMPARE(grown.text(0, grown.length()), whole.text(0, whole.length()));
            QCOMPARE(painted(grown), painted(whole));
            QCOMPARE(grown.height(), whole.height());
        }
    }

    void itsTextKeepsMarkersAndCells()
    {
        MarkdownDocument document;
        document.setText(u"- a\n  - [x] b\n\n| c | d |\n|---|---|\n| e | f |\n"_s);
        MarkdownLayout layout;
        layout.update(document.parts(), {.theme = currentTheme(), .width = Width});

        QCOMPARE(layout.text(0, layout.length()), u"- a\n  - [x] b\n\nc\td\ne\tf"_s);
    }
};

QTEST_MAIN(TestMarkdownLayout)

#include "tst_markdownlayout.moc"

#include "ui/appearance.h"
#include "ui/icons.h"
#include "ui/theme.h"

#include <QDirIterator>
#include <QFile>
#include <QTest>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;
using namespace sluice;

namespace {

// WCAG 2.1, "relative luminance" and "contrast ratio".
double linear(double channel)
{
    return channel <= 0.04045 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
}

double luminance(const QColor& colour)
{
    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) + 0.0722 * linear(colour.blueF());
}

double contrast(const QColor& one, const QColor& other)
{
    const double a = luminance(one);
    const double b = luminance(other);
    return (std::max(a, b) + 0.05) / (std::min(a, b) + 0.05);
}

constexpr double ForText = 4.5; // AA, normal text
constexpr double ForControls = 3.0; // AA, parts of controls that must be seen

}

class TestTheme : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void knowsTheRatiosOfTheStandard()
    {
        QVERIFY(qFuzzyCompare(contrast(Qt::black, Qt::white), 21.0));
        QVERIFY(std::abs(contrast(QColor(0x767676), Qt::white) - 4.54) < 0.01);
    }

    void textIsReadableOnEverythingItStandsOn_data()
    {
        QTest::addColumn<QColor>("ink");
        QTest::addColumn<QColor>("paper");
        QTest::addColumn<double>("least");
        for (const Theme& theme : {Theme::light(), Theme::dark()}) {
            const QByteArray mode = theme.isDark ? "dark" : "light";
            const auto row = [&mode](const char* name, const QColor& ink, const QColor& paper, double least = ForText) {
                QTest::addRow("%s, %s", mode.constData(), name) << ink << paper << least;
            };
            row("text", theme.text, theme.background);
            row("text on surface", theme.text, theme.surface);
            row("text in the sidebar", theme.text, theme.sidebar);
            row("text in the user's card", theme.text, theme.userCard);
            row("text in code", theme.text, theme.codeBackground);
            row("text under the pointer", theme.text, theme.hover);
            row("selected text", theme.selectionText, theme.selection);
            row("muted text", theme.mutedText, theme.background);
            row("muted text on surface", theme.mutedText, theme.surface);
            row("muted text in the sidebar", theme.mutedText, theme.sidebar);
            row("muted text in the user's card", theme.mutedText, theme.userCard);
            row("muted text in code", theme.mutedText, theme.codeBackground);
            row("text on the accent", theme.accentText, theme.accent);
            row("link", theme.link, theme.background);
            row("link in the user's card", theme.link, theme.userCard);
            row("error", theme.error, theme.background);
            row("error on surface", theme.error, theme.surface);
            row("warning", theme.warning, theme.background);
            row("warning on surface", theme.warning, theme.surface);
            row("text of the hit one has come to", theme.text, theme.findMarkCurrent);
            for (const QColor& ink : {theme.text, theme.mutedText, theme.link, theme.error, theme.keyword, theme.string,
                     theme.comment, theme.number, theme.type, theme.function})
                row(qPrintable(u"hit of a search in "_s + ink.name()), ink, theme.findMark);
            row("keyword", theme.keyword, theme.codeBackground);
            row("string", theme.string, theme.codeBackground);
            row("comment", theme.comment, theme.codeBackground);
            row("number", theme.number, theme.codeBackground);
            row("type", theme.type, theme.codeBackground);
            row("function", theme.function, theme.codeBackground);
            row("frame of the focus", theme.accent, theme.background, ForControls);
            row("frame of the focus in the sidebar", theme.accent, theme.sidebar, ForControls);
        }
    }

    void textIsReadableOnEverythingItStandsOn()
    {
        QFETCH(const QColor, ink);
        QFETCH(const QColor, paper);
        QFETCH(const double, least);

        const double ratio = contrast(ink, paper);

        QVERIFY2(ratio >= least,
            qPrintable(u"%1 on %2: %3, needs %4"_s.arg(ink.name(), paper.name()).arg(ratio, 0, 'f', 2).arg(least)));
    }

    void theStyleSheetHasNoNameLeftWithoutAColour()
    {
        for (const Theme& theme : {Theme::light(), Theme::dark()}) {
            const QString sheet = styleSheetFor(theme);
            QVERIFY(sheet.contains(theme.accent.name()));
            QVERIFY2(!sheet.contains(u'@'), qPrintable(sheet.mid(sheet.indexOf(u'@'), 40)));
        }
    }

    void iconsTakeTheColourTheyAreAskedFor()
    {
        const QImage red = lineIcon(u"menu", Qt::red).pixmap(24).toImage();

        int inked = 0;
        for (int y = 0; y < red.height(); ++y) {
            for (int x = 0; x < red.width(); ++x) {
                const QColor pixel = red.pixelColor(x, y);
                if (pixel.alpha() < 200)
                    continue;
                ++inked;
                QCOMPARE(pixel.rgb(), QColor(Qt::red).rgb());
            }
        }
        QVERIFY(inked > 20);
        QVERIFY(lineIcon(u"no such drawing", Qt::red).isNull());
        QVERIFY(!applicationIcon().pixmap(48).isNull());
    }

    void everyIconIsDrawnWithTheSameLine()
    {
        int checked = 0;
        QDirIterator icons(u":/icons"_s);
        while (icons.hasNext()) {
            QFile file(icons.next());
            QVERIFY(file.open(QIODevice::ReadOnly));
            if (file.fileName().endsWith("/sluice.svg"_L1))
                continue;
            const QByteArray svg = file.readAll();
            ++checked;
            QVERIFY2(svg.contains("stroke-width=\"1.75\""), qPrintable(file.fileName()));
            QVERIFY2(svg.contains("viewBox=\"0 0 24 24\""), qPrintable(file.fileName()));
        }
        QVERIFY(checked >= 10);
    }
};

QTEST_MAIN(TestTheme)
#include "tst_theme.moc"

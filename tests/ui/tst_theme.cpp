#include "core/engine/textlook.h"
#include "ui/appearance.h"
#include "ui/contrast.h"
#include "ui/icons.h"
#include "ui/theme.h"

#include <QDirIterator>
#include <QFile>
#include <QTest>

#include <cmath>

using namespace Qt::StringLiterals;
using namespace sluice;

namespace {

constexpr double ForText = 4.5; // AA, normal text
constexpr double ForControls = 3.0; // AA, parts of controls that must be seen
constexpr double InHighContrast = 7.0; // AAA

QPalette yellowOnBlack()
{
    QPalette palette(Qt::black);
    for (const QPalette::ColorRole role : {QPalette::Window, QPalette::Base, QPalette::Button})
        palette.setColor(role, Qt::black);
    for (const QPalette::ColorRole role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(role, Qt::yellow);
    palette.setColor(QPalette::Highlight, Qt::white);
    palette.setColor(QPalette::HighlightedText, Qt::black);
    palette.setColor(QPalette::Link, Qt::blue); // cannot be read there
    return palette;
}

/// Every theme there is, by name.
QList<std::pair<QByteArray, Theme>> allThemes()
{
    return {{"light", Theme::light()}, {"dark", Theme::dark()}, {"high contrast, light", Theme::highContrast(false)},
        {"high contrast, dark", Theme::highContrast(true)},
        {"high contrast of the desktop", Theme::highContrast(yellowOnBlack())}};
}

/// What a text may stand on.
QList<std::pair<QByteArray, QColor>> papers(const Theme& theme)
{
    return {{"background", theme.background}, {"surface", theme.surface}, {"sidebar", theme.sidebar},
        {"the user's card", theme.userCard}, {"code", theme.codeBackground}, {"hover", theme.hover}};
}

QList<std::pair<QByteArray, QColor>> inksOfCode(const Theme& theme)
{
    return {{"keyword", theme.keyword}, {"string", theme.string}, {"comment", theme.comment}, {"number", theme.number},
        {"type", theme.type}, {"function", theme.function}};
}

}

class TestTheme : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void knowsTheRatiosOfTheStandard()
    {
        QVERIFY(qFuzzyCompare(contrastRatio(Qt::black, Qt::white), 21.0));
        QVERIFY(std::abs(contrastRatio(QColor(0x767676), Qt::white) - 4.54) < 0.01);
    }

    void textIsReadableOnEverythingItStandsOn_data()
    {
        QTest::addColumn<QColor>("ink");
        QTest::addColumn<QColor>("paper");
        QTest::addColumn<double>("least");
        for (const auto& [mode, theme] : allThemes()) {
            const bool isStrict =
                theme.isHighContrast && theme.text != QColor(Qt::yellow); // that desktop chose its colours itself
            const auto row = [&mode = mode](const QByteArray& name, const QColor& ink, const QColor& paper, double least) {
                QTest::addRow("%s: %s", mode.constData(), name.constData()) << ink << paper << least;
            };
            const double forText = isStrict ? InHighContrast : ForText;
            for (const auto& [name, paper] : papers(theme)) {
                row("text on " + name, theme.text, paper, forText);
                if (name != "hover") // text is plain there
                    row("muted text on " + name, theme.mutedText, paper, forText);
                row("frame of the focus on " + name, theme.accent, paper, ForControls);
            }
            for (const auto& [name, paper] : papers(theme).first(2)) {
                row("error on " + name, theme.error, paper, forText);
                row("warning on " + name, theme.warning, paper, forText);
            }
            row("selected text", theme.selectionText, theme.selection, ForText);
            row("text on the accent", theme.accentText, theme.accent, ForText);
            row("text on the text", theme.background, theme.text, ForText);
            row("link", theme.link, theme.background, forText);
            row("link in the user's card", theme.link, theme.userCard, forText);
            row("text of the hit one has come to", theme.text, theme.findMarkCurrent, ForText);
            for (const auto& [name, ink] : inksOfCode(theme)) {
                row(name + " in code", ink, theme.codeBackground, forText);
                row(name + " as a hit of a search", ink, theme.findMark, ForText);
            }
            for (const auto& [name, ink] : QList<std::pair<QByteArray, QColor>> {
                     {"text", theme.text}, {"muted text", theme.mutedText}, {"link", theme.link}, {"error", theme.error}})
                row(name + " as a hit of a search", ink, theme.findMark, ForText);
            row("a control with the focus and one without", theme.accent, theme.border, ForControls);
            if (theme.isHighContrast)
                row("frame", theme.border, theme.background, ForControls);
        }
    }

    void textIsReadableOnEverythingItStandsOn()
    {
        QFETCH(const QColor, ink);
        QFETCH(const QColor, paper);
        QFETCH(const double, least);

        const double ratio = contrastRatio(ink, paper);

        QVERIFY2(ratio >= least,
            qPrintable(u"%1 on %2: %3, needs %4"_s.arg(ink.name(), paper.name()).arg(ratio, 0, 'f', 2).arg(least)));
    }

    void whatHoldsTextGrowsWithIt()
    {
        Theme theme = Theme::light();
        QCOMPARE(theme.forText(24), 24);
        theme.setLook({.size = 30});
        QCOMPARE(theme.forText(24), 48);
        QCOMPARE(theme.small.pixelSize(), 24);
        theme.setLook({.size = 11});
        QCOMPARE(theme.forText(24), 24); // what is pointed at does not become smaller
    }

    void theStyleSheetHasNoNameLeftWithoutAColour()
    {
        for (const auto& [mode, theme] : allThemes()) {
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

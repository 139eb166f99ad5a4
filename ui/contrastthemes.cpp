// The themes of high contrast: text has 7 at least on all that it stands on (AAA), frames have 3.

#include "ui/contrast.h"
#include "ui/theme.h"

#include <QPalette>

namespace sluice {

namespace {

Theme blackOnWhite()
{
    Theme theme = Theme::light();
    theme.background = theme.surface = theme.sidebar = QColor(0xffffff);
    theme.text = QColor(Qt::black);
    theme.mutedText = QColor(0x2b2b2b);
    theme.accent = theme.link = QColor(0x003d7a);
    theme.border = QColor(0x8c8c8c);
    theme.userCard = QColor(0xe6ecf2);
    theme.codeBackground = QColor(0xf0f0f0);
    theme.quoteBar = QColor(Qt::black);
    theme.error = QColor(0x8a0000);
    theme.warning = QColor(0x5c3700);
    theme.selection = QColor(0x003d7a);
    theme.selectionText = QColor(0xffffff);
    theme.hover = QColor(0xdcdcdc);
    theme.findMark = QColor(0xffeb80);
    theme.findMarkCurrent = QColor(0xffb300);
    theme.keyword = QColor(0x571b79);
    theme.string = QColor(0x0b4a20);
    theme.comment = QColor(0x3d3d3d);
    theme.number = QColor(0x5e3600);
    theme.type = QColor(0x003d7a);
    theme.function = QColor(0x1c357f);
    return theme;
}

Theme whiteOnBlack()
{
    Theme theme = Theme::dark();
    theme.background = theme.surface = theme.sidebar = QColor(Qt::black);
    theme.text = QColor(0xffffff);
    theme.mutedText = QColor(0xe0e0e0);
    theme.accent = theme.link = QColor(0x6cd8ff);
    theme.accentText = QColor(Qt::black);
    theme.border = QColor(0x6e6e6e);
    theme.userCard = QColor(0x20262a);
    theme.codeBackground = QColor(0x171717);
    theme.quoteBar = QColor(0xffffff);
    theme.error = QColor(0xffb4ac);
    theme.warning = QColor(0xffd48a);
    theme.selection = QColor(0x6cd8ff);
    theme.selectionText = QColor(Qt::black);
    theme.hover = QColor(0x333333);
    theme.findMark = QColor(0x3a3400);
    theme.findMarkCurrent = QColor(0x665000);
    theme.keyword = QColor(0xe6c2ff);
    theme.string = QColor(0xb5f0a3);
    theme.comment = QColor(0xd0d0d0);
    theme.number = QColor(0xffcf96);
    theme.type = QColor(0x8ee1ff);
    theme.function = QColor(0xbcd6ff);
    return theme;
}

}

Theme Theme::highContrast(bool isDark)
{
    Theme theme = isDark ? whiteOnBlack() : blackOnWhite();
    theme.isHighContrast = true;
    return theme;
}

Theme Theme::highContrast(const QPalette& palette)
{
    const QColor paper = palette.color(QPalette::Window);
    const QColor ink = palette.color(QPalette::WindowText);
    Theme theme = highContrast(paper.lightness() < ink.lightness());
    theme.background = theme.surface = theme.sidebar = paper;
    theme.text = theme.mutedText = theme.quoteBar = ink;
    for (QColor* colour : {&theme.keyword, &theme.string, &theme.comment, &theme.number, &theme.type, &theme.function})
        *colour = ink;
    theme.selection = palette.color(QPalette::Highlight);
    theme.selectionText = palette.color(QPalette::HighlightedText);
    constexpr double Readable = 4.5;
    constexpr double Told = 3;
    // What the palette has for them may be made for another background.
    const QColor link = palette.color(QPalette::Link);
    theme.link = contrastRatio(link, paper) >= Readable ? link : ink;
    const QColor accent = palette.color(QPalette::Highlight);
    const QColor accentText = palette.color(QPalette::HighlightedText);
    const bool isUsable = contrastRatio(accent, paper) >= Told && contrastRatio(accent, theme.border) >= Told
        && contrastRatio(accent, accentText) >= Readable;
    theme.accent = isUsable ? accent : ink;
    theme.accentText = isUsable ? accentText : paper;
    for (QColor* colour : {&theme.error, &theme.warning})
        *colour = contrastRatio(*colour, paper) >= Readable ? *colour : ink;
    return theme;
}

}

#include "ui/theme.h"

#include "core/engine/textlook.h"

#include <QFontDatabase>
#include <QFontMetrics>
#include <QGuiApplication>
#include <QScreen>

#include <algorithm>
#include <optional>

namespace sluice {

namespace {

// Of plain text: 12, 20 and 13 px at its usual 15.
constexpr double SmallShare = 0.8;
constexpr double HeadingShare = 4.0 / 3;
constexpr double MonoShare = 0.87;

// How much larger the system wants text than all else; what enlarges everything is Qt's.
double textScale()
{
    constexpr double UsualDpi = 96;
    constexpr double Most = 3;
    const QScreen* screen = QGuiApplication::primaryScreen();
    return screen ? std::clamp(screen->logicalDotsPerInch() / UsualDpi, 1.0, Most) : 1;
}

std::optional<Theme>& storedTheme()
{
    static std::optional<Theme> theme;
    return theme;
}

}

Theme Theme::light()
{
    Theme theme;
    theme.background = QColor(0xfdfdfc);
    theme.surface = QColor(0xf7f7f6);
    theme.sidebar = QColor(0xf2f2f0);
    theme.text = QColor(0x1f2328);
    theme.mutedText = QColor(0x666c73);
    theme.accent = QColor(0x0b6a8f);
    theme.accentText = QColor(0xffffff);
    theme.border = QColor(0xdfe2e5);
    theme.userCard = QColor(0xeaf1f5);
    theme.codeBackground = QColor(0xf3f4f5);
    theme.quoteBar = QColor(0xc6d0d8);
    theme.link = QColor(0x0b6a8f);
    theme.error = QColor(0xb3261e);
    theme.warning = QColor(0x8a5300);
    theme.selection = QColor(0xb9d9ea);
    theme.selectionText = QColor(0x1f2328);
    theme.hover = QColor(0xe8eaec);
    theme.findMark = QColor(0xfff0b3);
    theme.findMarkCurrent = QColor(0xffc94d);
    theme.keyword = QColor(0x7a3e9d);
    theme.string = QColor(0x22713c);
    theme.comment = QColor(0x666c73);
    theme.number = QColor(0x935600);
    theme.type = QColor(0x0b6a8f);
    theme.function = QColor(0x3b5ba9);
    theme.setLook({});
    return theme;
}

Theme Theme::dark()
{
    Theme theme;
    theme.isDark = true;
    theme.background = QColor(0x1b1d1f);
    theme.surface = QColor(0x222528);
    theme.sidebar = QColor(0x17191b);
    theme.text = QColor(0xe4e6e8);
    theme.mutedText = QColor(0x9ba1a8);
    theme.accent = QColor(0x5bb8d4);
    theme.accentText = QColor(0x10181c);
    theme.border = QColor(0x34383c);
    theme.userCard = QColor(0x273138);
    theme.codeBackground = QColor(0x25282b);
    theme.quoteBar = QColor(0x4a525a);
    theme.link = QColor(0x6cc3de);
    theme.error = QColor(0xff8a80);
    theme.warning = QColor(0xe5b566);
    theme.selection = QColor(0x2c5a70);
    theme.selectionText = QColor(0xffffff);
    theme.hover = QColor(0x2f3438);
    theme.findMark = QColor(0x383210);
    theme.findMarkCurrent = QColor(0x7a5c00);
    theme.keyword = QColor(0xc792ea);
    theme.string = QColor(0x9ccc8c);
    theme.comment = QColor(0x949ba3);
    theme.number = QColor(0xe5a566);
    theme.type = QColor(0x6cc3de);
    theme.function = QColor(0x8fb4f5);
    theme.setLook({});
    return theme;
}

void Theme::setLook(const TextLook& look)
{
    body = QFontDatabase::systemFont(QFontDatabase::GeneralFont);
    if (!look.family.isEmpty())
        body.setFamily(look.family);
    const double size = look.size * textScale();
    body.setPixelSize(qRound(size));
    small = body;
    small.setPixelSize(qRound(size * SmallShare));
    heading = body;
    heading.setPixelSize(qRound(size * HeadingShare));
    heading.setWeight(QFont::DemiBold);
    mono = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    mono.setPixelSize(qRound(size * MonoShare));
    const bool isCompact = look.density == Density::Compact;
    rowPadding = isCompact ? 8 : 12;
    listRow = std::max(isCompact ? 28 : 36, QFontMetrics(body).height() + (isCompact ? 8 : 14));
}

int Theme::forText(int px) const
{
    return std::max(px, qRound(double(px) * body.pixelSize() / TextLook().size));
}

Span Theme::columnIn(int width) const
{
    const int column = std::max(1, std::min(columnWidth, width - 2 * columnMargin));
    return {.left = (width - column) / 2, .width = column};
}

const Theme& currentTheme()
{
    if (!storedTheme())
        storedTheme() = Theme::light();
    return *storedTheme();
}

void setCurrentTheme(const Theme& theme)
{
    storedTheme() = theme;
}

}

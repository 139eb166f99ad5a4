#include "ui/blocks/textstyle.h"

#include "ui/theme.h"

namespace sluice {

namespace {

constexpr qreal LineHeightFactor = 1.55;
constexpr qreal CodeLineHeightFactor = 1.45;

int lineHeightFor(const QFont& font, qreal factor)
{
    return qRound(font.pixelSize() * factor);
}

}

TextStyle bodyStyle(const Theme& theme)
{
    return {.font = theme.body, .color = theme.text, .lineHeight = lineHeightFor(theme.body, LineHeightFactor)};
}

TextStyle mutedStyle(const Theme& theme)
{
    TextStyle style = bodyStyle(theme);
    style.color = theme.mutedText;
    return style;
}

TextStyle smallStyle(const Theme& theme)
{
    return {.font = theme.small, .color = theme.mutedText, .lineHeight = lineHeightFor(theme.small, LineHeightFactor)};
}

TextStyle headingStyle(const Theme& theme, int level)
{
    // Three sizes are enough for a page: the heading font, one between, and bold text.
    QFont font = level == 1 ? theme.heading : theme.body;
    if (level == 2)
        font.setPixelSize((theme.heading.pixelSize() + theme.body.pixelSize()) / 2);
    font.setWeight(QFont::DemiBold);
    return {.font = font, .color = theme.text, .lineHeight = lineHeightFor(font, 1.4)};
}

TextStyle codeStyle(const Theme& theme)
{
    return {
        .font = theme.mono, .color = theme.text, .lineHeight = lineHeightFor(theme.mono, CodeLineHeightFactor), .isCode = true};
}

}

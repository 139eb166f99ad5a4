#pragma once

#include <QColor>
#include <QFont>

#include <optional>

namespace sluice {

struct Theme;

/// How a stretch of text is set. Heights in px.
struct TextStyle
{
    QFont font = {};
    QColor color = {};
    int lineHeight = 0; ///< the least; a taller glyph makes its own line taller
    bool isCode = false; ///< tabs line up, it is read from the left, and no line breaks
    std::optional<bool> isRightToLeft = {}; ///< of the whole that the text is a part of; nothing = as the text itself is
};

TextStyle bodyStyle(const Theme& theme);
TextStyle mutedStyle(const Theme& theme);
TextStyle smallStyle(const Theme& theme);
TextStyle headingStyle(const Theme& theme, int level);
TextStyle codeStyle(const Theme& theme);

}

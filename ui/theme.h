#pragma once

#include <QColor>
#include <QFont>

class QPalette;

namespace sluice {

struct TextLook;

/// Pixels from the left, and how many.
struct Span
{
    int left = 0;
    int width = 0;

    int right() const { return left + width; } ///< one past the last
};

/// Every colour, font and distance of the program. A value; GUI thread, as it holds fonts.
struct Theme
{
    bool isDark = false;
    bool isHighContrast = false;
    bool reducesMotion = false; ///< nothing moves that the user has not moved

    QColor background; ///< behind the conversation
    QColor surface; ///< composer, dialogs
    QColor sidebar;
    QColor text;
    QColor mutedText;
    QColor accent;
    QColor accentText; ///< on the accent colour
    QColor border;
    QColor userCard;
    QColor codeBackground;
    QColor quoteBar;
    QColor link;
    QColor error;
    QColor warning;
    QColor selection;
    QColor selectionText;
    QColor hover;
    QColor findMark; ///< behind each hit of a search
    QColor findMarkCurrent; ///< behind the one that the reader has come to; text on it is plain

    QColor keyword;
    QColor string;
    QColor comment;
    QColor number;
    QColor type;
    QColor function;

    QFont body;
    QFont small;
    QFont heading;
    QFont mono;

    int grid = 8; ///< px; distances are multiples or halves of it
    int rowPadding = 12; ///< px; above and below each message
    int listRow = 36; ///< px; height of a row of a list
    int columnWidth = 760; ///< px; the widest a line of the conversation gets
    int columnMargin = 24; ///< px; the least room beside the column, wide enough for a scroll bar
    int radius = 8; ///< px; of cards, fields and buttons

    /// The x range of the column, centred in \a width: messages and composer share it.
    Span columnIn(int width) const;

    /// \a px that a line of text fits into at its usual size: more where text is larger.
    int forText(int px) const;

    /// Fonts and distances as the user wants them.
    void setLook(const TextLook& look);

    static Theme light();
    static Theme dark();
    static Theme highContrast(bool isDark);
    static Theme highContrast(const QPalette& palette); ///< with the colours of a desktop's own high-contrast theme
};

/// The theme in force: Appearance keeps it true to the settings. Widgets hear of a change through QEvent::PaletteChange.
const Theme& currentTheme();
void setCurrentTheme(const Theme& theme);

}

// The part of MessageLayout that stands below the text of an answer: note, seams, footer.

#include "ui/chat/messagelayout.h"

#include "ui/chat/answerstripview.h"
#include "ui/theme.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace sluice {

namespace {

constexpr int SectionGap = 8; // px
constexpr int SeamHeight = 20;
constexpr int StripGap = 2; // with the strip a grid's step
constexpr int StripMargin = 5; // around it, where the mouse still means it

}

void MessageLayout::readNote(const MessageContent& message, const Theme& theme)
{
    m_note.reset();
    InlineText text;
    TextStyle style = bodyStyle(theme);
    if (!message.isLoaded) {
        text.text = QCoreApplication::translate("Message", "Loading…");
        style.color = theme.mutedText;
    } else if (!message.error.isEmpty()) {
        text.text = message.error;
        style.color = theme.error;
    } else if (message.isRunning() && message.text.isEmpty() && message.reasoning.isEmpty()) {
        text.text =
            message.trouble.isEmpty() ? QCoreApplication::translate("Message", "Waiting for the first token…") : message.trouble;
        style.color = theme.mutedText;
    } else if (message.state == MessageState::Pending) { // it has text already, and is to go on
        text.text = QCoreApplication::translate("Message", "Finding the place to go on…");
        style.color = theme.mutedText;
    } else {
        return;
    }
    m_note = std::make_unique<RichText>(text, style, theme);
    m_note->layOut(m_column.width);
}

/// \a y is where text and note end. Returns where the rest ends.
int MessageLayout::placeEnd(int y)
{
    m_seamLine = {};
    m_strip = {};
    m_footer = {};
    if (!m_seamText.isEmpty()) {
        m_seamLine = QRect(m_column.left, y + SectionGap, m_column.width, currentTheme().forText(SeamHeight));
        y = m_seamLine.bottom() + 1;
    }
    if (m_hasFooter) {
        y += m_seamText.isEmpty() ? SectionGap : 0;
        if (!m_figures.strip.isEmpty() && m_column.width >= StripSize::Width) {
            m_strip = QRect(m_column.left, y + StripGap, StripSize::Width, StripSize::Height);
            y = m_strip.bottom() + 1;
        }
        m_footer = QRect(m_column.left, y, m_column.width, footerHeight());
        y = m_footer.bottom() + 1;
    }
    return y;
}

bool MessageLayout::isOnStrip(const QPoint& point) const
{
    return hasStrip() && m_strip.adjusted(-StripMargin, -StripMargin, StripMargin, StripMargin).contains(point);
}

bool MessageLayout::hasNewEnd()
{
    const End end {.height = m_height,
        .footer = m_footer,
        .actionsRoom = m_actionsRoom,
        .footerText = m_footerText,
        .seamText = m_seamText,
        .strip = m_figures.strip,
        .hasNote = m_note != nullptr};
    if (m_takenEnd == end && !end.hasNote) // the words of a note may be others
        return false;
    m_takenEnd = end;
    return true;
}

}

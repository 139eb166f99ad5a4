#include "ui/chat/messagelayout.h"

#include "ui/markdown/plaintext.h"
#include "ui/markdown/unsettledtail.h"
#include "ui/theme.h"

#include <QCoreApplication>
#include <QElapsedTimer>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace sluice {

namespace {

constexpr int HitMargin = 24; // left of the text, where it is still meant
constexpr int CardPaddingX = 16;
constexpr int CardPaddingY = 10;
constexpr double CardShare = 0.85; // of the column
constexpr int SectionGap = 8;
int toggleHeight()
{
    return currentTheme().forText(28);
}
// Right of the footer's text, for the buttons: Copy and Regenerate, Continue, versions.
constexpr int ActionsRoom = 144;
constexpr int ContinueRoom = 72;
constexpr int VersionsRoom = 80;
// Far behind any reasoning, so that positions in the answer stay what they are while the reasoning grows.
constexpr qsizetype AnswerStart = qsizetype(1) << 40;
constexpr qsizetype MostToFit = 4096; // characters
constexpr qsizetype SliceCharacters = 16 * 1024;
constexpr int MaxReadMs = 24;

// Of a text that grows, what is fit to be shown: see unsettledTail().
QStringView settled(const MarkdownDocument& document, QStringView text)
{
    const bool isInFence = !document.parts().empty() && document.parts().back().piece.isFence;
    return isInFence ? text
                     : text.first(std::max(text.size() - unsettledTail(text), std::min(document.text().size(), text.size())));
}

// What only grows costs what is new of it. Honest text is read at 30 characters a microsecond, but there is worse, and a frame
// has to end. Returns whether all of it was read.
bool readText(MarkdownDocument& document, QStringView text, bool onlyGrows)
{
    if (!onlyGrows || text.size() < document.text().size())
        document.setText(text.first(std::min(text.size(), SliceCharacters)));
    QElapsedTimer timer;
    timer.start();
    while (document.text().size() < text.size() && !timer.hasExpired(MaxReadMs))
        document.growTo(text.first(std::min(text.size(), document.text().size() + SliceCharacters)));
    return document.text().size() == text.size();
}

}

void MessageLayout::update(const MessageContent& message, int width, const Theme& theme, std::optional<bool> isReasoningOpen)
{
    const bool isOpen = isReasoningOpen.value_or(message.text.isEmpty());
    const Role author = message.isLoaded ? message.author : Role::Assistant; // its place is kept at the left
    if (m_width != width || m_author != author || m_author != Role::Assistant || m_isReasoningOpen != isOpen
        || m_hasReasoning == message.reasoning.isEmpty())
        m_firstChange = 0;
    m_width = width;
    m_author = author;
    m_isReasoningOpen = isOpen;
    m_footerText = footerText(message);
    m_figures = message.figures;
    m_column = theme.columnIn(width);
    if (author == Role::Assistant)
        readAnswer(message, theme);
    else
        readUser(message, theme);
    place();
}

bool MessageLayout::takeNews()
{
    const bool isDifferent = m_answer.takeNews();
    const bool isAttachment = m_attachments.takeNews();
    if (isAttachment)
        m_firstChange = 0;
    if (!m_reasoning.takeNews() && !isDifferent && !isAttachment)
        return false;
    place();
    return true;
}

MessageLayout::Change MessageLayout::takeChange()
{
    const MarkdownLayout::Change inAnswer = m_answer.takeChange();
    const MarkdownLayout::Change inReasoning = m_reasoning.takeChange();
    const int start = int(m_answerOrigin.y());
    const int end = start + m_answer.height();
    int above = std::exchange(m_firstChange, BlockLayout::NothingChanged);
    if (isReasoningOpen() && inReasoning.top != BlockLayout::NothingChanged)
        above = std::min(above, int(m_reasoningOrigin.y()) + inReasoning.top);
    const int top = std::min(above, start + std::min(inAnswer.top, m_answer.height()));
    if (hasNewEnd())
        return {.top = top};
    const bool isInAnswer = above == BlockLayout::NothingChanged;
    return {.top = top,
        .bottom = top < end ? end + SectionGap : top, // glyphs may reach out of the last line
        .part = isInAnswer ? inAnswer.part.shifted(int(m_answerOrigin.x())) : BlockLayout::Sideways()};
}

void MessageLayout::readUser(const MessageContent& message, const Theme& theme)
{
    if (m_userRevision == 0 || m_userText != message.text) {
        m_userText = message.text;
        m_userParts = plainTextParts(m_userText, ++m_userRevision);
    }
    m_hasReasoning = false;
    m_answerStart = 0;
    m_note.reset(); // that it was loading, when nobody knew whose it is
    const int width = int(m_column.width * CardShare) - 2 * CardPaddingX;
    m_attachments.update(message.attachments, width, theme);
    m_answer.update(m_userParts, {.theme = theme, .width = width, .isMuted = message.author == Role::System});
}

void MessageLayout::readAnswer(const MessageContent& message, const Theme& theme)
{
    m_attachments.update({}, m_column.width, theme);
    m_hasReasoning = !message.reasoning.isEmpty();
    m_isBehind = false;
    m_answerStart = 0;
    if (m_hasReasoning) {
        const QString title = message.isRunning() && message.text.isEmpty() ? QCoreApplication::translate("Message", "Thinking…")
                                                                            : QCoreApplication::translate("Message", "Reasoning");
        if (std::exchange(m_reasoningTitle, title) != title)
            m_firstChange = 0;
        const int titleWidth = QFontMetrics(theme.small).horizontalAdvance(m_reasoningTitle);
        m_reasoningToggle = QRect(m_column.left, rowPadding(), titleWidth + 28, toggleHeight());
        m_isBehind = !readText(m_reasoningDocument, message.reasoning, message.rewrites == m_rewrites);
        m_reasoning.update(m_reasoningDocument.parts(),
            {.theme = theme, .width = m_column.width - ReasoningIndent, .isMuted = true, .isGrowing = message.isRunning()},
            m_reasoningDocument.takeFirstChanged());
        m_answerStart = AnswerStart;
    }
    const bool onlyGrows = message.rewrites == m_rewrites;
    const QStringView text =
        message.isRunning() && onlyGrows ? settled(m_answerDocument, message.text) : QStringView(message.text);
    m_isBehind = !readText(m_answerDocument, text, onlyGrows) || m_isBehind;
    m_rewrites = message.rewrites;
    m_answer.update(m_answerDocument.parts(), {.theme = theme, .width = m_column.width, .isGrowing = message.isRunning()},
        m_answerDocument.takeFirstChanged());
    readSeams(message.seams);
    readNote(message, theme);
    const bool canContinue = !message.isRunning() && message.state != MessageState::Complete;
    m_actionsRoom =
        theme.forText(ActionsRoom + (canContinue ? ContinueRoom : 0) + (message.siblings.count > 1 ? VersionsRoom : 0));
    m_hasFooter = message.isLoaded && (!message.isRunning() || !m_footerText.isEmpty());
}

void MessageLayout::place()
{
    if (m_author == Role::Assistant)
        placeAnswer();
    else
        placeCard();
}

void MessageLayout::placeCard()
{
    readSeams({});
    m_seamLine = {};
    m_strip = {};
    // The card is as wide as its text, unless that is too long to lay it all out for this.
    const bool isShort = m_userText.size() <= MostToFit;
    const int text = isShort ? int(m_answer.usedWidth()) : int(m_column.width * CardShare) - 2 * CardPaddingX;
    const int attached = m_attachments.height() + (m_attachments.isEmpty() || m_userText.isEmpty() ? 0 : SectionGap);
    const int textHeight = m_userText.isEmpty() && attached > 0 ? 0 : m_answer.height();
    const QSize card(std::max(text, m_attachments.usedWidth()) + 2 * CardPaddingX, attached + textHeight + 2 * CardPaddingY);
    m_card = QRect(QPoint(m_column.right() - card.width(), rowPadding()), card);
    m_attachmentsOrigin = m_card.topLeft() + QPoint(CardPaddingX, CardPaddingY);
    m_answerOrigin = m_attachmentsOrigin + QPointF(0, attached);
    m_height = m_card.bottom() + 1 + rowPadding();
    m_footer = QRect(m_column.left, m_card.bottom() + 1, m_column.width, footerHeight()); // between this row and the next
}

void MessageLayout::placeAnswer()
{
    m_card = {};
    int y = rowPadding();
    if (m_hasReasoning) {
        y += toggleHeight();
        m_reasoningOrigin = QPointF(m_column.left + ReasoningIndent, y + 4);
        y += m_isReasoningOpen ? m_reasoning.height() + 4 + 2 * SectionGap : 4;
    }
    m_answerOrigin = QPointF(m_column.left, y);
    y += m_answer.height();
    if (m_note) {
        m_noteOrigin = QPointF(m_column.left, y + (m_answer.length() == 0 ? 0 : SectionGap));
        y = int(m_noteOrigin.y() + m_note->height());
    }
    m_height = placeEnd(y) + rowPadding();
}

bool MessageLayout::layOut(int top, int bottom)
{
    bool hasChanged = false;
    if (isReasoningOpen()) {
        const int start = int(m_reasoningOrigin.y());
        hasChanged = m_reasoning.layOut(top - start, bottom - start);
    }
    const int attachmentsTop = int(m_attachmentsOrigin.y());
    if (!m_attachments.isEmpty() && top < attachmentsTop + m_attachments.height() && bottom > attachmentsTop)
        hasChanged = m_attachments.layOut() || hasChanged;
    const int start = int(m_answerOrigin.y());
    if (bottom > start)
        hasChanged = m_answer.layOut(top - start, bottom - start) || hasChanged;
    if (hasChanged && m_author != Role::Assistant)
        m_firstChange = 0; // its card is another one
    if (hasChanged)
        place();
    return hasChanged;
}

qsizetype MessageLayout::textSize() const
{
    constexpr qint64 BytesOfCharacter = 60; // of layout
    return m_answerDocument.text().size() + m_reasoningDocument.text().size() + m_userText.size()
        + m_attachments.pixelBytes() / BytesOfCharacter;
}

MessageHit MessageLayout::hit(const QPointF& point)
{
    if (m_hasReasoning && m_reasoningToggle.contains(point.toPoint()))
        return {.kind = MessageHit::Kind::ReasoningToggle};
    if (isOnStrip(point.toPoint()))
        return {.kind = MessageHit::Kind::Strip};
    if (const int attachment = m_attachments.indexAt(point - m_attachmentsOrigin); attachment >= 0)
        return {.kind = MessageHit::Kind::Attachment, .attachment = attachment};
    MarkdownLayout& layout = isInReasoning(point) ? m_reasoning : m_answer;
    const QPointF inside = point - originOf(layout);
    if (inside.x() < -HitMargin || point.x() > m_width)
        return {};
    const MarkdownLayout::Hit found = layout.hit(inside);
    MessageHit hit {.isInReasoning = isInReasoning(point), .block = found.block};
    if (found.inBlock.isCopyButton)
        hit.kind = MessageHit::Kind::CopyCode;
    else if (found.inBlock.isScrollBar)
        hit.kind = MessageHit::Kind::ScrollBar;
    else if (!found.inBlock.link.isEmpty()) {
        hit.kind = MessageHit::Kind::Link;
        hit.link = found.inBlock.link;
    } else if (found.inBlock.isText)
        hit.kind = MessageHit::Kind::Text;
    return hit;
}

SidewaysScroll* MessageLayout::sidewaysOf(const MessageHit& hit)
{
    SidewaysScroll* found = (hit.isInReasoning ? m_reasoning : m_answer).sidewaysOf(hit.block);
    return found && found->isNeeded() ? found : nullptr;
}

qsizetype MessageLayout::length() const
{
    return m_answerStart + m_answer.length();
}

qsizetype MessageLayout::positionAt(const QPointF& point)
{
    if (point.y() < 0)
        return 0;
    MarkdownLayout& layout = isInReasoning(point) ? m_reasoning : m_answer;
    return startOf(layout) + layout.positionAt(point - originOf(layout));
}

qreal MessageLayout::lineTop(qsizetype position)
{
    if (isInReasoning(position) && !m_isReasoningOpen)
        return m_reasoningToggle.top();
    MarkdownLayout& layout = layoutAt(position);
    const qreal top = layout.lineTop(position - startOf(layout));
    place(); // what was only estimated may have another height now
    return originOf(layout).y() + top;
}

}

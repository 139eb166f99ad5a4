#pragma once

#include "ui/blocks/markdownlayout.h"
#include "ui/blocks/sidewaysscroll.h"
#include "ui/chat/attachmentslayout.h"
#include "ui/chat/messagecontent.h"
#include "ui/markdown/markdowndocument.h"
#include "ui/theme.h"

#include <QRectF>

#include <climits>
#include <optional>

namespace sluice {

/// What is under the mouse in a message.
struct MessageHit
{
    enum class Kind { Nothing, Text, Link, CopyCode, ReasoningToggle, ScrollBar, Attachment, Strip };

    Kind kind = Kind::Nothing;
    QString link = {};
    bool isInReasoning = false;
    qsizetype block = -1; ///< also for Nothing, when the mouse is over a block
    int attachment = -1;

    bool operator==(const MessageHit&) const = default;
};

/// What the keyboard can stop at in a message.
struct MessageStop
{
    MessageHit hit = {}; ///< Nothing = it is no stop
    qsizetype position = 0; ///< of the text that must be in view to see it
};

/// One row of the chat view, laid out for one width: the user's text on a card at the right, or an answer with its reasoning
/// above and its error and footer below. Lazy: what is in view is laid out by layOut(), the height of the rest is estimated.
/// Coordinates from the row's top left corner. Text positions run through the reasoning and then the text, whether laid out or
/// not, so that they stay valid while the answer grows. GUI thread.
class MessageLayout
{
public:
    struct Paint
    {
        TextPaint text;
        MessageHit hovered = {};
        MessageHit copied = {}; ///< the code block just copied
        MessageStop focused = {}; ///< what in the message the keyboard is on
        bool isFocused = false;
    };

    MessageLayout() = default;
    Q_DISABLE_COPY_MOVE(MessageLayout)
    ~MessageLayout() = default;

    /// \a width of the row in px. \a isReasoningOpen: what the user chose, or nothing for open until the answer begins.
    void update(const MessageContent& message, int width, const Theme& theme, std::optional<bool> isReasoningOpen);
    /// After BlockWorker::changed(). Returns whether anything looks different.
    bool takeNews();
    /// Lays out what stands between two heights. Returns whether anything moved by it: then there may be more to lay out.
    bool layOut(int top, int bottom);

    /// What looks different since the last call: what stands between two heights of the row, and of the width.
    struct Change
    {
        int top = 0;
        int bottom = INT_MAX; ///< INT_MAX: what is below the row has moved too, or may have
        BlockLayout::Sideways part = {};
    };
    Change takeChange();

    /// More text came at once than fits in a frame: the rest is read by further updates.
    bool isBehind() const { return m_isBehind; }

    int height() const { return m_height; }
    qsizetype textSize() const; ///< UTF-16 units of source: what keeping this layout costs, roughly
    bool hasReasoning() const { return m_hasReasoning; }
    bool hasStrip() const { return !m_strip.isEmpty(); }
    bool isReasoningOpen() const { return m_hasReasoning && m_isReasoningOpen; }
    QRect footerRect() const { return m_footer; } ///< where controls that belong to the message may stand

    void paint(QPainter& painter, const QPointF& origin, const Paint& paint) const;
    MessageHit hit(const QPointF& point);
    QString toolTipAt(const QPoint& point) const;
    /// Fold, links, Copy of each code block, attachments, strip, from top to bottom; lays out nothing.
    QList<MessageStop> stops() const;
    /// Of the block that was hit; null when it does not scroll sideways.
    SidewaysScroll* sidewaysOf(const MessageHit& hit);

    qsizetype length() const;
    qsizetype positionAt(const QPointF& point);
    qreal lineTop(qsizetype position);
    QString text(qsizetype from, qsizetype to) const;
    /// The same as Markdown; of all of the answer its very source.
    QString markdown(qsizetype from, qsizetype to) const;
    QString blockText(const MessageHit& hit) const;
    const AttachmentsLayout& attachments() const { return m_attachments; }
    /// First and last position of each hit in what is shown between \a top and \a bottom, and perhaps a little around it. In
    /// order; not in folded reasoning. Lays out nothing.
    QList<std::pair<qsizetype, qsizetype>> find(const Needle& needle, int top = 0, int bottom = INT_MAX) const;
    std::pair<qsizetype, qsizetype> wordRange(qsizetype position) const;
    std::pair<qsizetype, qsizetype> blockRange(qsizetype position) const;
    /// All of the text, without the reasoning.
    std::pair<qsizetype, qsizetype> answerRange() const { return {m_answerStart, length()}; }

private:
    static int footerHeight() { return currentTheme().forText(24); }
    static int rowPadding() { return currentTheme().rowPadding; }
    static constexpr int ReasoningIndent = 16; // px

    // What stands below the text. Most of the time it neither moves nor changes while the text grows.
    struct End
    {
        int height = 0; // of the row
        QRect footer;
        int actionsRoom = 0;
        QString footerText;
        QString seamText;
        AnswerStrip strip;
        bool hasNote = false;

        bool operator==(const End&) const = default;
    };

    // Stands beside a part of the answer, for the seams in it.
    struct SeamMark
    {
        size_t part = 0;
        QList<Seam> seams;

        bool operator==(const SeamMark&) const = default;
    };

    void readUser(const MessageContent& message, const Theme& theme);
    void readAnswer(const MessageContent& message, const Theme& theme);
    void readNote(const MessageContent& message, const Theme& theme);
    void readSeams(const QList<Seam>& seams);
    QRect placeOf(const SeamMark& mark) const;
    void paintSeams(QPainter& painter, const QPointF& origin, const Paint& paint) const;
    bool hasNewEnd();
    int placeEnd(int y);
    void place();
    void placeCard();
    void placeAnswer();
    void paintReasoning(QPainter& painter, const QPointF& origin, const Paint& paint) const;
    MarkdownLayout& layoutAt(qsizetype position) { return isInReasoning(position) ? m_reasoning : m_answer; }
    const MarkdownLayout& layoutAt(qsizetype position) const { return isInReasoning(position) ? m_reasoning : m_answer; }
    bool isInReasoning(qsizetype position) const { return m_hasReasoning && position < m_answerStart; }
    bool isOnStrip(const QPoint& point) const;
    bool isInReasoning(const QPointF& point) const { return isReasoningOpen() && point.y() < m_answerOrigin.y(); }
    qsizetype startOf(const MarkdownLayout& layout) const { return &layout == &m_answer ? m_answerStart : 0; }
    QPointF originOf(const MarkdownLayout& layout) const { return &layout == &m_answer ? m_answerOrigin : m_reasoningOrigin; }

    int m_width = 0;
    Span m_column;
    int m_height = 0;
    Role m_author = Role::User;
    QString m_userText;
    std::vector<MarkdownDocument::Part> m_userParts;
    int m_userRevision = 0;
    AttachmentsLayout m_attachments; // of the user
    MarkdownDocument m_answerDocument;
    MarkdownDocument m_reasoningDocument;
    MarkdownLayout m_answer; // or the user's text
    MarkdownLayout m_reasoning;
    bool m_hasReasoning = false;
    bool m_isReasoningOpen = false;
    bool m_hasFooter = false;
    bool m_isBehind = false;
    int m_actionsRoom = 0;
    int m_firstChange = 0;
    int m_rewrites = -1; // MessageContent::rewrites of what is shown
    QString m_reasoningTitle;
    QString m_footerText;
    QList<Seam> m_seams;
    AnswerFigures m_figures; // of an answer
    QString m_seamText; // their line; empty = no seam
    std::vector<SeamMark> m_seamMarks;
    std::unique_ptr<RichText> m_note; // the error, or that there is nothing yet
    qsizetype m_answerStart = 0;
    QPointF m_answerOrigin;
    QPointF m_reasoningOrigin;
    QPointF m_noteOrigin;
    QPointF m_attachmentsOrigin;
    QRect m_card;
    QRect m_reasoningToggle;
    QRect m_footer;
    QRect m_seamLine;
    QRect m_strip; // empty = none
    std::optional<End> m_takenEnd; // as it was when somebody last asked what had changed
};

}

#pragma once

#include "ui/blocks/markdownlayout.h"
#include "ui/chat/messagecontent.h"
#include "ui/markdown/markdowndocument.h"
#include "ui/theme.h"

#include <QRectF>

#include <optional>

namespace sluice {

/// What is under the mouse in a message.
struct MessageHit
{
    enum class Kind { Nothing, Text, Link, CopyCode, ReasoningToggle };

    Kind kind = Kind::Nothing;
    QString link = {};
    bool isInReasoning = false;
    qsizetype block = -1; ///< also for Nothing, when the mouse is over a block

    bool operator==(const MessageHit&) const = default;
};

/// One row of the chat view, laid out for one width: the user's text on a card at the right, or an answer with its reasoning
/// above and its error and footer below. Coordinates from the row's top left corner. Text positions run through the reasoning and
/// then the text, so that they stay valid while the answer grows. GUI thread.
class MessageLayout
{
public:
    struct Paint
    {
        TextPaint text;
        MessageHit hovered = {};
        MessageHit copied = {}; ///< the code block just copied
        bool isFocused = false;
    };

    MessageLayout() = default;
    Q_DISABLE_COPY_MOVE(MessageLayout)
    ~MessageLayout() = default;

    /// \a width of the row in px. \a isReasoningOpen: what the user chose, or nothing for open until the answer begins.
    void update(const MessageContent& message, int width, const Theme& theme, std::optional<bool> isReasoningOpen);
    /// Drops what depends on the theme.
    void clear();

    int height() const { return m_height; }
    qsizetype textSize() const; ///< UTF-16 units of source: what keeping this layout costs, roughly
    bool hasReasoning() const { return m_hasReasoning; }
    bool isReasoningOpen() const { return m_hasReasoning && m_isReasoningOpen; }
    QRect footerRect() const { return m_footer; } ///< where controls that belong to the message may stand

    void paint(QPainter& painter, const QPointF& origin, const Paint& paint) const;
    MessageHit hit(const QPointF& point) const;

    qsizetype length() const;
    qsizetype positionAt(const QPointF& point) const;
    qreal lineTop(qsizetype position) const;
    QString text(qsizetype from, qsizetype to) const;
    QString blockText(const MessageHit& hit) const;
    std::pair<qsizetype, qsizetype> wordRange(qsizetype position) const;
    std::pair<qsizetype, qsizetype> blockRange(qsizetype position) const;
    /// All of the text, without the reasoning.
    std::pair<qsizetype, qsizetype> answerRange() const { return {m_answerStart, length()}; }

private:
    void updateUser(const MessageContent& message, const Theme& theme);
    void updateAnswer(const MessageContent& message, const Theme& theme);
    int placeReasoning(const MessageContent& message, const Theme& theme, int y);
    int placeNotes(const MessageContent& message, const Theme& theme, int y);
    void paintReasoning(QPainter& painter, const QPointF& origin, const Paint& paint) const;
    const MarkdownLayout& layoutAt(qsizetype position) const;
    qsizetype startOf(const MarkdownLayout& layout) const { return &layout == &m_answer ? m_answerStart : 0; }
    QPointF originOf(const MarkdownLayout& layout) const { return &layout == &m_answer ? m_answerOrigin : m_reasoningOrigin; }

    int m_width = 0;
    Span m_column;
    int m_height = 0;
    Role m_author = Role::User;
    QString m_userText;
    int m_userRevision = 0;
    MarkdownDocument m_answerDocument;
    MarkdownDocument m_reasoningDocument;
    MarkdownLayout m_answer;
    MarkdownLayout m_reasoning;
    bool m_hasReasoning = false;
    bool m_isReasoningOpen = false;
    QString m_reasoningTitle;
    QString m_footerText;
    std::unique_ptr<RichText> m_note; // the error, or that there is nothing yet
    qsizetype m_answerStart = 0;
    QPointF m_answerOrigin;
    QPointF m_reasoningOrigin;
    QPointF m_noteOrigin;
    QRect m_card;
    QRect m_reasoningToggle;
    QRect m_footer;
};

}

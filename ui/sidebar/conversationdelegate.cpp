#include "ui/sidebar/conversationdelegate.h"

#include "ui/conversations.h"
#include "ui/icons.h"
#include "ui/theme.h"

#include <QLineEdit>
#include <QPainter>

namespace sluice {

namespace {

constexpr int Inset = 8; // px between the edge of the sidebar and the row's background
constexpr int Padding = 8;
constexpr int Mark = 14; // px: pin, or the dot of a running stream
constexpr int MaxTitle = 200; // characters

QRect background(const QRect& row)
{
    return row.adjusted(Inset, 1, -Inset, -1);
}

}

void ConversationDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const Theme& theme = currentTheme();
    const bool isCurrent = option.state & QStyle::State_Selected;
    const bool isHovered = option.state & QStyle::State_MouseOver;
    const bool isFocused = (option.state & QStyle::State_HasFocus) && (option.state & QStyle::State_KeyboardFocusChange);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    if (isCurrent || isHovered || isFocused) {
        painter->setPen(isFocused ? QPen(theme.accent) : QPen(Qt::NoPen));
        painter->setBrush(isCurrent || isHovered ? QBrush(theme.hover) : QBrush(Qt::NoBrush));
        painter->drawRoundedRect(QRectF(background(option.rect)).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6);
    }

    QRect text = background(option.rect).adjusted(Padding, 0, -Padding, 0);
    const QRect mark(text.right() - Mark + 1, text.center().y() - Mark / 2 + 1, Mark, Mark);
    if (index.data(Conversations::RunningRole).toBool()) {
        painter->setPen(Qt::NoPen);
        painter->setBrush(theme.accent);
        painter->drawEllipse(QPointF(QRectF(mark).center()), 4, 4);
        text.setRight(mark.left() - Padding);
    } else if (index.data(Conversations::PinnedRole).toBool()) {
        lineIcon(u"pin", theme.mutedText).paint(painter, mark);
        text.setRight(mark.left() - Padding);
    }
    painter->setFont(option.font);
    painter->setPen(theme.text);
    painter->drawText(text, Qt::AlignVCenter | Qt::TextSingleLine,
        option.fontMetrics.elidedText(index.data(Qt::DisplayRole).toString(), Qt::ElideRight, text.width()));
    painter->restore();
}

QSize ConversationDelegate::sizeHint(const QStyleOptionViewItem& /*option*/, const QModelIndex& /*index*/) const
{
    return {0, currentTheme().listRow}; // as wide as the list, however long the title
}

QWidget* ConversationDelegate::createEditor(
    QWidget* parent, const QStyleOptionViewItem& /*option*/, const QModelIndex& /*index*/) const
{
    auto* editor = new QLineEdit(parent);
    editor->setAccessibleName(tr("Conversation title"));
    editor->setMaxLength(MaxTitle);
    return editor;
}

void ConversationDelegate::updateEditorGeometry(
    QWidget* editor, const QStyleOptionViewItem& option, const QModelIndex& /*index*/) const
{
    editor->setGeometry(background(option.rect));
}

}

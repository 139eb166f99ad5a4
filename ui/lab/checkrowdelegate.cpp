#include "ui/lab/checkrowdelegate.h"

#include "ui/icons.h"
#include "ui/lab/checkrows.h"
#include "ui/theme.h"

#include <QAbstractItemView>
#include <QPainter>

#include <algorithm>

namespace sluice {

using namespace Qt::StringLiterals;

namespace {

constexpr int Padding = 8; // px
constexpr int Gap = 12; // between icon and text

int iconSize()
{
    return currentTheme().forText(18);
}

int textLeft()
{
    return Padding + iconSize() + Gap;
}

QRect noteRect(const QString& note, int width)
{
    if (note.isEmpty())
        return {};
    return QFontMetrics(currentTheme().small).boundingRect(QRect(0, 0, std::max(width, 1), 10'000), Qt::TextWordWrap, note);
}

/// What a row may use: before the view has a size there is no such rectangle in the option.
int widthFor(const QStyleOptionViewItem& option)
{
    const auto* view = qobject_cast<const QAbstractItemView*>(option.widget);
    return view ? view->viewport()->width() : option.rect.width();
}

QString drawingOf(CheckRow::State state)
{
    switch (state) {
    case CheckRow::State::Waiting:
        return u"check-waiting"_s;
    case CheckRow::State::Running:
        return u"check-running"_s;
    case CheckRow::State::Good:
        return u"check-good"_s;
    case CheckRow::State::Bad:
        return u"check-bad"_s;
    case CheckRow::State::Lacking:
    case CheckRow::State::Unseen:
        return u"check-none"_s;
    case CheckRow::State::Figure:
        return u"check-figure"_s;
    }
    Q_UNREACHABLE();
}

QColor colourOf(CheckRow::State state, const Theme& theme)
{
    switch (state) {
    case CheckRow::State::Running:
    case CheckRow::State::Good:
        return theme.accent;
    case CheckRow::State::Bad:
        return theme.error;
    default:
        return theme.mutedText;
    }
}

}

void CheckRowDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const Theme& theme = currentTheme();
    const auto state = CheckRow::State(index.data(CheckRows::StateRole).toInt());
    const QString note = index.data(CheckRows::NoteRole).toString();
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    if ((option.state & QStyle::State_HasFocus) && (option.state & QStyle::State_KeyboardFocusChange)) {
        painter->setPen(theme.accent);
        painter->drawRoundedRect(QRectF(option.rect).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6);
    }
    const QFontMetrics title(theme.body);
    const QRect inside = option.rect.adjusted(Padding, Padding, -Padding, -Padding);
    const QRect icon(inside.left(), inside.top() + (title.height() - iconSize()) / 2, iconSize(), iconSize());
    lineIcon(drawingOf(state), colourOf(state, theme)).paint(painter, icon);

    QRect line = inside;
    line.setLeft(option.rect.left() + textLeft());
    line.setHeight(title.height());
    const QString aside = index.data(CheckRows::AsideRole).toString();
    painter->setFont(theme.small);
    painter->setPen(theme.mutedText);
    painter->drawText(line, Qt::AlignVCenter | Qt::AlignRight | Qt::TextSingleLine, aside);
    if (!aside.isEmpty())
        line.setRight(line.right() - QFontMetrics(theme.small).horizontalAdvance(aside) - Gap);
    painter->setFont(theme.body);
    painter->setPen(state == CheckRow::State::Waiting ? theme.mutedText : theme.text);
    painter->drawText(
        line, Qt::AlignVCenter | Qt::TextSingleLine, title.elidedText(index.data().toString(), Qt::ElideRight, line.width()));

    painter->setFont(theme.small);
    painter->setPen(state == CheckRow::State::Bad ? theme.error : theme.mutedText);
    const QRect below(line.left(), line.bottom() + 3, inside.right() - line.left(), inside.bottom() - line.bottom());
    painter->drawText(below, Qt::TextWordWrap, note);
    painter->restore();
}

QSize CheckRowDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const QRect note = noteRect(index.data(CheckRows::NoteRole).toString(), widthFor(option) - textLeft() - Padding);
    const int height = 2 * Padding + QFontMetrics(currentTheme().body).height() + (note.isNull() ? 0 : 2 + note.height());
    return {0, height};
}

}

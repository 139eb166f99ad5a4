#include "ui/sidebar/hitdelegate.h"

#include "ui/sidebar/searchresults.h"
#include "ui/theme.h"

#include <QDateTime>
#include <QPainter>
#include <QTextLayout>

#include <algorithm>

namespace sluice {

using namespace Qt::StringLiterals;

namespace {

constexpr int RowHeight = 56; // px
constexpr int Inset = 8; // px between the edge of the sidebar and the row's background
constexpr int Padding = 8;

QRect background(const QRect& row)
{
    return row.adjusted(Inset, 1, -Inset, -1);
}

// A line of text with what is to be marked in it.
struct MarkedLine
{
    QString text;
    QList<QTextLayout::FormatRange> marks;
};

// Begins so that the first mark comes to stand in the first third of \a width.
MarkedLine lineOf(const SearchHit& hit, const QFontMetrics& metrics, int width)
{
    MarkedLine line {.text = hit.snippet, .marks = {}};
    std::replace_if(line.text.begin(), line.text.end(), [](QChar c) { return c.isSpace(); }, u' ');
    qsizetype cut = 0;
    const qsizetype first = hit.marks.empty() ? 0 : hit.marks.front().first;
    while (cut < first && metrics.horizontalAdvance(line.text.sliced(cut, first - cut)) > width / 3) {
        const qsizetype space = line.text.indexOf(u' ', cut);
        cut = space < 0 || space >= first ? first : space + 1;
    }
    if (cut > 0)
        line.text = u'…' + line.text.sliced(cut);
    QTextCharFormat format;
    format.setBackground(currentTheme().findMark);
    format.setForeground(currentTheme().text);
    for (const auto& [start, length] : hit.marks) {
        const qsizetype at = start - cut + (cut > 0 ? 1 : 0);
        if (start >= cut && at + length <= line.text.size())
            line.marks.append({.start = int(at), .length = length, .format = format});
    }
    return line;
}

void drawLine(QPainter& painter, const QRect& place, const MarkedLine& line, const QFont& font)
{
    const QString text = QFontMetrics(font).elidedText(line.text, Qt::ElideRight, place.width());
    QList<QTextLayout::FormatRange> marks = line.marks;
    marks.removeIf([&text](const QTextLayout::FormatRange& mark) { return mark.start + mark.length > text.size(); });
    QTextLayout layout(text, font);
    layout.setFormats(marks);
    layout.beginLayout();
    const QTextLine only = layout.createLine();
    layout.endLayout();
    layout.draw(&painter, QPointF(place.left(), place.top() + (place.height() - only.height()) / 2));
}

}

QString shortDate(const QDateTime& time, const QDateTime& now)
{
    const QLocale locale;
    const QDateTime local = time.toLocalTime();
    if (local.date() == now.date())
        return locale.toString(local.time(), locale.timeFormat(QLocale::ShortFormat).remove(u":ss"_s)); // "C" has seconds
    if (local.date().year() == now.date().year())
        return locale.toString(local.date(), HitDelegate::tr("d MMM", "date without year"));
    return locale.toString(local.date(), HitDelegate::tr("MMM yyyy", "date without day"));
}

void HitDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const auto* results = qobject_cast<const SearchResults*>(index.model());
    if (!results)
        return;
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

    const QRect inside = background(option.rect).adjusted(Padding, 4, -Padding, -4);
    const int lineHeight = inside.height() / 2;
    QRect title(inside.left(), inside.top(), inside.width(), lineHeight);
    const QString date = shortDate(index.data(SearchResults::DateRole).toDateTime(), QDateTime::currentDateTime());
    painter->setFont(theme.small);
    painter->setPen(theme.mutedText);
    painter->drawText(title, Qt::AlignVCenter | Qt::AlignRight | Qt::TextSingleLine, date);
    title.setRight(title.right() - QFontMetrics(theme.small).horizontalAdvance(date) - Padding);
    painter->setFont(option.font);
    painter->setPen(theme.text);
    painter->drawText(title, Qt::AlignVCenter | Qt::TextSingleLine,
        option.fontMetrics.elidedText(index.data().toString(), Qt::ElideRight, title.width()));

    const QRect snippet(inside.left(), inside.top() + lineHeight, inside.width(), lineHeight);
    painter->setPen(theme.mutedText);
    drawLine(*painter, snippet, lineOf(results->hit(index.row()), QFontMetrics(theme.small), snippet.width()), theme.small);
    painter->restore();
}

QSize HitDelegate::sizeHint(const QStyleOptionViewItem& /*option*/, const QModelIndex& /*index*/) const
{
    return {0, currentTheme().forText(RowHeight)};
}

}

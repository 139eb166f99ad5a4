#include "ui/elidinglineedit.h"

#include "ui/theme.h"

#include <QPainter>

namespace sluice {

namespace {

constexpr int Inset = 2; // px; where QLineEdit itself begins to write

}

ElidingLineEdit::ElidingLineEdit(QWidget* parent)
    : QLineEdit(parent)
{ }

void ElidingLineEdit::paintEvent(QPaintEvent* event)
{
    const QRect room = rect().adjusted(Inset, 0, -Inset, 0);
    if (hasFocus() || fontMetrics().horizontalAdvance(text()) <= room.width()) {
        QLineEdit::paintEvent(event);
        return;
    }
    QPainter painter(this);
    const bool isQuiet = parentWidget() && parentWidget()->property("quiet").toBool(); // as in the sheet
    painter.setPen(isQuiet || !isEnabled() ? currentTheme().mutedText : currentTheme().text);
    painter.drawText(room, Qt::AlignVCenter | Qt::TextSingleLine, fontMetrics().elidedText(text(), Qt::ElideRight, room.width()));
}

}

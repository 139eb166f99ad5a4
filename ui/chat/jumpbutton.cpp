#include "ui/chat/jumpbutton.h"

#include "ui/chat/newbelow.h"
#include "ui/theme.h"

#include <QLocale>
#include <QPainter>
#include <QPainterPath>

namespace sluice {

using namespace Qt::StringLiterals;

namespace {

constexpr int Height = 34;
constexpr int SidePadding = 16;
constexpr int ArrowWidth = 20;

}

JumpButton::JumpButton(const QString& text, QWidget* parent)
    : QPushButton(text, parent)
{
    setCursor(Qt::PointingHandCursor);
    setFocusPolicy(Qt::TabFocus); // a click leaves the cursor in the text
    setAttribute(Qt::WA_Hover);
}

void JumpButton::setNews(const NewBelow& news)
{
    m_news.clear();
    QString description = text() == accessibleName() ? QString() : text();
    if (news.messages() > 0) {
        m_news = tr("%1 new", "messages").arg(QLocale().toString(news.messages()));
        description = news.messages() == 1 ? tr("One new message below") : tr("%1 new messages below").arg(news.messages());
    } else if (news.hasNewText()) {
        m_news = tr("new text");
        description = tr("New text below");
    }
    if (description == accessibleDescription())
        return;
    setAccessibleDescription(description);
    updateGeometry();
    update();
}

QString JumpButton::shownText() const
{
    return m_news.isEmpty() ? text() : text() + u" · "_s + m_news;
}

QSize JumpButton::sizeHint() const
{
    return {QFontMetrics(currentTheme().small).horizontalAdvance(shownText()) + ArrowWidth + 2 * SidePadding,
        currentTheme().forText(Height)};
}

void JumpButton::paintEvent(QPaintEvent*)
{
    const Theme& theme = currentTheme();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF pill = QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5);
    painter.setPen(QPen(hasFocus() ? theme.accent : theme.border, hasFocus() ? 2 : 1));
    painter.setBrush(underMouse() || isDown() ? theme.hover : theme.surface);
    painter.drawRoundedRect(pill, pill.height() / 2, pill.height() / 2);

    const QPointF middle(SidePadding + 5, pill.center().y());
    QPainterPath arrow(middle + QPointF(0, -5));
    arrow.lineTo(middle + QPointF(0, 5));
    arrow.moveTo(middle + QPointF(-4, 1));
    arrow.lineTo(middle + QPointF(0, 5));
    arrow.lineTo(middle + QPointF(4, 1));
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(theme.text, 1.5, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.drawPath(arrow);

    painter.setFont(theme.small);
    painter.drawText(
        rect().adjusted(SidePadding + ArrowWidth, 0, -SidePadding, 0), Qt::AlignVCenter | Qt::AlignLeft, shownText());
}

}

#include "ui/combobox.h"

#include "ui/icons.h"
#include "ui/theme.h"

#include <QAbstractItemView>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPainter>
#include <QWheelEvent>

#include <algorithm>

namespace sluice {

namespace {

constexpr int Padding = 8; // px, left of the text
constexpr int ChevronRoom = 22; // px, right of it
constexpr int ChevronSize = 14;
constexpr int MostQuietText = 200; // px: a long model name must not push the others out
constexpr int LeastText = 40;
constexpr int QuietHeight = 28;
constexpr int FramedHeight = 34;

}

ComboBox::ComboBox(Look look, QWidget* parent)
    : QComboBox(parent)
    , m_look(look)
{
    setAttribute(Qt::WA_Hover);
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(look == Look::Quiet ? QSizePolicy::Maximum : QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(this, &QComboBox::currentTextChanged, this, &ComboBox::updateGeometry);
    applyTheme();
}

int ComboBox::textWidth() const
{
    return fontMetrics().horizontalAdvance(currentText().isEmpty() ? placeholderText() : currentText());
}

QSize ComboBox::sizeHint() const
{
    if (m_look == Look::Framed)
        return {240, FramedHeight};
    const int spare = isEditable() ? 8 : 2; // a line edit keeps room for its cursor
    return {std::clamp(textWidth() + spare, LeastText, MostQuietText) + Padding + ChevronRoom, QuietHeight};
}

QSize ComboBox::minimumSizeHint() const
{
    return {LeastText + Padding + ChevronRoom, m_look == Look::Quiet ? QuietHeight : FramedHeight};
}

void ComboBox::showPopup()
{
    // The popup is as wide as the box unless told otherwise, and would cut the names.
    view()->setMinimumWidth(std::min(view()->sizeHintForColumn(0) + 4 * Padding, 480));
    QComboBox::showPopup();
}

void ComboBox::paintEvent(QPaintEvent* /*event*/)
{
    const Theme& theme = currentTheme();
    const bool isLit = underMouse() || hasFocus();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF box = QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5);
    if (m_look == Look::Framed || hasFocus())
        painter.setPen(hasFocus() ? theme.accent : theme.border);
    else
        painter.setPen(Qt::NoPen);
    if (m_look == Look::Framed)
        painter.setBrush(theme.background);
    else
        painter.setBrush(underMouse() ? QBrush(theme.hover) : QBrush(Qt::NoBrush));
    painter.drawRoundedRect(box, 6, 6);

    const QColor colour = isEnabled() && (isLit || m_look == Look::Framed) ? theme.text : theme.mutedText;
    const QRect chevron(width() - ChevronRoom + 2, (height() - ChevronSize) / 2, ChevronSize, ChevronSize);
    lineIcon(u"chevron", theme.mutedText).paint(&painter, chevron);
    if (isEditable())
        return;
    painter.setPen(colour);
    const QRect text = rect().adjusted(Padding, 0, -ChevronRoom, 0);
    painter.drawText(
        text, Qt::AlignVCenter | Qt::TextSingleLine, fontMetrics().elidedText(currentText(), Qt::ElideRight, text.width()));
}

void ComboBox::resizeEvent(QResizeEvent* event)
{
    QComboBox::resizeEvent(event);
    if (lineEdit())
        lineEdit()->setGeometry(rect().adjusted(Padding - 2, 1, -ChevronRoom, -1));
}

void ComboBox::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Up || event->key() == Qt::Key_Down)
        showPopup();
    else
        QComboBox::keyPressEvent(event);
}

void ComboBox::wheelEvent(QWheelEvent* event)
{
    event->ignore();
}

void ComboBox::changeEvent(QEvent* event)
{
    QComboBox::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        applyTheme();
}

void ComboBox::applyTheme()
{
    const QFont& wanted = m_look == Look::Quiet ? currentTheme().small : currentTheme().body;
    if (font() != wanted)
        setFont(wanted);
    update();
}

}

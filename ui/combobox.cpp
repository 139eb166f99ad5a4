#include "ui/combobox.h"

#include "ui/elidinglineedit.h"
#include "ui/icons.h"
#include "ui/theme.h"

#include <QAbstractItemView>
#include <QAccessible>
#include <QCompleter>
#include <QCursor>
#include <QItemSelectionModel>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QWheelEvent>

#include <algorithm>

namespace sluice {

using namespace Qt::StringLiterals;

namespace {

constexpr int Padding = 8; // px, left of the text
constexpr int FramedPadding = 11; // the same as in a line edit: border, padding, its own margin
constexpr int MostQuietText = 200; // px: a long model name must not push the others out
constexpr int LeastText = 40;
constexpr int LeastReadable = 64;
constexpr int QuietHeight = 28;
constexpr int FramedHeight = 34;

int chevronSize()
{
    return currentTheme().forText(14);
}

/// Right of the text.
int chevronRoom()
{
    return chevronSize() + 8;
}

}

ComboBox::ComboBox(Look look, QWidget* parent)
    : QComboBox(parent)
    , m_look(look)
{
    setProperty("quiet", look == Look::Quiet);
    setAttribute(Qt::WA_Hover);
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(look == Look::Quiet ? QSizePolicy::Maximum : QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(this, &QComboBox::currentTextChanged, this, &ComboBox::updateGeometry);
}

QAbstractItemView* ComboBox::list()
{
    if (!m_list) {
        setItemDelegate(new QStyledItemDelegate(this)); // the style sheet knows no other
        m_list = view();
        connect(m_list->selectionModel(), &QItemSelectionModel::selectionChanged, this, &ComboBox::takeSelection);
        QEvent missed(QEvent::StyleChange); // see changeEvent()
        QComboBox::changeEvent(&missed);
    }
    return m_list;
}

void ComboBox::changeEvent(QEvent* event)
{
    // The base class would make the list, only to tell it.
    if (!m_list && (event->type() == QEvent::StyleChange || event->type() == QEvent::FontChange))
        QWidget::changeEvent(event);
    else
        QComboBox::changeEvent(event);
}

bool ComboBox::isOpen() const
{
    return m_list && m_list->isVisible();
}

int ComboBox::textWidth() const
{
    return fontMetrics().horizontalAdvance(currentText().isEmpty() ? placeholderText() : currentText());
}

QSize ComboBox::sizeHint() const
{
    const Theme& theme = currentTheme();
    if (m_look == Look::Framed)
        return {theme.forText(240), theme.forText(FramedHeight)};
    const int spare = isEditable() ? 8 : 2; // a line edit keeps room for its cursor
    const int text = std::clamp(textWidth() + spare, theme.forText(LeastText), theme.forText(MostQuietText));
    return {text + Padding + chevronRoom(), theme.forText(QuietHeight)};
}

QSize ComboBox::minimumSizeHint() const
{
    const Theme& theme = currentTheme();
    const int least = theme.forText(LeastText);
    if (m_look == Look::Framed)
        return {least + Padding + chevronRoom(), theme.forText(FramedHeight)};
    // What can be typed can be read by moving in it; the others should say what they are when room is short.
    const int most = isEditable() ? least : theme.forText(LeastReadable);
    return {std::clamp(textWidth() + 2, least, most) + Padding + chevronRoom(), theme.forText(QuietHeight)};
}

void ComboBox::showPopup()
{
    // The popup is as wide as the box unless told otherwise, and would cut the names.
    list()->setMinimumWidth(std::min(list()->sizeHintForColumn(0) + 4 * Padding, currentTheme().forText(480)));
    QComboBox::showPopup();
    tellExpanded();
}

void ComboBox::hidePopup()
{
    QComboBox::hidePopup();
    tellExpanded();
    // Nobody tells the box that the mouse has left it while the popup was open.
    setAttribute(Qt::WA_UnderMouse, rect().contains(mapFromGlobal(QCursor::pos())));
    update();
}

void ComboBox::tellExpanded()
{
    if (!QAccessible::isActive())
        return;
    QAccessible::State changed;
    changed.expanded = true;
    QAccessibleStateChangeEvent event(this, changed);
    QAccessible::updateAccessibility(&event);
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
    const int size = chevronSize();
    const QRect chevron(width() - chevronRoom() + 2, (height() - size) / 2, size, size);
    lineIcon(u"chevron", theme.mutedText).paint(&painter, chevron);
    if (isEditable())
        return;
    painter.setPen(colour);
    const QRect text = rect().adjusted(m_look == Look::Framed ? FramedPadding : Padding, 0, -chevronRoom(), 0);
    painter.drawText(
        text, Qt::AlignVCenter | Qt::TextSingleLine, fontMetrics().elidedText(currentText(), Qt::ElideRight, text.width()));
}

void ComboBox::resizeEvent(QResizeEvent* event)
{
    QComboBox::resizeEvent(event);
    placeLineEdit();
}

bool ComboBox::eventFilter(QObject* watched, QEvent* event)
{
    // The base class puts it where its style has it, whenever the list of items changes.
    if (watched == lineEdit() && (event->type() == QEvent::Move || event->type() == QEvent::Resize))
        placeLineEdit();
    return QComboBox::eventFilter(watched, event);
}

void ComboBox::placeLineEdit()
{
    const QRect wanted = rect().adjusted((m_look == Look::Framed ? FramedPadding : Padding) - 2, 1, -chevronRoom(), -1);
    if (lineEdit() && lineEdit()->geometry() != wanted)
        lineEdit()->setGeometry(wanted);
}

void ComboBox::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Up || event->key() == Qt::Key_Down)
        showPopup();
    else
        QComboBox::keyPressEvent(event);
}

void ComboBox::takeSelection(const QItemSelection& selected)
{
    // Assistive technology selects an item of the closed list; QComboBox itself hears of choices in the open one only.
    if (selected.isEmpty() || isOpen())
        return;
    const int row = selected.indexes().first().row();
    if (row == currentIndex())
        return;
    setCurrentIndex(row);
    Q_EMIT activated(row);
    Q_EMIT textActivated(itemText(row));
}

void ComboBox::wheelEvent(QWheelEvent* event)
{
    event->ignore();
}

void ComboBox::makeEditable(const QString& placeholder, int maxLength)
{
    setLineEdit(new ElidingLineEdit(this));
    setInsertPolicy(QComboBox::NoInsert);
    lineEdit()->setPlaceholderText(placeholder);
    lineEdit()->setMaxLength(maxLength);
    lineEdit()->installEventFilter(this);
    lineEdit()->setAccessibleName(accessibleName());
    lineEdit()->setAccessibleDescription(accessibleDescription());
    lineEdit()->setStyleSheet(u"background: transparent; border: none; padding: 0;"_s); // this box paints what is behind it
    completer()->setFilterMode(Qt::MatchContains);
    completer()->setCompletionMode(QCompleter::PopupCompletion);
}

}

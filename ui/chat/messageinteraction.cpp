#include "ui/chat/messageinteraction.h"

#include "ui/chat/attachmentactions.h"
#include "ui/chat/chatview.h"
#include "ui/chat/messagedelegate.h"
#include "ui/chat/messageroles.h"

#include <QApplication>
#include <QMouseEvent>
#include <QTimerEvent>

#include <algorithm>
#include <limits>

using namespace Qt::StringLiterals;

namespace sluice {

namespace {

constexpr int ScrollIntervalMs = 30;
constexpr qsizetype EndOfRow = std::numeric_limits<qsizetype>::max() / 2;

// What a press works on instead of beginning a selection.
bool isControl(const MessageHit& hit)
{
    using Kind = MessageHit::Kind;
    return hit.kind == Kind::CopyCode || hit.kind == Kind::ReasoningToggle || hit.kind == Kind::ScrollBar
        || hit.kind == Kind::Attachment || hit.kind == Kind::Strip;
}

}

MessageInteraction::MessageInteraction(ChatView& view, MessageDelegate& delegate)
    : QObject(&view)
    , m_view(view)
    , m_delegate(delegate)
    , m_attachments(new AttachmentActions(view, this))
{ }

void MessageInteraction::press(const QMouseEvent& event)
{
    m_lastPoint = event.pos();
    dropFocus();
    m_pressed = hitAt(event.pos());
    if (event.button() != Qt::LeftButton || m_pressed.row < 0)
        return;
    m_view.selectionModel()->setCurrentIndex(m_view.model()->index(m_pressed.row, 0), QItemSelectionModel::NoUpdate);
    if (isControl(m_pressed.hit))
        return;

    const bool isThird = m_tripleClickTimer.isActive();
    m_tripleClickTimer.stop();
    m_isSelecting = true;
    if (!isThird && event.modifiers().testFlag(Qt::ShiftModifier) && m_selection.hasBegun()) {
        m_unit = Unit::Character;
        extendTo(event.pos());
    } else {
        beginAt(event.pos(), isThird ? Unit::Block : Unit::Character);
    }
}

void MessageInteraction::doubleClick(const QMouseEvent& event)
{
    const RowHit target = hitAt(event.pos());
    if (event.button() != Qt::LeftButton || target.row < 0 || isControl(target.hit)) {
        press(event);
        return;
    }
    m_isSelecting = true;
    m_pressed = {};
    beginAt(event.pos(), Unit::Word);
    m_tripleClickTimer.start(QApplication::doubleClickInterval(), this);
}

void MessageInteraction::move(const QMouseEvent& event)
{
    const int dx = event.pos().x() - m_lastPoint.x();
    m_lastPoint = event.pos();
    if (m_pressed.hit.kind == MessageHit::Kind::ScrollBar) {
        SidewaysScroll* scroll = m_view.layoutOf(m_pressed.row).sidewaysOf(m_pressed.hit);
        if (scroll && scroll->dragBy(dx))
            m_view.viewport()->update();
        return;
    }
    if (!m_isSelecting) {
        updateHover();
        return;
    }
    extendTo(event.pos());
    const bool isOutside = event.pos().y() < 0 || event.pos().y() >= m_view.viewport()->height();
    if (isOutside && !m_scrollTimer.isActive())
        m_scrollTimer.start(ScrollIntervalMs, this);
    else if (!isOutside)
        m_scrollTimer.stop();
}

void MessageInteraction::release(const QMouseEvent& event)
{
    if (event.button() != Qt::LeftButton)
        return;
    m_isSelecting = false;
    m_scrollTimer.stop();
    const RowHit target = hitAt(event.pos());
    if (hasSelection())
        publishSelection();
    else if (target == m_pressed)
        click(target);
    m_pressed = {};
    updateHover();
}

bool MessageInteraction::wheel(const QWheelEvent& event)
{
    const QPoint pixels = event.pixelDelta().isNull() ? event.angleDelta() / 3 : event.pixelDelta();
    const bool isTurned = event.modifiers().testFlag(Qt::ShiftModifier);
    if (!isTurned && std::abs(pixels.x()) <= std::abs(pixels.y()))
        return false;
    return scrollSideways(hitAt(event.position().toPoint()), -(isTurned && pixels.x() == 0 ? pixels.y() : pixels.x()));
}

bool MessageInteraction::scrollSideways(int row, int dx)
{
    const QRect rect = m_view.visualRect(m_view.model()->index(row, 0)).intersected(m_view.viewport()->rect());
    constexpr int Step = 16; // px; no block is lower
    for (int y = rect.top(); y < rect.bottom(); y += Step) {
        const RowHit target = hitAt(QPoint(rect.center().x(), y));
        if (target.row == row && scrollSideways(target, dx))
            return true;
    }
    return false;
}

bool MessageInteraction::scrollSideways(const RowHit& target, qreal dx)
{
    SidewaysScroll* scroll = target.row < 0 ? nullptr : m_view.layoutOf(target.row).sidewaysOf(target.hit);
    if (!scroll)
        return false;
    if (scroll->scrollBy(dx))
        m_view.viewport()->update();
    return true;
}

void MessageInteraction::timerEvent(QTimerEvent* event)
{
    if (event->timerId() == m_scrollTimer.timerId()) {
        const int height = m_view.viewport()->height();
        const int outside = m_lastPoint.y() < 0 ? m_lastPoint.y() : std::max(0, m_lastPoint.y() - height + 1);
        m_view.scrollByPixels(outside);
        extendTo(m_lastPoint);
    } else if (event->timerId() == m_copiedTimer.timerId()) {
        m_copiedTimer.stop();
        m_copied = {};
        m_view.viewport()->update();
    } else if (event->timerId() == m_tripleClickTimer.timerId()) {
        m_tripleClickTimer.stop();
    }
}

void MessageInteraction::beginAt(const QPoint& point, Unit unit)
{
    m_unit = unit;
    m_selection.begin(unitAt(point));
    m_view.viewport()->update();
}

void MessageInteraction::extendTo(const QPoint& point)
{
    m_selection.extendTo(unitAt(point));
    m_view.viewport()->update();
}

MessageInteraction::RowHit MessageInteraction::hitAt(const QPoint& point) const
{
    const QModelIndex index = m_view.indexAt(point);
    if (!index.isValid())
        return {};
    return {.row = index.row(), .hit = m_view.layoutOf(index.row()).hit(point - m_view.visualRect(index).topLeft())};
}

TextPlace MessageInteraction::placeAt(const QPoint& point) const
{
    const int y = std::clamp(point.y(), 0, std::max(0, m_view.viewport()->height() - 1));
    const int row = m_view.rowAtViewport(y);
    if (row < 0)
        return {};
    const QRect rect = m_view.visualRect(m_view.model()->index(row, 0));
    return {.row = row, .position = m_view.layoutOf(row).positionAt(QPoint(point.x(), y) - rect.topLeft())};
}

TextRange MessageInteraction::unitAt(const QPoint& point) const
{
    const TextPlace place = placeAt(point);
    if (m_unit == Unit::Character || place.row < 0)
        return {place, place};
    const MessageLayout& layout = m_view.layoutOf(place.row);
    const auto [from, to] = m_unit == Unit::Word ? layout.wordRange(place.position) : layout.blockRange(place.position);
    return {{.row = place.row, .position = from}, {.row = place.row, .position = to}};
}

void MessageInteraction::updateHover()
{
    setHovered(m_view.viewport()->underMouse() ? hitAt(m_lastPoint) : RowHit());
}

void MessageInteraction::leave()
{
    setHovered({});
}

void MessageInteraction::setHovered(const RowHit& hovered)
{
    if (m_hovered == hovered)
        return;
    m_hovered = hovered;
    using Kind = MessageHit::Kind;
    const Kind kind = hovered.hit.kind;
    const bool isPlain = kind == Kind::Nothing || kind == Kind::ScrollBar;
    m_view.viewport()->setCursor(isPlain ? Qt::ArrowCursor : kind == Kind::Text ? Qt::IBeamCursor : Qt::PointingHandCursor);
    m_view.updateActions();
    const bool isAttachment = kind == Kind::Attachment;
    m_view.viewport()->setToolTip(isAttachment ? m_view.layoutOf(hovered.row).attachments().at(hovered.hit.attachment).name
                                               : hovered.hit.link); // what a link says and where it leads are two things
    m_view.viewport()->update();
}

void MessageInteraction::insertRows(int first, int count)
{
    m_selection.insertRows(first, count);
    m_hovered = m_pressed = m_copied = {};
    dropFocus();
}

void MessageInteraction::removeRows(int first, int count)
{
    m_selection.removeRows(first, count);
    m_hovered = m_pressed = m_copied = {};
    dropFocus();
}

void MessageInteraction::reset()
{
    m_hovered = m_pressed = m_copied = {};
    dropFocus();
    m_isSelecting = false;
    m_scrollTimer.stop();
    clearSelection();
}

void MessageInteraction::decorate(int first, int last)
{
    m_delegate.clearDecorations();
    const auto [from, to] = m_selection.range();
    for (int row = first; row <= last; ++row) {
        MessageDecoration decoration;
        if (from.row >= 0 && row >= from.row && row <= to.row) {
            decoration.selectionStart = row == from.row ? from.position : 0;
            decoration.selectionEnd = row == to.row ? to.position : EndOfRow;
        }
        if (m_hovered.row == row)
            decoration.hovered = m_hovered.hit;
        if (m_copied.row == row)
            decoration.copied = m_copied.hit;
        if (m_focusedRow == row && m_view.hasFocus()) {
            decoration.focused = m_focused;
            decoration.hovered = m_focused.hit;
        }
        m_delegate.setDecoration(row, decoration);
    }
}

}

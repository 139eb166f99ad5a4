// The part of MessageInteraction that uses what is in a message, by mouse and by keyboard.

#include "ui/chat/attachmentactions.h"
#include "ui/chat/chatview.h"
#include "ui/chat/messageinteraction.h"

#include <QApplication>
#include <QClipboard>
#include <QDesktopServices>
#include <QUrl>

namespace sluice {

namespace {

constexpr int CopiedMs = 1500;

}

void MessageInteraction::click(const RowHit& target)
{
    if (target.hit.kind == MessageHit::Kind::CopyCode)
        copyCode(target);
    else if (target.hit.kind == MessageHit::Kind::ReasoningToggle)
        m_view.toggleReasoning(target.row);
    else if (target.hit.kind == MessageHit::Kind::Link)
        openLink(target.hit.link);
    else if (target.hit.kind == MessageHit::Kind::Strip)
        Q_EMIT m_view.timelineWanted(target.row);
    else if (target.hit.kind == MessageHit::Kind::Attachment)
        m_attachments->open(m_view.layoutOf(target.row).attachments().at(target.hit.attachment));
}

// The parser lets through nothing but http, https and mailto.
void MessageInteraction::openLink(const QString& link)
{
    if (!QDesktopServices::openUrl(QUrl(link)))
        Q_EMIT m_view.linkNotOpened(link);
}

void MessageInteraction::copyCode(const RowHit& target)
{
    QApplication::clipboard()->setText(m_view.layoutOf(target.row).blockText(target.hit));
    m_copied = target;
    m_copiedTimer.start(CopiedMs, this);
    m_view.viewport()->update();
}

bool MessageInteraction::moveFocus(int row, int by)
{
    const bool isThere = row >= 0 && row == m_focusedRow;
    const QList<MessageStop> stops = row >= 0 ? m_view.layoutOf(row).stops() : QList<MessageStop>();
    const qsizetype next = isThere ? m_focusedStop + by : by > 0 ? 0 : -1;
    if (next < 0 || next >= stops.size()) {
        dropFocus();
        return isThere && next < 0; // from the first one back to the message itself
    }
    m_focusedRow = row;
    m_focusedStop = next;
    m_focused = stops[next];
    m_view.revealPosition(row, m_focused.position);
    m_view.viewport()->update();
    Q_EMIT m_view.stopFocused(focusWords());
    return true;
}

bool MessageInteraction::clickFocused()
{
    if (m_focusedRow < 0)
        return false;
    click({.row = m_focusedRow, .hit = m_focused.hit});
    return true;
}

void MessageInteraction::dropFocus()
{
    if (m_focusedRow < 0)
        return;
    m_focusedRow = -1;
    m_focused = {};
    m_view.viewport()->update();
}

QString MessageInteraction::focusWords() const
{
    using Kind = MessageHit::Kind;
    switch (m_focused.hit.kind) {
    case Kind::ReasoningToggle:
        return m_view.isReasoningOpen(m_focusedRow) ? tr("Reasoning, expanded") : tr("Reasoning, collapsed");
    case Kind::CopyCode:
        return tr("Copy code");
    case Kind::Attachment:
        return tr("Attachment: %1").arg(m_view.layoutOf(m_focusedRow).attachments().at(m_focused.hit.attachment).name);
    case Kind::Strip:
        return tr("Show performance");
    default:
        return tr("Link: %1").arg(m_focused.hit.link);
    }
}

}

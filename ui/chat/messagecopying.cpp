// The part of MessageInteraction that selects and copies.

#include "ui/chat/messageinteraction.h"

#include "core/chat/attachmenttext.h"
#include "ui/chat/chatview.h"
#include "ui/chat/messageroles.h"

#include <QApplication>
#include <QClipboard>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace sluice {

namespace {

constexpr int MaxRowsToCopy = 10'000;

}

QString MessageInteraction::selection(QString (MessageLayout::*read)(qsizetype, qsizetype) const) const
{
    const auto [from, to] = m_selection.range();
    if (from.row < 0 || from == to)
        return {};
    QString out;
    for (int row = from.row; row <= std::min(to.row, from.row + MaxRowsToCopy); ++row) {
        const MessageLayout& layout = m_view.wholeLayoutOf(row);
        const qsizetype end = row == to.row ? std::min(to.position, layout.length()) : layout.length();
        const QString text = (layout.*read)(row == from.row ? from.position : 0, end);
        out += (out.isEmpty() || text.isEmpty() ? QString() : u"\n\n"_s) + text;
    }
    return out;
}

void MessageInteraction::clearSelection()
{
    m_selection.clear();
    m_view.viewport()->update();
}

void MessageInteraction::selectAll()
{
    selectRow(currentRow());
}

void MessageInteraction::selectRow(int row)
{
    if (row < 0)
        return;
    const auto [from, to] = m_view.wholeLayoutOf(row).answerRange();
    m_selection.begin({{.row = row, .position = from}, {.row = row, .position = to}});
    publishSelection();
    m_view.viewport()->update();
}

int MessageInteraction::currentRow() const
{
    if (m_selection.hasBegun())
        return m_selection.caretRow();
    const QModelIndex current = m_view.currentIndex();
    return current.isValid() ? current.row() : m_view.model() ? m_view.model()->rowCount() - 1 : -1;
}

void MessageInteraction::copy()
{
    const QString text = hasSelection() ? selectedText() : currentRow() >= 0 ? messageText(currentRow()) : QString();
    if (!text.isEmpty())
        QApplication::clipboard()->setText(text);
}

void MessageInteraction::copyMarkdown()
{
    const QString text = hasSelection() ? selection(&MessageLayout::markdown) : messageMarkdown(currentRow());
    if (!text.isEmpty())
        QApplication::clipboard()->setText(text);
}

void MessageInteraction::copyMessage(int row)
{
    if (row >= 0 && row < m_view.model()->rowCount())
        QApplication::clipboard()->setText(messageText(row));
}

QString MessageInteraction::messageText(int row) const
{
    const MessageLayout& layout = m_view.wholeLayoutOf(row);
    const auto [from, to] = layout.answerRange();
    return layout.text(from, to);
}

QString MessageInteraction::messageMarkdown(int row) const
{
    const QModelIndex index = m_view.model()->index(row, 0);
    return markdownOf(index.data(MessageTextRole).toString(), index.data(MessageAttachmentsRole).value<QList<Attachment>>());
}

// What X11 pastes with the middle button.
void MessageInteraction::publishSelection() const
{
    if (QApplication::clipboard()->supportsSelection())
        QApplication::clipboard()->setText(selectedText(), QClipboard::Selection);
}

}

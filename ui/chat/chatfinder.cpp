#include "ui/chat/chatfinder.h"

#include "ui/chat/messageroles.h"

#include <QAbstractItemModel>

#include <algorithm>
#include <utility>

namespace sluice {

namespace {

constexpr int MostChanged = 1000; // more rows that change at once are a new conversation

}

ChatFinder::ChatFinder(QAbstractItemModel& model, QObject* parent, const Clock& clock)
    : QObject(parent)
    , m_model(model)
    , m_clock(clock)
{
    m_timer.setInterval(0);
    connect(&m_timer, &QTimer::timeout, this, &ChatFinder::work);
    connect(&model, &QAbstractItemModel::dataChanged, this,
        [this](const QModelIndex& top, const QModelIndex& bottom) { changeRows(top.row(), bottom.row()); });
    connect(&model, &QAbstractItemModel::rowsInserted, this,
        [this](const QModelIndex&, int first, int last) { insertRows(first, last); });
    connect(&model, &QAbstractItemModel::rowsRemoved, this,
        [this](const QModelIndex&, int first, int last) { removeRows(first, last); });
    connect(&model, &QAbstractItemModel::modelReset, this, &ChatFinder::restart);
}

void ChatFinder::search(const Needle& needle, int first, int last)
{
    m_needle = needle;
    m_table.clear();
    m_current.reset();
    m_growing.reset();
    m_growingRow = -1;
    m_isFresh = true;
    m_isTruncated = false;
    m_timer.stop();
    m_scan.stop();
    if (!needle.isEmpty()) {
        m_scan.start(m_model.rowCount(), first, last);
        m_timer.start();
    }
    Q_EMIT changed();
}

void ChatFinder::restart()
{
    search(m_needle, 0, 0);
    m_isFresh = false; // nobody has asked: what is shown now stays where it is
}

void ChatFinder::work()
{
    const bool wasFresh = m_isFresh;
    const TimePoint end = m_clock.now() + Slice;
    do {
        const std::optional<int> row = m_scan.take();
        if (!row)
            break;
        scanRow(*row);
    } while (m_clock.now() < end);
    if (m_scan.isDone()) {
        m_timer.stop();
        m_isFresh = false;
    }
    const std::optional<FoundHit> first = wasFresh && !m_isFresh ? m_current : std::nullopt;
    Q_EMIT changed();
    if (first)
        Q_EMIT reached(*first);
}

void ChatFinder::scanRow(int row)
{
    const int count = countIn(row);
    if (!m_table.set(row, count))
        m_isTruncated = true;
    if (!m_current && m_table.hitsIn(row) > 0) {
        const int first = m_firstIndex ? m_firstIndex(row) : 0;
        m_current = FoundHit {.row = row, .index = std::min(first, m_table.hitsIn(row) - 1)};
        m_isFresh = false;
    } else if (m_current && m_current->row == row) {
        settle();
    }
}

int ChatFinder::countIn(int row)
{
    const QModelIndex index = m_model.index(row, 0);
    const QVariant isAtHand = index.data(MessageIsAtHandRole);
    if (isAtHand.isValid() && !isAtHand.toBool()) {
        m_isTruncated = true;
        return m_table.hitsIn(row); // what was found while it was here still is
    }
    HitCounter::Text message {.text = index.data(MessageTextRole).toString(),
        .isMarkdown = index.data(MessageAuthorRole).toInt() == int(Role::Assistant)};
    if (m_isReasoningOpen && m_isReasoningOpen(row))
        message.reasoning = index.data(MessageReasoningRole).toString();
    if (row == m_growingRow && m_growing)
        return m_growing->count(message);
    return HitCounter(m_needle).count(message);
}

// The current hit is gone: the one in its place, or the next.
void ChatFinder::settle()
{
    if (!m_current)
        return;
    const int count = m_table.hitsIn(m_current->row);
    if (m_current->index < count)
        return;
    if (count > 0) {
        m_current->index = count - 1;
        return;
    }
    m_current = firstFrom(m_current->row);
}

// Wraps around.
std::optional<FoundHit> ChatFinder::firstFrom(int row) const
{
    std::optional<int> found = m_table.rowAtOrAfter(row);
    if (!found)
        found = m_table.rowAtOrAfter(0);
    return found ? std::optional(FoundHit {.row = *found, .index = 0}) : std::nullopt;
}

void ChatFinder::next()
{
    if (!m_current)
        return;
    if (m_current->index + 1 < m_table.hitsIn(m_current->row)) {
        moveTo({.row = m_current->row, .index = m_current->index + 1});
        return;
    }
    if (const std::optional<FoundHit> hit = firstFrom(m_current->row + 1))
        moveTo(*hit);
}

void ChatFinder::previous()
{
    if (!m_current)
        return;
    if (m_current->index > 0) {
        moveTo({.row = m_current->row, .index = m_current->index - 1});
        return;
    }
    std::optional<int> row = m_table.rowBefore(m_current->row);
    if (!row)
        row = m_table.rowBefore(m_model.rowCount());
    if (row)
        moveTo({.row = *row, .index = m_table.hitsIn(*row) - 1});
}

void ChatFinder::moveTo(const FoundHit& hit)
{
    m_current = hit;
    Q_EMIT changed();
    Q_EMIT reached(hit);
}

qint64 ChatFinder::ordinal() const
{
    return m_current ? m_table.before(m_current->row) + m_current->index + 1 : 0;
}

void ChatFinder::rescan(int row)
{
    changeRows(row, row);
}

void ChatFinder::changeRows(int first, int last)
{
    if (m_needle.isEmpty())
        return;
    if (last - first >= MostChanged) {
        restart();
        return;
    }
    if (first == last && first != m_growingRow) {
        m_growingRow = first;
        m_growing.emplace(m_needle);
    }
    for (int row = first; row <= last; ++row)
        m_scan.markChanged(row);
    if (!m_scan.isDone())
        m_timer.start();
}

void ChatFinder::insertRows(int first, int last)
{
    if (m_needle.isEmpty())
        return;
    const int count = last - first + 1;
    m_table.insertRows(first, count);
    m_scan.insertRows(first, count);
    if (m_growingRow >= first)
        m_growingRow += count;
    if (m_current && m_current->row >= first)
        m_current->row += count;
    m_timer.start();
    Q_EMIT changed();
}

void ChatFinder::removeRows(int first, int last)
{
    if (m_needle.isEmpty())
        return;
    const int count = last - first + 1;
    m_table.removeRows(first, count);
    m_scan.removeRows(first, count);
    m_growingRow = -1;
    m_growing.reset();
    if (m_current && m_current->row > last) {
        m_current->row -= count;
    } else if (m_current && m_current->row >= first) {
        m_current = firstFrom(first);
    }
    Q_EMIT changed();
}

}

#include "ui/chat/findinchat.h"

#include "ui/chat/chatview.h"
#include "ui/chat/findbar.h"
#include "ui/chat/messagedelegate.h"

#include <QShortcut>

#include <algorithm>
#include <utility>

namespace sluice {

namespace {

constexpr qsizetype LongestSelection = 200; // characters; who selects more does not mean to search for it

// What to search for when \a text is selected: hits do not reach over the end of a line.
QString needleFrom(const QString& text)
{
    const QString line = text.trimmed().section(u'\n', 0, 0).section(QChar(QChar::LineSeparator), 0, 0).trimmed();
    return line.size() <= LongestSelection ? line : QString();
}

}

FindInChat::FindInChat(ChatView& view, FindBar& bar, QObject* parent)
    : QObject(parent)
    , m_view(view)
    , m_bar(bar)
    , m_finder(*view.model())
{
    m_finder.setReasoningOpen([&view](int row) { return view.isReasoningOpen(row); });
    m_finder.setFirstIndex([this](int row) { return firstIndexIn(row); });
    connect(&view, &ChatView::reasoningToggled, &m_finder, &ChatFinder::rescan);
    connect(&bar, &FindBar::searchRequested, this, &FindInChat::search);
    connect(&bar, &FindBar::nextRequested, &m_finder, &ChatFinder::next);
    connect(&bar, &FindBar::previousRequested, &m_finder, &ChatFinder::previous);
    connect(&bar, &FindBar::closed, &m_finder, &ChatFinder::clear);
    connect(&m_finder, &ChatFinder::changed, this, &FindInChat::showProgress);
    connect(&m_finder, &ChatFinder::reached, this, &FindInChat::reveal);
    // The view's: while it is not shown there is nothing to find.
    const auto addKey = [this, &view](const QKeySequence& keys, auto slot) {
        connect(new QShortcut(keys, &view), &QShortcut::activated, this, slot);
    };
    addKey(QKeySequence(Qt::Key_F3), &FindInChat::next);
    addKey(QKeySequence(Qt::SHIFT | Qt::Key_F3), &FindInChat::previous);
}

void FindInChat::open()
{
    if (m_view.model()->rowCount() == 0)
        return;
    m_bar.open(needleFrom(m_view.selectedText()));
}

void FindInChat::open(const QString& text)
{
    m_bar.open(text);
}

void FindInChat::close()
{
    m_bar.close();
}

void FindInChat::takeOver(const FindInChat& former)
{
    if (!former.m_bar.isOpen())
        return;
    m_givenStart = former.startOf();
    m_bar.takeOver(former.m_bar);
}

void FindInChat::next()
{
    if (m_bar.isOpen())
        m_bar.goNext();
    else
        open();
}

void FindInChat::previous()
{
    if (m_bar.isOpen())
        m_bar.goPrevious();
    else
        open();
}

void FindInChat::search(const Needle& needle)
{
    m_start = std::exchange(m_givenStart, std::nullopt).value_or(startOf());
    m_finder.search(needle, m_start.row, m_view.rowAtViewport(m_view.viewport()->height() - 1));
}

// The hit that the reader has come to, for a longer word mostly stands there too; else the top of what is in view.
TextPlace FindInChat::startOf() const
{
    const int first = m_view.rowAtViewport(0);
    const int last = m_view.rowAtViewport(m_view.viewport()->height() - 1);
    const std::optional<FoundHit> hit = m_finder.current();
    if (hit && hit->row >= first && hit->row <= last) {
        if (const std::optional<qsizetype> position = positionOf(*hit))
            return {.row = hit->row, .position = *position};
    }
    if (first < 0)
        return {};
    const int above = -m_view.visualRect(m_view.model()->index(first, 0)).top();
    return {.row = first, .position = above > 0 ? m_view.layoutOf(first).positionAt(QPointF(0, above)) : 0};
}

int FindInChat::firstIndexIn(int row) const
{
    if (row != m_start.row)
        return 0;
    const auto hits = m_view.layoutOf(row).find(m_finder.needle());
    const auto first =
        std::partition_point(hits.begin(), hits.end(), [this](const auto& hit) { return hit.first < m_start.position; });
    return int(first - hits.begin());
}

void FindInChat::showProgress()
{
    m_bar.setProgress(m_finder.ordinal(), m_finder.total(), m_finder.hasMore(), m_finder.isSearching());
    mark();
}

void FindInChat::reveal(const FoundHit& hit)
{
    m_view.revealPosition(hit.row, positionOf(hit).value_or(0)); // a message that has to be loaded again: its beginning
}

void FindInChat::mark()
{
    const FoundHit current = m_finder.current().value_or(FoundHit {.row = -1, .index = -1});
    m_view.setFindMarks({.needle = m_finder.needle(), .currentRow = current.row, .currentIndex = current.index});
}

// Nothing when the message shows less than it did a moment ago.
std::optional<qsizetype> FindInChat::positionOf(const FoundHit& hit) const
{
    auto hits = m_view.layoutOf(hit.row).find(m_finder.needle());
    if (hit.index >= hits.size()) // it may stand in what the view has not read yet
        hits = m_view.wholeLayoutOf(hit.row).find(m_finder.needle());
    return hit.index < hits.size() ? std::optional(hits.at(hit.index).first) : std::nullopt;
}

}

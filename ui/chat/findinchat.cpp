#include "ui/chat/findinchat.h"

#include "ui/chat/chatview.h"
#include "ui/chat/findbar.h"
#include "ui/chat/messagedelegate.h"

#include <QShortcut>

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

void FindInChat::close()
{
    m_bar.close();
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
    // From the hit that the reader has come to; a longer word mostly stands there too.
    int first = m_view.rowAtViewport(0);
    int last = m_view.rowAtViewport(m_view.viewport()->height() - 1);
    if (const std::optional<FoundHit> hit = m_finder.current(); hit && hit->row > first && hit->row <= last)
        first = hit->row;
    m_finder.search(needle, first, last);
}

void FindInChat::showProgress()
{
    m_bar.setProgress(m_finder.ordinal(), m_finder.total(), m_finder.hasMore());
    mark();
}

void FindInChat::reveal(const FoundHit& hit)
{
    if (const std::optional<qsizetype> position = positionOf(hit))
        m_view.revealPosition(hit.row, *position);
}

void FindInChat::mark()
{
    const FoundHit current = m_finder.current().value_or(FoundHit {.row = -1, .index = -1});
    m_view.setFindMarks({.needle = m_finder.needle(), .currentRow = current.row, .currentIndex = current.index});
}

// Nothing when the message shows less than it did a moment ago.
std::optional<qsizetype> FindInChat::positionOf(const FoundHit& hit) const
{
    const auto hits = m_view.layoutOf(hit.row).find(m_finder.needle());
    return hit.index < hits.size() ? std::optional(hits.at(hit.index).first) : std::nullopt;
}

}

#pragma once

#include "core/base/clock.h"
#include "ui/chat/hitcounter.h"
#include "ui/chat/hittable.h"
#include "ui/chat/rowscan.h"

#include <QObject>
#include <QTimer>

#include <functional>
#include <optional>

class QAbstractItemModel;

namespace sluice {

/// One hit: the row, and which of the row's hits.
struct FoundHit
{
    int row = -1;
    int index = 0;

    bool operator==(const FoundHit&) const = default;
};

/// Finds text in a conversation, in what its messages show. Works in slices of a few milliseconds between events, from the rows
/// in view outwards, so that nobody waits for it however long the conversation is; keeps up with answers that grow. Rows whose
/// messages are not loaded are passed by until they are. GUI thread.
class ChatFinder final : public QObject
{
    Q_OBJECT

public:
    static constexpr Millis Slice {3};

    /// All must outlive this. \a clock only measures the slices.
    explicit ChatFinder(QAbstractItemModel& model, QObject* parent = nullptr, const Clock& clock = steadyClock());

    /// Who knows which reasoning is unfolded; without it none is.
    void setReasoningOpen(std::function<bool(int row)> isOpen) { m_isReasoningOpen = std::move(isOpen); }

    /// Who knows with which of a row's hits a search begins: those before it lie above what is in view.
    void setFirstIndex(std::function<int(int row)> firstIndex) { m_firstIndex = std::move(firstIndex); }

    /// Starts over, with rows \a first to \a last. An empty needle finds nothing.
    void search(const Needle& needle, int first, int last);
    void clear() { search({}, 0, 0); }
    /// Wrap around. Nothing while nothing is found.
    void next();
    void previous();
    /// What \a row shows has changed without the model: its reasoning.
    void rescan(int row);

    const Needle& needle() const { return m_needle; }
    std::optional<FoundHit> current() const { return m_current; }
    qint64 ordinal() const; ///< of the current hit, from 1; 0 without
    qint64 total() const { return m_table.total(); }
    int hitsIn(int row) const { return m_table.hitsIn(row); }
    bool isSearching() const { return m_timer.isActive(); }
    bool hasMore() const { return isSearching() || m_isTruncated; } ///< total() is not the whole

Q_SIGNALS:
    /// Counts, the current hit or isSearching() may be different now; once a slice.
    void changed();
    /// The user should see this hit: it was asked for, or is the first that a search has found.
    void reached(const sluice::FoundHit& hit);

private:
    void work();
    std::optional<int> takeRow();
    void scanRow(int row);
    int countIn(int row);
    void settle();
    std::optional<FoundHit> firstFrom(int row) const;
    void moveTo(const FoundHit& hit);
    void changeRows(int first, int last);
    void insertRows(int first, int last);
    void removeRows(int first, int last);
    void restart();

    QAbstractItemModel& m_model;
    const Clock& m_clock;
    std::function<bool(int)> m_isReasoningOpen;
    std::function<int(int)> m_firstIndex;
    Needle m_needle;
    HitTable m_table;
    RowScan m_scan;
    QTimer m_timer;
    std::optional<FoundHit> m_current;
    int m_growingRow = -1; // the last that changed: its counter is kept
    std::optional<HitCounter> m_growing;
    bool m_isFresh = false; // the search has shown nothing yet
    bool m_isTruncated = false;
};

}

#pragma once

#include "ui/chat/chatfinder.h"
#include "ui/chat/textselection.h"

#include <QObject>

#include <optional>

namespace sluice {

class ChatView;
class FindBar;

/// Find in conversation: the bar asks, the finder searches, the view shows. GUI thread.
class FindInChat final : public QObject
{
    Q_OBJECT

public:
    /// \a view has its model and keeps it; both must outlive this.
    FindInChat(ChatView& view, FindBar& bar, QObject* parent = nullptr);

    /// Opens the bar, or puts the cursor into it; text selected in the view is what is searched for.
    void open();
    void open(const QString& text); ///< to search for
    void close();
    /// Open as \a former is, at the hit that it has come to.
    void takeOver(const FindInChat& former);
    void next();
    void previous();

private:
    void search(const Needle& needle);
    TextPlace startOf() const;
    int firstIndexIn(int row) const;
    void showProgress();
    void reveal(const FoundHit& hit);
    void mark();
    std::optional<qsizetype> positionOf(const FoundHit& hit) const;

    ChatView& m_view;
    FindBar& m_bar;
    ChatFinder m_finder;
    TextPlace m_start; // where the search begins to look
    std::optional<TextPlace> m_givenStart; // of the next search, not its own choice
};

}

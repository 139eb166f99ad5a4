#pragma once

#include "core/store/historystore.h"

#include <QWidget>

class QAbstractItemModel;
class QLabel;
class QListView;
class QMenu;
class QPushButton;

namespace sluice {

class ConversationDelegate;
class ConversationFilter;
class Conversations;
class HitDelegate;
class MenuButton;
class SearchField;
class SearchResults;
class UndoBar;

/// The list of conversations with its search. With a store the search looks into every message, and what it finds stands in the
/// list instead of the conversations; without one it hides those that do not match. GUI thread.
class Sidebar final : public QWidget
{
    Q_OBJECT

public:
    /// \a conversations must outlive this.
    explicit Sidebar(Conversations& conversations, QWidget* parent = nullptr);

    void setMenu(QMenu* menu);
    void showMenu();
    void setCurrent(const QString& id);
    void focusSearch();
    /// Searches for what \a former searches for, is where that is, and offers to bring back what was deleted there.
    void takeOver(const Sidebar& former);

Q_SIGNALS:
    void newRequested();
    void chosen(const QString& id);
    /// \a found is the text that the hit marks.
    void hitChosen(const sluice::SearchHit& hit, const QString& found);
    void exportRequested(const QString& id, const QString& title);
    /// One left the list; the one shown may be no longer in it.
    void removed();

protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    QWidget* makeHeader();
    void makeList();
    void search(const QString& query);
    void showResults();
    void showConversations();
    void holdPlace();
    void setListModel(QAbstractItemModel* model);
    bool showsResults() const;
    void choose(const QModelIndex& index);
    void takeSelection();
    void showContextMenu(const QPoint& position);
    void removeAt(const QModelIndex& index);
    void offerUndo(const QString& title);
    void duplicateAt(const QModelIndex& index);
    QString idAt(const QModelIndex& index) const;
    void applyTheme();

    Conversations& m_conversations;
    ConversationFilter* m_filter;
    SearchResults* m_results = nullptr; ///< with a store
    QPushButton* m_new;
    MenuButton* m_menuButton;
    SearchField* m_search;
    QListView* m_list;
    ConversationDelegate* m_delegate;
    HitDelegate* m_hitDelegate;
    QLabel* m_nothingFound;
    UndoBar* m_undo;
    QString m_removedTitle; ///< of what it brings back
    QString m_current; ///< id of the conversation shown
};

}

#pragma once

#include <QPointer>
#include <QTimer>
#include <QWidget>

class QLabel;
class QLineEdit;
class QListView;
class QMenu;
class QPushButton;
class QToolButton;

namespace sluice {

class ChatSession;
class ConversationFilter;
class Conversations;
class UndoBar;

/// The list of conversations with its search. GUI thread.
class Sidebar final : public QWidget
{
    Q_OBJECT

public:
    /// \a conversations must outlive this.
    explicit Sidebar(Conversations& conversations, QWidget* parent = nullptr);

    void setMenu(QMenu* menu);
    void showMenu();
    void setCurrent(const ChatSession* session);
    void focusSearch();

Q_SIGNALS:
    void newRequested();
    void chosen(sluice::ChatSession* session);
    /// One left the list; the one shown may be no longer in it.
    void removed();

protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    QWidget* makeHeader();
    void makeSearch();
    void makeList();
    void applySearch();
    void choose(const QModelIndex& index);
    void takeSelection();
    void showContextMenu(const QPoint& position);
    void removeAt(const QModelIndex& index);
    void applyTheme();

    Conversations& m_conversations;
    ConversationFilter* m_filter;
    QPushButton* m_new;
    QToolButton* m_menuButton;
    QLineEdit* m_search;
    QAction* m_searchIcon;
    QAction* m_clearSearch;
    QListView* m_list;
    QLabel* m_nothingFound;
    UndoBar* m_undo;
    QTimer m_searchDelay;
    QPointer<const ChatSession> m_current;
};

}

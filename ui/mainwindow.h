#pragma once

#include "core/base/error.h"
#include "ui/windowservices.h"

#include <QMainWindow>

#include <functional>
#include <optional>

class QMenu;
class QShortcut;
class QSplitter;

namespace sluice {

class ChatPane;
class ChatSession;
class ClosingGuard;
struct Endpoint;
class EndpointActions;
class EndpointChoice;
class HistoryTransfer;
class LabAction;
class LocalServers;
class PanelDock;
class RecordingPlayer;
class SettingsDialog;
class Shortcuts;
class Sidebar;

/// The window: sidebar at the left, one conversation in the middle. Closing it stops nothing by itself: streams belong to the
/// conversations. With a store it closes a moment later, when all is on disk: see ClosingGuard. GUI thread.
class MainWindow final : public QMainWindow
{
    Q_OBJECT

public:
    explicit MainWindow(const WindowServices& services, QWidget* parent = nullptr);
    ~MainWindow() override;

    /// Says \a text across the top of the chat until it is dismissed.
    void showNotice(const QString& text);
    /// Looks for model servers on this computer and offers those not yet configured.
    void searchLocalServers();
    /// On \a page (SettingsPage::name); empty = the one that was shown last.
    void openSettings(const QString& page = {});

    LabAction& lab() const { return *m_lab; }
    /// Plays \a fileName in a new conversation; why it cannot be is said across the top of the chat.
    void openRecording(const QString& fileName);
    void startNew(); ///< a conversation, or the empty one that is there
    void showConversation(const QString& id, const std::function<void()>& then = {});
    void useEndpoint(const Endpoint& endpoint); ///< for this run, from now on
    void offerCrashReport(const QString& file); ///< nothing when \a file is empty
    /// Writes down where everything is, for the next window.
    void keepPlace();
    /// What \a former shows and holds beside the conversations is shown and held by this from now on. \a former has kept its
    /// place, before this was made, and is of no use any more.
    void takeOver(MainWindow& former);

    ClosingGuard* closing() const { return m_closing; } ///< null without a store
    /// As if the user had, but nobody is asked: see ClosingGuard.
    void closeUnasked();
    /// The user's session is about to end. False = it had better not: something is not saved, and the user is being asked, which
    /// happens only with \a mayAsk.
    bool prepareForLogout(bool mayAsk);

protected:
    void closeEvent(QCloseEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void arrange();
    void connectParts();
    void connectServers();
    void connectRecordings();
    void connectMetrics();
    QMenu* makeMenu();
    void addKeys();
    void connectStore();
    void makeTransfer();
    void openLast();
    void restore(const QString& id);
    void showSession(ChatSession* session);
    QString belowDamage(const QString& text) const;
    void showFailure(const Error& error);
    void showDamage(const QString& sentence);
    void showTrouble(const std::optional<Error>& trouble);
    void leaveRemoved();
    void watchStreams();
    void setSidebarVisible(bool isVisible);
    void fitSidebar();
    bool hasRoomForAll(bool withPanel) const;
    void restorePlace();
    bool isKnownServer(const QUrl& baseUrl) const;

    WindowServices m_services;
    Shortcuts* m_shortcuts;
    EndpointChoice* m_choice;
    EndpointActions* m_endpoints;
    HistoryTransfer* m_transfer = nullptr; ///< null without a store
    ClosingGuard* m_closing = nullptr; ///< null without a store
    LocalServers* m_servers;
    RecordingPlayer* m_recordings;
    QSplitter* m_splitter; // before its parts: a widget that gets another parent is polished anew
    Sidebar* m_sidebar;
    ChatPane* m_pane;
    PanelDock* m_panel;
    LabAction* m_lab;
    SettingsDialog* m_settingsDialog = nullptr; ///< null until it is opened
    QAction* m_sidebarAction = nullptr;
    QShortcut* m_stopKey = nullptr;
    QString m_wanted; // id of the conversation that is shown, or being opened
    std::optional<Error> m_storeTrouble;
    QString m_trouble; // what the notice says of it
    QString m_damage; // and of what was lost of it
    QString m_crashReport; // that was offered
    bool m_isRestoring = false; // the last run's conversation is being opened
    bool m_isNarrow = false;
};

}

#pragma once

#include <QDockWidget>

class QAction;
class QToolButton;

namespace sluice {

class ChatPane;
class PanelSource;
class PerformancePanel;
class Settings;
struct WindowServices;

/// The performance panel at the right of the window, its button and its key. It follows the conversation that is shown, and is
/// open in the next run if it was in this one. Nothing of the panel is made before it is wanted. GUI thread.
class PanelDock final : public QDockWidget
{
    Q_OBJECT

public:
    /// All must outlive this.
    PanelDock(const WindowServices& services, ChatPane& pane, QWidget* parent);

    QAction* action() const { return m_action; }
    PerformancePanel* panel() const { return m_panel; } ///< null before it was shown
    /// As the settings say: after the window's state was restored.
    void restore();
    void takeOver(const PanelDock& former); ///< is about the answer that \a former is about

Q_SIGNALS:
    void opening(); ///< it is about to be shown, and needs its room
    void said(const QString& sentence); ///< for the user

private:
    void connectPane();
    void apply(bool isShown);

    Settings& m_settings;
    ChatPane& m_pane;
    PanelSource* m_source;
    PerformancePanel* m_panel = nullptr;
    QAction* m_action;
};

}

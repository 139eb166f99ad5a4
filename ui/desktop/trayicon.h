#pragma once

#include <QObject>
#include <QPointer>
#include <QSystemTrayIcon>

#include <functional>
#include <memory>

class QMenu;
class QWidget;

namespace sluice {

class AnswerWatch;
class Settings;

/// The icon in the desktop's tray, while Settings::desktopChoice() wants one: how many answers run, and a menu. As long as there
/// is such a tray, a window that the user closes goes there and comes back from there; quitting is another thing. GUI thread.
class TrayIcon final : public QObject
{
    Q_OBJECT

public:
    using IsAvailable = std::function<bool()>;

    /// Both must outlive this. \a isAvailable says whether the desktop has a tray now.
    TrayIcon(Settings& settings, const AnswerWatch& answers, IsAvailable isAvailable = &QSystemTrayIcon::isSystemTrayAvailable,
        QObject* parent = nullptr);
    ~TrayIcon() override;

    /// Which one it is about.
    void setWindow(QWidget* window);
    /// Null while there is none.
    QMenu* menu() const { return m_menu.get(); }
    QString toolTip() const;

Q_SIGNALS:
    void showRequested();
    void newRequested();
    void quitRequested();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void take();
    void makeMenu();
    void showCount();

    Settings& m_settings;
    const AnswerWatch& m_answers;
    const IsAvailable m_isAvailable;
    QPointer<QWidget> m_window;
    std::unique_ptr<QMenu> m_menu; // outlives the icon, which does not own it
    std::unique_ptr<QSystemTrayIcon> m_icon;
};

}

#include "ui/desktop/trayicon.h"

#include "core/engine/settings.h"
#include "ui/desktop/answerwatch.h"
#include "ui/icons.h"

#include <QApplication>
#include <QEvent>
#include <QMenu>
#include <QWidget>

namespace sluice {

using namespace Qt::StringLiterals;

TrayIcon::TrayIcon(Settings& settings, const AnswerWatch& answers, IsAvailable isAvailable, QObject* parent)
    : QObject(parent)
    , m_settings(settings)
    , m_answers(answers)
    , m_isAvailable(std::move(isAvailable))
{
    connect(&settings, &Settings::desktopChoiceChanged, this, &TrayIcon::take);
    connect(&answers, &AnswerWatch::runningChanged, this, &TrayIcon::showCount);
    take();
}

TrayIcon::~TrayIcon() = default;

void TrayIcon::setWindow(QWidget* window)
{
    if (m_window)
        m_window->removeEventFilter(this);
    m_window = window;
    if (m_window)
        m_window->installEventFilter(this);
    if (!m_icon)
        return;
    const std::unique_ptr<QMenu> former = std::move(m_menu); // in the language of the former window
    makeMenu();
    m_icon->setContextMenu(m_menu.get());
    showCount();
}

void TrayIcon::take()
{
    const bool isWanted = m_settings.desktopChoice().usesTray;
    if (isWanted == (m_icon != nullptr))
        return;
    // A dialog that closes while the window is in the tray is not the end.
    QApplication::setQuitOnLastWindowClosed(!isWanted);
    if (!isWanted) {
        m_icon.reset();
        m_menu.reset();
        if (m_window && m_window->isHidden())
            Q_EMIT showRequested(); // else nothing would lead back to it
        return;
    }
    makeMenu();
    m_icon = std::make_unique<QSystemTrayIcon>(applicationIcon());
    m_icon->setContextMenu(m_menu.get());
    connect(m_icon.get(), &QSystemTrayIcon::activated, this, [this](QSystemTrayIcon::ActivationReason reason) {
        if (reason == QSystemTrayIcon::Trigger || reason == QSystemTrayIcon::DoubleClick)
            Q_EMIT showRequested();
    });
    showCount();
    m_icon->show(); // where there is no tray yet, it appears with the tray
}

void TrayIcon::makeMenu()
{
    m_menu = std::make_unique<QMenu>();
    connect(m_menu->addAction(tr("Show Sluice")), &QAction::triggered, this, &TrayIcon::showRequested);
    connect(m_menu->addAction(tr("New conversation")), &QAction::triggered, this, &TrayIcon::newRequested);
    m_menu->addSeparator();
    connect(m_menu->addAction(tr("Quit")), &QAction::triggered, this, &TrayIcon::quitRequested);
}

QString TrayIcon::toolTip() const
{
    return m_icon ? m_icon->toolTip() : QString();
}

void TrayIcon::showCount()
{
    if (!m_icon)
        return;
    const int running = m_answers.running();
    QString text = u"Sluice"_s;
    if (running > 0)
        text = running == 1 ? tr("Sluice: an answer is running") : tr("Sluice: %n answers are running", nullptr, running);
    m_icon->setToolTip(text);
}

bool TrayIcon::eventFilter(QObject* watched, QEvent* event)
{
    // Spontaneous: from the window's frame. What the program closes, it means.
    if (watched != m_window || event->type() != QEvent::Close || !event->spontaneous() || !m_icon || !m_isAvailable())
        return QObject::eventFilter(watched, event);
    event->ignore();
    m_window->hide();
    return true;
}

}

#include "ui/paneldock.h"

#include "core/engine/settings.h"
#include "ui/chat/chatpane.h"
#include "ui/contractname.h"
#include "ui/mainwindow.h"
#include "ui/panel/panelsource.h"
#include "ui/panel/performancepanel.h"

#include <QAction>
#include <QApplication>
#include <QToolButton>

using namespace Qt::StringLiterals;

namespace sluice {

PanelDock::PanelDock(const WindowServices& services, ChatPane& pane, QWidget* parent)
    : QDockWidget(parent)
    , m_settings(services.settings)
    , m_pane(pane)
    , m_source(new PanelSource(services.engine, this))
    , m_action(new QAction(tr("Performance panel"), this))
{
    setObjectName(u"performance"_s); // of QMainWindow::saveState()
    setWindowTitle(tr("Performance"));
    setAllowedAreas(Qt::RightDockWidgetArea);
    setFeatures(QDockWidget::NoDockWidgetFeatures);
    setTitleBarWidget(new QWidget(this)); // the panel has a line of its own
    m_action->setCheckable(true);
    connect(m_action, &QAction::toggled, this, &PanelDock::apply);
    connectPane();
    hide();
}

void PanelDock::connectPane()
{
    QToolButton* button = m_pane.panelButton();
    button->setCheckable(true);
    button->setAccessibleName(contractName(u"Performance panel"));
    button->setToolTip(tr("How the answer streams (Ctrl+Shift+P)"));
    connect(button, &QToolButton::toggled, m_action, &QAction::setChecked); // assistive technology toggles it without a click
    connect(m_action, &QAction::toggled, button, &QToolButton::setChecked);
    connect(&m_pane, &ChatPane::timelineWanted, this, [this](int row) {
        m_source->showRow(row);
        m_action->setChecked(true);
    });
    connect(&m_pane, &ChatPane::sessionShown, m_source, &PanelSource::setSession);
}

void PanelDock::restore()
{
    m_action->setChecked(m_settings.isPanelShown());
    setVisible(m_action->isChecked());
}

void PanelDock::takeOver(const PanelDock& former)
{
    if (former.m_source->askedRow() >= 0)
        m_source->showRow(former.m_source->askedRow());
}

void PanelDock::apply(bool isShown)
{
    if (isShown && !m_panel) {
        m_panel = new PerformancePanel(*m_source, [this] { return m_pane.frameTime(95); }, this);
        connect(m_panel, &PerformancePanel::closeRequested, m_action, [this] { m_action->setChecked(false); });
        connect(m_panel, &PerformancePanel::said, this, &PanelDock::said);
        setWidget(m_panel);
    }
    if (isShown)
        Q_EMIT opening();
    const bool hadFocus = m_panel && m_panel->isAncestorOf(QApplication::focusWidget());
    setVisible(isShown);
    if (hadFocus && !isShown)
        m_pane.panelButton()->setFocus();
    m_settings.setPanelShown(isShown);
}

}

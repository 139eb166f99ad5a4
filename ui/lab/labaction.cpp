#include "ui/lab/labaction.h"

#include "ui/lab/labwindow.h"

#include <QAction>

namespace sluice {

namespace {

QLocale::Language spokenNow()
{
    const QLocale::Language language = QLocale().language();
    return language == QLocale::C ? QLocale::English : language;
}

}

LabAction::LabAction(const LabServices& services, QObject* parent)
    : QObject(parent)
    , m_services(services)
    , m_action(new QAction(tr("Lab"), this))
{
    connect(m_action, &QAction::triggered, this, [this] { open(); });
}

LabAction::~LabAction() = default;

void LabAction::open(const QString& page)
{
    if (isOutlived()) {
        m_window->close();
        m_window.reset();
    }
    if (!m_window) {
        m_window = std::make_unique<LabWindow>(m_services);
        m_spoken = spokenNow();
        m_wasClosed = false;
    }
    if (!page.isEmpty())
        m_window->showPage(page);
    m_window->show();
    m_window->raise();
    m_window->activateWindow();
}

/// Whether another window, in the language of now, is better than the one that is there.
bool LabAction::isOutlived() const
{
    return m_window && m_spoken != spokenNow() && !m_window->isBusy() && (m_wasClosed || !m_window->holdsReport());
}

void LabAction::keepFormer(LabAction& former)
{
    m_window = std::move(former.m_window);
    m_spoken = former.m_spoken;
    connect(m_window.get(), &LabWindow::closing, this, [this] { m_wasClosed = true; });
}

void LabAction::takeOver(LabAction& former)
{
    if (!former.m_window)
        return;
    if (former.m_window->isBusy() || (former.m_window->holdsReport() && !former.isOutlived())) {
        keepFormer(former);
    } else if (former.m_window->isVisible()) {
        former.close();
        open();
    }
}

void LabAction::close()
{
    if (m_window)
        m_window->close();
}

}

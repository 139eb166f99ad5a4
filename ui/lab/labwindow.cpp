#include "ui/lab/labwindow.h"

#include "core/engine/settings.h"
#include "ui/contractname.h"
#include "ui/icons.h"
#include "ui/lab/checkpage.h"
#include "ui/lab/loadpage.h"
#include "ui/pagesview.h"
#include "ui/theme.h"

#include <QCloseEvent>
#include <QScreen>
#include <QShortcut>

#include <algorithm>

namespace sluice {

using namespace Qt::StringLiterals;

namespace {

constexpr QSize UsualSize {1040, 720};
constexpr QSize LeastSize {800, 480};
constexpr int NarrowBelow = 1000; // px

QList<PagesView::Page> pagesOf(const LabServices& services, QWidget* parent)
{
    QList<PagesView::Page> pages;
    const QList<LabPage> all = labPages();
    for (const LabPage& page : all)
        pages.append({page.name, page.title, [&services, parent, make = page.make] { return make(services, parent); }});
    return pages;
}

}

LabWindow::LabWindow(const LabServices& services, QWidget* parent)
    : QMainWindow(parent)
    , m_services(services)
    , m_pages(new PagesView(pagesOf(m_services, this), this))
{
    setWindowTitle(tr("Lab – Sluice"));
    setContractName(*this, u"Lab", windowTitle());
    setWindowIcon(applicationIcon());
    setMinimumSize(LeastSize);
    m_pages->setNarrowBelow(NarrowBelow);
    setCentralWidget(m_pages);
    auto* close = new QShortcut(QKeySequence::Close, this);
    connect(close, &QShortcut::activated, this, &QWidget::close);
    connect(m_pages, &PagesView::chosen, this,
        [this](const QString& name) { m_services.settings.setLabState(u"page", name.toUtf8()); });
    restorePlace();
    showPage(QString::fromUtf8(m_services.settings.labState(u"page")));
    m_pages->setFocus();
}

void LabWindow::showPage(const QString& name)
{
    m_pages->showPage(name);
}

QWidget* LabWindow::page(const QString& name) const
{
    return m_pages->page(name);
}

bool LabWindow::isBusy() const
{
    const QList<CheckPage*> checks = findChildren<CheckPage*>();
    const QList<LoadPage*> loads = findChildren<LoadPage*>();
    return std::any_of(checks.begin(), checks.end(), [](const CheckPage* page) { return page->isRunning(); })
        || std::any_of(loads.begin(), loads.end(), [](const LoadPage* page) { return page->isRunning(); });
}

bool LabWindow::holdsReport() const
{
    const QList<CheckPage*> checks = findChildren<CheckPage*>();
    const QList<LoadPage*> loads = findChildren<LoadPage*>();
    return std::any_of(checks.begin(), checks.end(), [](const CheckPage* page) { return page->hasReport(); })
        || std::any_of(loads.begin(), loads.end(), [](const LoadPage* page) { return page->hasReport(); });
}

void LabWindow::restorePlace()
{
    const QSize room = screen()->availableSize();
    const Theme& theme = currentTheme();
    resize(QSize(theme.forText(UsualSize.width()), theme.forText(UsualSize.height()))
            .boundedTo({room.width() - 64, room.height() - 64}));
    restoreGeometry(m_services.settings.labState(u"window"));
}

void LabWindow::closeEvent(QCloseEvent* event)
{
    m_services.settings.setLabState(u"window", saveGeometry());
    QMainWindow::closeEvent(event);
    Q_EMIT closing();
}

}

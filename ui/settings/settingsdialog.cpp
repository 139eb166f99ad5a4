#include "ui/settings/settingsdialog.h"

#include "core/engine/settings.h"
#include "ui/contractname.h"
#include "ui/pagesview.h"
#include "ui/theme.h"

#include <QScreen>
#include <QVBoxLayout>

namespace sluice {

namespace {

QList<PagesView::Page> pagesOf(const SettingsServices& services, QWidget* parent)
{
    QList<PagesView::Page> pages;
    const QList<SettingsPage> all = settingsPages();
    for (const SettingsPage& page : all)
        pages.append({page.name, page.title, [&services, parent, make = page.make] { return make(services, parent); }});
    return pages;
}

}

SettingsDialog::SettingsDialog(const SettingsServices& services, QWidget* parent)
    : QDialog(parent)
    , m_services(services)
    , m_pages(new PagesView(pagesOf(m_services, this), this))
{
    setWindowTitle(tr("Settings"));
    setContractName(*this, u"Settings", windowTitle());
    setMinimumSize(480, 400);
    const QSize room = screen()->availableSize();
    const Theme& theme = currentTheme();
    resize(QSize(theme.forText(840), theme.forText(640)).boundedTo({room.width() - 64, room.height() - 64}));

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_pages);
    showPage(services.settings.settingsPage());
    m_pages->setFocus();
    connect(m_pages, &PagesView::chosen, this, [this](const QString& name) { m_services.settings.setSettingsPage(name); });
}

QString SettingsDialog::currentPage() const
{
    return m_pages->currentName();
}

void SettingsDialog::showPage(const QString& name)
{
    m_pages->showPage(name);
}

}

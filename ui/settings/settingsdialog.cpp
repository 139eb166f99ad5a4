#include "ui/settings/settingsdialog.h"

#include "core/engine/settings.h"

#include <QHBoxLayout>
#include <QListWidget>
#include <QScreen>
#include <QStackedWidget>

#include <algorithm>

namespace sluice {

using namespace Qt::StringLiterals;

namespace {

constexpr int ListWidth = 168; // px, at least
constexpr int NarrowBelow = 640;
constexpr int ListPadding = 24; // beside the items

}

SettingsDialog::SettingsDialog(const SettingsServices& services, QWidget* parent)
    : QDialog(parent)
    , m_services(services)
    , m_pages(m_known.size(), nullptr)
    , m_list(new QListWidget(this))
    , m_stack(new QStackedWidget(this))
{
    setWindowTitle(tr("Settings"));
    setAccessibleName(tr("Settings"));
    setMinimumSize(480, 400);
    const QSize room = screen()->availableSize();
    resize(QSize(840, 640).boundedTo({room.width() - 64, room.height() - 64}));

    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_list);
    layout->addWidget(m_stack, 1);
    m_list->setAccessibleName(tr("Pages"));
    m_list->setProperty("pages", true);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    for (const SettingsPage& page : m_known)
        m_list->addItem(page.title);
    connect(m_list, &QListWidget::currentRowChanged, this, &SettingsDialog::takeRow);
    m_list->setCurrentRow(0);
    showPage(services.settings.settingsPage());
    m_list->setFocus();
}

void SettingsDialog::showPage(const QString& name)
{
    for (int row = 0; row < m_known.size(); ++row) {
        if (m_known.at(row).name == name)
            m_list->setCurrentRow(row);
    }
}

void SettingsDialog::takeRow(int row)
{
    if (row < 0)
        return;
    QWidget*& page = m_pages[row];
    if (!page) {
        page = m_known.at(row).make(m_services, this);
        m_stack->addWidget(page);
    }
    m_stack->setCurrentWidget(page);
    if (isVisible())
        m_services.settings.setSettingsPage(m_known.at(row).name);
}

void SettingsDialog::resizeEvent(QResizeEvent* event)
{
    const int needed = m_list->sizeHintForColumn(0) + ListPadding;
    m_list->setFixedWidth(width() < NarrowBelow ? needed : std::max(needed, ListWidth));
    QDialog::resizeEvent(event);
}

}

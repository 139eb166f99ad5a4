#include "ui/pagesview.h"

#include "ui/listselection.h"

#include <QHBoxLayout>
#include <QListWidget>
#include <QScrollArea>
#include <QStackedWidget>

#include <algorithm>

namespace sluice {

namespace {

constexpr int ListWidth = 168; // px, at least
constexpr int ListPadding = 24; // beside the items

/// What scrolls \a page where it does not fit, unless it does so itself.
QWidget* scrolling(QWidget* page)
{
    if (qobject_cast<QAbstractScrollArea*>(page))
        return page;
    auto* area = new QScrollArea;
    area->setFrameShape(QFrame::NoFrame);
    area->setFocusPolicy(Qt::NoFocus); // what is in it has it; the area follows
    area->setWidgetResizable(true);
    area->setWidget(page);
    return area;
}

}

PagesView::PagesView(const QList<Page>& pages, QWidget* parent)
    : QWidget(parent)
    , m_known(pages)
    , m_pages(pages.size(), nullptr)
    , m_places(pages.size(), -1)
    , m_list(new QListWidget(this))
    , m_stack(new QStackedWidget(this))
{
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_list);
    layout->addWidget(m_stack, 1);
    m_list->setAccessibleName(tr("Pages"));
    m_list->setProperty("pages", true);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->ensurePolished(); // a screen reader measures the rows at once, and they have to have their style by then
    for (const Page& page : m_known)
        m_list->addItem(page.title);
    connect(m_list, &QListWidget::currentRowChanged, this, &PagesView::takeRow);
    makeSelectionCurrent(*m_list);
    setFocusProxy(m_list);
}

void PagesView::showPage(const QString& name)
{
    for (int row = 0; row < m_known.size(); ++row) {
        if (m_known.at(row).name == name)
            m_list->setCurrentRow(row);
    }
    if (m_list->currentRow() < 0)
        m_list->setCurrentRow(0);
}

QString PagesView::currentName() const
{
    const int row = m_list->currentRow();
    return row < 0 ? QString() : m_known.at(row).name;
}

QWidget* PagesView::page(const QString& name) const
{
    for (int row = 0; row < m_known.size(); ++row) {
        if (m_known.at(row).name == name)
            return m_pages.at(row);
    }
    return nullptr;
}

void PagesView::takeRow(int row)
{
    if (row < 0)
        return;
    QWidget*& page = m_pages[row];
    if (!page) {
        page = m_known.at(row).make();
        m_stack->addWidget(scrolling(page));
        m_places[row] = m_stack->count() - 1;
    }
    m_stack->setCurrentIndex(m_places.at(row));
    if (isVisible())
        Q_EMIT chosen(m_known.at(row).name);
}

void PagesView::resizeEvent(QResizeEvent* event)
{
    const int needed = m_list->sizeHintForColumn(0) + ListPadding;
    m_list->setFixedWidth(width() < m_narrowBelow ? needed : std::max(needed, ListWidth));
    QWidget::resizeEvent(event);
}

}

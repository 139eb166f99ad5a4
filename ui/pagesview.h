#pragma once

#include <QList>
#include <QString>
#include <QWidget>

#include <functional>

class QListWidget;
class QStackedWidget;

namespace sluice {

/// A list of pages at the left, one of them at the right. A page is made when it is first shown, and scrolls where it does not
/// fit. GUI thread.
class PagesView final : public QWidget
{
    Q_OBJECT

public:
    struct Page
    {
        QString name; ///< stable, stands in the settings
        QString title;
        std::function<QWidget*()> make;
    };

    /// Shows none before showPage().
    explicit PagesView(const QList<Page>& pages, QWidget* parent = nullptr);

    /// By its name; when there is no such page it stays where it is, or shows the first.
    void showPage(const QString& name);
    QString currentName() const;
    /// Null when it has not been made.
    QWidget* page(const QString& name) const;
    /// In px: if it is less wide, the list takes no more room than it needs.
    void setNarrowBelow(int width) { m_narrowBelow = width; }

Q_SIGNALS:
    void chosen(const QString& name); ///< while it is visible: by the user, or by showPage()

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void takeRow(int row);

    const QList<Page> m_known;
    QList<QWidget*> m_pages; // null = not made yet
    QList<int> m_places; // of them in the stack
    int m_narrowBelow = 640;
    QListWidget* m_list;
    QStackedWidget* m_stack;
};

}

#pragma once

#include "ui/settings/settingspages.h"

#include <QDialog>

class QListWidget;
class QStackedWidget;

namespace sluice {

/// The settings: a list of pages at the left, one of them at the right. What is changed applies at once, so there is nothing to
/// confirm; Escape closes it. It blocks nothing, opens on the page that was shown last, and makes a page when it is first shown.
/// GUI thread.
class SettingsDialog final : public QDialog
{
    Q_OBJECT

public:
    explicit SettingsDialog(const SettingsServices& services, QWidget* parent = nullptr);

    /// By the name of SettingsPage.
    void showPage(const QString& name);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void takeRow(int row);

    const SettingsServices m_services;
    const QList<SettingsPage> m_known = settingsPages();
    QList<QWidget*> m_pages; // null = not made yet
    QListWidget* m_list;
    QStackedWidget* m_stack;
};

}

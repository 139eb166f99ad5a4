#pragma once

#include "ui/settings/settingspages.h"

#include <QDialog>

namespace sluice {

class PagesView;

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
    QString currentPage() const;

private:
    const SettingsServices m_services;
    PagesView* m_pages;
};

}

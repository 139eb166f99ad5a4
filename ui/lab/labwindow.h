#pragma once

#include "ui/lab/labpages.h"

#include <QMainWindow>

namespace sluice {

class PagesView;

/// The Lab: what can be measured of an endpoint and of Sluice, a page each. A window beside the main one, which blocks nothing.
/// Closing it ends what runs; what the pages show stays. Opens where it was, on the page that was shown last. GUI thread.
class LabWindow final : public QMainWindow
{
    Q_OBJECT

public:
    explicit LabWindow(const LabServices& services, QWidget* parent = nullptr);

    /// By the name of LabPage.
    void showPage(const QString& name);
    /// Null when it has not been shown.
    QWidget* page(const QString& name) const;
    /// A test or check runs.
    bool isBusy() const;
    /// What came of one, which would be gone with the window.
    bool holdsReport() const;

Q_SIGNALS:
    /// The user closes it: what runs must end. Pages connect to it; it may come again.
    void closing();

protected:
    void closeEvent(QCloseEvent* event) override;

private:
    void restorePlace();

    const LabServices m_services;
    PagesView* m_pages;
};

}

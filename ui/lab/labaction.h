#pragma once

#include "ui/lab/labpages.h"

#include <QLocale>
#include <QObject>

#include <memory>

class QAction;

namespace sluice {

class LabWindow;

/// The entry "Lab" of the window's menu, and the Lab's window, which is made when it is first opened. GUI thread.
class LabAction final : public QObject
{
    Q_OBJECT

public:
    explicit LabAction(const LabServices& services, QObject* parent = nullptr);
    ~LabAction() override;

    QAction* action() const { return m_action; }
    LabWindow* window() const { return m_window.get(); } ///< null before it was opened

    /// On \a page (LabPage::name); empty = the one that was shown last.
    void open(const QString& page = {});
    void close();
    /// The Lab that \a former has open is open here. One in which something runs, or that holds a report, stays as it is, in its
    /// own language, until it is opened the next time after it was closed.
    void takeOver(LabAction& former);

private:
    bool isOutlived() const;
    void keepFormer(LabAction& former);

    const LabServices m_services;
    QAction* m_action;
    std::unique_ptr<LabWindow> m_window; // no child of the main window: it would always lie on top of it
    QLocale::Language m_spoken = QLocale::C; // in the window
    bool m_wasClosed = false; // by the user, since it came here
};

}

#pragma once

#include "core/base/result.h"

#include <QObject>
#include <QTimer>

#include <memory>

class QAction;
class QMenu;
class QWidget;

namespace sluice {

class Conversations;

/// Conversations to files and from them: asks for the file, runs the work in the store's thread, and says how far it is and what
/// came of it. One at a time. GUI thread.
class HistoryTransfer final : public QObject
{
    Q_OBJECT

public:
    /// Both must outlive this; \a conversations must have a store.
    HistoryTransfer(Conversations& conversations, QWidget* window);
    ~HistoryTransfer() override;

    /// "Import…", "Export all…", and "Stop" while something runs.
    void addTo(QMenu* menu);

    /// Asks where to, then writes conversation \a id, or all of them when it is empty.
    void askToExport(const QString& id, const QString& title);
    void askToImport();

    // What they do once the file is known.
    void exportTo(const QString& fileName, const QString& id);
    void importFrom(const QString& fileName);

    bool isRunning() const { return m_work != nullptr; }
    void stop();
    /// What runs in \a former runs here from now on, and is told here.
    void takeOver(HistoryTransfer& former);

Q_SIGNALS:
    /// One sentence for the person: progress, the result, or why it failed.
    void said(const QString& sentence);

private:
    struct Work;

    void sayBusy();
    void run(std::unique_ptr<Work> work);
    void finish(const Result<void>& done);
    void showState();
    void tellProgress();

    Conversations& m_conversations;
    QWidget* m_window;
    QAction* m_import;
    QAction* m_export;
    QAction* m_stop;
    std::unique_ptr<Work> m_work;
    QTimer m_timer; ///< runs with the work
};

}

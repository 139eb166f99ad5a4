#pragma once

#include <QObject>
#include <QTimer>

#include <functional>
#include <memory>

class QAction;
class QMenu;
class QWidget;

namespace sluice {

class Conversations;
class HistoryTask;

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

    bool isRunning() const { return m_task != nullptr; }
    void stop();

Q_SIGNALS:
    /// One sentence for the person: progress, the result, or why it failed.
    void said(const QString& sentence);

private:
    void run(std::shared_ptr<HistoryTask> task, const QString& progress, std::function<QString()> result);
    void tellProgress();

    Conversations& m_conversations;
    QWidget* m_window;
    QAction* m_import;
    QAction* m_export;
    QAction* m_stop;
    std::shared_ptr<HistoryTask> m_task;
    QString m_progress; ///< a sentence with a place for the number of conversations
    QTimer m_timer; ///< runs with the task
};

}

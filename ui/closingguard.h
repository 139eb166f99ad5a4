#pragma once

#include "core/base/result.h"

#include <QObject>
#include <QPointer>
#include <QTimer>

#include <chrono>

class QDialog;
class QWidget;

namespace sluice {

class HistoryStore;

/// Lets the program end only when what it holds is on disk, is saved elsewhere, or the user gives it up. Asks the store, since a
/// full disk shows only when something is written, and then the user, in a dialog that blocks nothing: while it is open, the
/// store goes on trying, and when all is saved the window closes as it had been asked to. GUI thread, never waits.
class ClosingGuard final : public QObject
{
    Q_OBJECT

public:
    /// Both must outlive this; \a window is the parent of the dialogs.
    ClosingGuard(HistoryStore& store, QWidget& window, QObject* parent);

    /// Whether the window may close now. If not it is being looked into, and closed() follows unless the user keeps it open.
    bool mayClose();
    /// For when nobody can be asked: closed() follows within some seconds. What cannot be saved goes to a file in a new private
    /// directory for temporary files.
    void closeUnasked();
    /// What the dialog's buttons do.
    void keepOpen();
    void quitAnyway();
    void saveTo(const QString& fileName);

    /// How long a disk may take before the user is asked about it.
    void setPatience(std::chrono::milliseconds patience) { m_userPatience = patience; }

Q_SIGNALS:
    /// What is told to the store during this signal is saved elsewhere with the rest; what comes later is not.
    void savesElsewhere();
    /// The window may be closed.
    void closed();
    /// Only after closeUnasked(): one sentence about what could not be saved, and where it is.
    void lost(const QString& sentence);

private:
    enum class State { Open, Looking, Asking, Saving, Closed };

    void look();
    void weigh(const Error& why);
    void ask(const QString& reason);
    void askWhere();
    void askToWait();
    void takeLateAnswer();
    void saveLastly(const QString& reason);
    void giveUpOnDisk();
    void end();
    void showDialog(QDialog* dialog);
    void dropDialog();

    HistoryStore& m_store;
    QWidget& m_window;
    State m_state = State::Open;
    std::chrono::milliseconds m_userPatience {5000};
    bool m_isUnasked = false;
    int m_conversations = 0; ///< that are not saved
    quint64 m_step = 0; ///< what answers to an earlier one is not wanted any more
    QTimer m_patience; ///< runs while the store is asked
    QPointer<QDialog> m_dialog;
};

}

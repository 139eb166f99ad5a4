#pragma once

#include "core/chat/endpoint.h"
#include "ui/lab/checkrows.h"
#include "ui/lab/consent.h"
#include "ui/lab/labpages.h"

#include <QWidget>

class QHBoxLayout;
class QLabel;
class QListView;
class QPushButton;
class QToolButton;
class QVBoxLayout;

namespace sluice {

class CheckTarget;
class ElidedLabel;
class SpokenNotice;

/// What the pages "Scorecard" and "Resilience" share: a target, Run and Stop, a list of rows that fills, and a report to save.
/// Nothing waits; what runs ends when the Lab is closed. GUI thread.
class CheckPage : public QWidget
{
    Q_OBJECT

public:
    struct Words
    {
        QString title;
        QString intro;
        QString listName; ///< of the list, for screen readers
        QString fileName; ///< of a report, without its suffix
    };

    /// \a parent may be the LabWindow.
    CheckPage(const LabServices& services, const Words& words, QWidget* parent);
    ~CheckPage() override;

    const CheckRows& rows() const { return *m_rows; }
    bool isRunning() const { return m_state != State::Idle; }
    bool hasReport() const { return m_hasReport; }
    QString status() const;
    QByteArray report(bool isJson) const { return isJson ? jsonReport() : markdownReport(); }

public Q_SLOTS:
    /// Asks the user before, where the endpoint is not on this computer.
    void start();
    void stop();

protected:
    virtual QList<CheckRow> freshRows() const = 0;
    /// Starts what fills the rows; it calls runEnded() once.
    virtual void begin(const Endpoint& endpoint, const QByteArray& key, const QString& model) = 0;
    /// Ends it, if it runs; runEnded() has been called by then.
    virtual void cancel() = 0;
    virtual int mostRequests() const = 0; ///< that a whole run sends
    virtual QByteArray jsonReport() const = 0; ///< empty before the first run
    virtual QByteArray markdownReport() const = 0;

    void showRunning(const QString& id);
    void showResult(const QString& id, CheckRow::State state, const QString& note, const QString& aside = {});
    /// \a sentence says what came of it.
    void runEnded(const QString& sentence, bool isError);
    void addOption(QWidget* option); ///< below the buttons
    void makeRows(); ///< once, from the constructor of a page

    void changeEvent(QEvent* event) override;

    const LabServices m_services;

private:
    enum class State { Idle, Asking, Running };

    void addCommands(QVBoxLayout* column);
    void addStatus(QVBoxLayout* column);
    void addList(QVBoxLayout* column, const QString& name);
    void askToStart(const Endpoint& endpoint);
    void readKey(const Endpoint& endpoint);
    void save(bool isJson);
    void showState();
    void say(const QString& sentence, bool isError = false);
    void applyTheme();

    const QString m_fileName;
    State m_state = State::Idle;
    bool m_hasReport = false;
    Consent m_consent;
    CheckRows* m_rows;
    CheckTarget* m_target;
    QVBoxLayout* m_options;
    QPushButton* m_run;
    QPushButton* m_stop;
    QToolButton* m_save;
    ElidedLabel* m_status;
    SpokenNotice* m_voice;
    QListView* m_list;
};

}

#pragma once

#include "core/base/error.h"
#include "ui/lab/consent.h"
#include "ui/lab/labpages.h"
#include "ui/lab/workertask.h"

#include <QWidget>

class QLabel;
class QPushButton;
class QToolButton;

namespace sluice {

class ElidedLabel;
class LoadForm;
class LoadResults;
class LoadTest;
class SpokenNotice;

enum class LoadFormat { Json, Csv, Html, Png };

/// The page "Load test" of the Lab: what to do at the left, what came of it at the right. A test goes on while another page is
/// shown; closing the Lab stops it, and its report stays. GUI thread.
class LoadPage final : public QWidget
{
    Q_OBJECT

public:
    /// \a parent may be the LabWindow.
    explicit LoadPage(const LabServices& services, QWidget* parent = nullptr);
    ~LoadPage() override;

    /// Asks first where the requests leave this computer.
    void start();
    void stop();
    bool isRunning() const;
    bool hasReport() const;

    LoadForm& form() const { return *m_form; }
    LoadResults& results() const { return *m_results; }
    QString status() const; ///< the line above the results

    /// Without asking. The name's end is of no matter.
    void saveTo(const QString& fileName, LoadFormat format);
    /// Reads the report that "Before" is from then on.
    void compareWith(const QString& fileName);

protected:
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    QWidget* makeCommands();
    QWidget* makeHeader();
    void addExports();
    void askToStart(const Endpoint& endpoint);
    void begin();
    void askForReport();
    void showState();
    void say(const QString& sentence, bool isError = false);
    QByteArray bytes(LoadFormat format) const;
    void fitForm();
    void applyTheme();

    LabServices m_services;
    LoadTest* m_test;
    LoadForm* m_form;
    LoadResults* m_results;
    QWidget* m_commands = nullptr; // below the form, as wide
    QLabel* m_extent = nullptr; // how many requests it will be
    QPushButton* m_start = nullptr;
    QPushButton* m_stop = nullptr;
    ElidedLabel* m_status = nullptr;
    SpokenNotice* m_voice = nullptr; // says how a test or a file ended
    QToolButton* m_compare = nullptr;
    QToolButton* m_export = nullptr;
    Consent m_consent;
    WorkerTask m_reading;
};

}

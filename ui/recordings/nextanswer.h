#pragma once

#include "core/base/error.h"

#include <QObject>
#include <QPointer>
#include <QString>

#include <functional>
#include <memory>
#include <optional>

class QAction;
class QWidget;

namespace sluice {

class ChatSession;
class RecordingJob;
struct SessionTarget;

/// Records the next answer into a file of the user's choice, once; one at a time. GUI thread.
class NextAnswer final : public QObject
{
    Q_OBJECT

public:
    /// \a window must outlive this.
    explicit NextAnswer(QWidget* window);
    ~NextAnswer() override;

    /// "Record next answer…", which asks for the file; checked until that answer has ended.
    QAction* action() const { return m_action; }

    /// What it does once the file is known.
    void recordTo(const QString& fileName);

    /// What \a former is to record, or records, is recorded by this from now on.
    void takeOver(NextAnswer& former);

    /// An answer is to be recorded, and none is yet.
    bool isWanted() const { return !m_fileName.isEmpty() && !m_job; }
    /// Opens the file and calls \a start with what \a target is for that, which starts the answer in \a session. Nothing is
    /// started when there can be no file.
    void begin(ChatSession& session, const SessionTarget& target, std::function<void(const SessionTarget&)> start);

Q_SIGNALS:
    /// One sentence for the person.
    void said(const QString& sentence);

private:
    void askForFile();
    void watch(ChatSession& session);
    void finish(const std::optional<Error>& error);
    void forget();

    QWidget* m_window;
    QAction* m_action;
    QString m_fileName; ///< empty = nothing is to be recorded
    std::unique_ptr<RecordingJob> m_job; ///< since begin()
    QPointer<ChatSession> m_session; ///< whose answer it is, since it runs
};

}

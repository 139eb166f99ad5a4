#pragma once

#include "core/chat/endpoint.h"

#include <QObject>
#include <QString>

#include <deque>
#include <memory>

class QAction;
class QWidget;

namespace sluice {

class RecordingReading;
class ReplayServer;
struct ReadRecording;
class Settings;

/// Makes an endpoint of a recording, for this run: it answers every question with what was recorded, at its original speed. The
/// newest ones are kept. GUI thread.
class RecordingPlayer final : public QObject
{
    Q_OBJECT

public:
    static constexpr std::size_t MostKept = 8;

    /// Both must outlive this.
    RecordingPlayer(Settings& settings, QWidget* window);
    ~RecordingPlayer() override;

    /// "Open recording…", which asks for the file.
    QAction* action() const { return m_action; }

    /// Reads the file. Exactly one of ready() and failed() follows, unless another one is opened before.
    void open(const QString& fileName);

    /// The recordings that \a former serves are served by this from now on, without a break.
    void takeOver(RecordingPlayer& former);

Q_SIGNALS:
    /// \a endpoint is in the settings now; \a prompt is what was asked. \a damage tells what the recording lacks; empty =
    /// nothing.
    void ready(const sluice::Endpoint& endpoint, const QString& prompt, const QString& damage);
    /// One sentence for the person.
    void failed(const QString& sentence);

private:
    void askForFile();
    void serve(const QString& fileName, const ReadRecording& read);

    struct Served
    {
        QString endpointId;
        std::unique_ptr<ReplayServer> server;
    };

    Settings& m_settings;
    QWidget* m_window;
    QAction* m_action;
    std::unique_ptr<RecordingReading> m_reading; ///< null when nothing is being read
    std::deque<Served> m_served; ///< the oldest first
};

/// Whether \a fileName is one that this opens.
bool isRecordingName(const QString& fileName);

}

// The part of MainWindow that plays recordings.

#include "ui/mainwindow.h"

#include "ui/chat/chatpane.h"
#include "ui/recordings/recordingplayer.h"

namespace sluice {

void MainWindow::connectRecordings()
{
    connect(m_pane, &ChatPane::recordingDropped, this, &MainWindow::openRecording);
    connect(m_recordings, &RecordingPlayer::failed, this, &MainWindow::showNotice);
    connect(m_recordings, &RecordingPlayer::ready, this,
        [this](const Endpoint& endpoint, const QString& prompt, const QString& damage) {
            startNew();
            m_pane->askOnce(endpoint, prompt);
            if (!damage.isEmpty())
                showNotice(damage);
        });
}

void MainWindow::openRecording(const QString& fileName)
{
    m_recordings->open(fileName);
}

}

#include "ui/recordings/recordingplayer.h"

#include "core/chat/provider.h"
#include "core/engine/settings.h"
#include "core/recording/recordedprompt.h"
#include "core/recording/replayserver.h"
#include "ui/endpointchoice.h"
#include "ui/recordings/recordingreading.h"

#include <QAction>
#include <QFileDialog>
#include <QFileInfo>
#include <QStandardPaths>

#include <algorithm>
#include <utility>

namespace sluice {

using namespace Qt::StringLiterals;

bool isRecordingName(const QString& fileName)
{
    return fileName.endsWith(".sluice"_L1, Qt::CaseInsensitive);
}

RecordingPlayer::RecordingPlayer(Settings& settings, QWidget* window)
    : QObject(window)
    , m_settings(settings)
    , m_window(window)
    , m_action(new QAction(tr("Open recording…"), this))
{
    connect(m_action, &QAction::triggered, this, &RecordingPlayer::askForFile);
}

RecordingPlayer::~RecordingPlayer() = default;

void RecordingPlayer::askForFile()
{
    auto* dialog =
        new QFileDialog(m_window, tr("Open recording"), QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setNameFilters({tr("Recordings (*.sluice)"), tr("All files (*)")});
    connect(dialog, &QFileDialog::fileSelected, this, &RecordingPlayer::open);
    dialog->open();
}

void RecordingPlayer::open(const QString& fileName)
{
    m_reading = std::make_unique<RecordingReading>(fileName, [this, fileName](const RecordingReading::Read& read) {
        m_reading.reset();
        if (*read)
            serve(fileName, **read);
        else
            Q_EMIT failed(tr("%1 was not opened. %2").arg(QFileInfo(fileName).fileName(), read->error().message));
    });
}

void RecordingPlayer::takeOver(RecordingPlayer& former)
{
    m_served = std::exchange(former.m_served, {});
}

void RecordingPlayer::serve(const QString& fileName, const ReadRecording& read)
{
    const QString name = QFileInfo(fileName).fileName();
    const QString provider = read.recording.header.provider;
    if (!providerNamed(provider)) {
        Q_EMIT failed(tr("%1 was not opened. It is of a kind of server that this version does not know.").arg(name));
        return;
    }
    auto server = std::make_unique<ReplayServer>(std::make_shared<const Recording>(read.recording));
    const Result<QUrl> url = server->start();
    if (!url) {
        Q_EMIT failed(tr("%1 was not opened. %2").arg(name, url.error().message));
        return;
    }
    const Endpoint endpoint {.id = RecordingEndpointPrefix.toString() + QString::number(url->port()),
        .name = tr("Recording: %1").arg(QFileInfo(fileName).completeBaseName()),
        .provider = provider,
        .baseUrl = *url,
        .model = read.recording.header.model.isEmpty() ? u"recording"_s : read.recording.header.model};
    m_served.push_back({endpoint.id, std::move(server)});
    m_settings.addTransientEndpoint(endpoint);
    if (m_served.size() > MostKept) {
        m_settings.removeEndpoint(m_served.front().endpointId);
        m_served.pop_front();
    }
    const QString prompt = recordedPrompt(read.recording);
    Q_EMIT ready(endpoint, prompt.isEmpty() ? tr("Play the recording") : prompt,
        read.damage ? tr("%1 is played as far as it can be read. %2").arg(name, read.damage->message) : QString());
}

}

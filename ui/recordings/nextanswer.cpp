#include "ui/recordings/nextanswer.h"

#include "core/engine/chatsession.h"
#include "ui/recordings/recordingjob.h"

#include <QAction>
#include <QDateTime>
#include <QFileDialog>
#include <QFileInfo>
#include <QStandardPaths>

#include <utility>

namespace sluice {

using namespace Qt::StringLiterals;

namespace {

/// Why \a answer is not complete; nothing when it is.
std::optional<Error> outcomeOf(const Message* answer)
{
    if (!answer || answer->state == MessageState::Complete)
        return std::nullopt;
    return answer->error.value_or(Error {.kind = ErrorKind::Cancelled, .message = NextAnswer::tr("Stopped by the user.")});
}

}

NextAnswer::NextAnswer(QWidget* window)
    : QObject(window)
    , m_window(window)
    , m_action(new QAction(tr("Record next answer…"), this))
{
    m_action->setCheckable(true);
    m_action->setToolTip(tr("Keeps the stream with its timing in a file, without keys"));
    connect(m_action, &QAction::triggered, this, [this](bool isOn) {
        m_action->setChecked(!m_fileName.isEmpty()); // checked is what is to come, not what was clicked
        if (isOn)
            askForFile();
        else if (isWanted())
            forget();
    });
}

NextAnswer::~NextAnswer() = default;

void NextAnswer::askForFile()
{
    const QString name = QDateTime::currentDateTime().toString(u"'recording-'yyyyMMdd-HHmmss'.sluice'"_s);
    auto* dialog =
        new QFileDialog(m_window, tr("Record next answer"), QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setNameFilters({tr("Recordings (*.sluice)")});
    dialog->setDefaultSuffix(u"sluice"_s);
    dialog->selectFile(name);
    connect(dialog, &QFileDialog::fileSelected, this, &NextAnswer::recordTo);
    dialog->open();
}

void NextAnswer::recordTo(const QString& fileName)
{
    if (m_job)
        return;
    m_fileName = fileName;
    m_action->setChecked(true);
    Q_EMIT said(
        tr("The next answer will be recorded in %1, with the question and without keys.").arg(QFileInfo(fileName).fileName()));
}

void NextAnswer::begin(ChatSession& session, const SessionTarget& target, std::function<void(const SessionTarget&)> start)
{
    const RecordingHeader header {.application = QStringLiteral("Sluice " SLUICE_VERSION),
        .recordedAt = QDateTime::currentDateTimeUtc(),
        .provider = target.endpoint.provider,
        .model = target.chosenModel(),
        .endpoint = target.endpoint.name};
    const auto opened = [this, target, watched = QPointer(&session), start = std::move(start)](
                            const Result<std::shared_ptr<WireTap>>& tap) {
        if (!tap) {
            const QString why = tap.error().message;
            forget();
            Q_EMIT said(tr("Nothing was sent, because it cannot be recorded. %1").arg(why));
            return;
        }
        SessionTarget recorded = target;
        recorded.tap = *tap;
        recorded.cache = {}; // an answer from there was not on the wire
        start(recorded);
        if (watched && watched->isRunning())
            watch(*watched);
        else
            finish(Error {.kind = ErrorKind::Cancelled, .message = tr("Nothing was asked.")});
    };
    m_job = std::make_unique<RecordingJob>(m_fileName, header, target.key, opened);
}

void NextAnswer::watch(ChatSession& session)
{
    m_session = &session;
    // Not statusChanged(): the session says so before its message knows how it ended.
    connect(&session, &ChatSession::messageChanged, this, [this] {
        if (!m_session->isRunning())
            finish(outcomeOf(m_session->loadedMessage(m_session->messageCount() - 1)));
    });
    connect(&session, &QObject::destroyed, this,
        [this] { finish(Error {.kind = ErrorKind::Cancelled, .message = tr("The conversation was closed.")}); });
}

void NextAnswer::takeOver(NextAnswer& former)
{
    ChatSession* session = former.m_session;
    if (former.m_job && !session)
        return; // a moment at its begin or end, in which its callbacks know the former
    m_fileName = std::exchange(former.m_fileName, {});
    m_job = std::move(former.m_job);
    m_action->setChecked(!m_fileName.isEmpty());
    former.m_session.clear();
    if (!session)
        return;
    session->disconnect(&former);
    watch(*session);
}

void NextAnswer::finish(const std::optional<Error>& error)
{
    if (m_session)
        m_session->disconnect(this);
    m_session.clear();
    m_job->finish(error, [this, name = QFileInfo(m_fileName).fileName()](const Result<void>& written) {
        const QString sentence = written ? tr("The answer was recorded in %1.").arg(name) : written.error().message;
        forget();
        Q_EMIT said(sentence);
    });
}

void NextAnswer::forget()
{
    m_job.reset();
    m_fileName.clear();
    m_action->setChecked(false);
}

}

// The part of StrategiesPage that finds the stream to play.

#include "ui/lab/strategiespage.h"

#include "core/engine/chatsession.h"
#include "core/engine/settings.h"
#include "ui/combobox.h"
#include "ui/conversations.h"
#include "ui/elidedlabel.h"
#include "ui/panel/figurewords.h"

#include <QFileDialog>
#include <QFileInfo>
#include <QStandardPaths>

namespace sluice {

using namespace Qt::StringLiterals;

namespace {

const QString Shipped = u":/recordings/sample.sluice"_s;

}

void StrategiesPage::takeSource()
{
    m_question.reset();
    m_reading.cancel();
    switch (Source(m_source->currentData().toInt())) {
    case Source::BuiltIn:
        showSample(builtInSample(),
            tr("The same stream through four strategies: made-up text with the pauses and bursts of a network."));
        break;
    case Source::Shipped:
        openRecording(Shipped);
        break;
    case Source::File:
        askForRecording();
        break;
    case Source::LastAnswer:
        showLastAnswer();
        break;
    }
}

void StrategiesPage::askForRecording()
{
    const QString folder = QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
    auto* dialog = new QFileDialog(this, tr("Play a recording"), folder, tr("Recording (*.sluice)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, &StrategiesPage::openRecording);
    dialog->open();
}

void StrategiesPage::openRecording(const QString& fileName)
{
    const QString note = fileName == Shipped
        ? tr("The same stream through four strategies: an answer of the demo, recorded behind a network that stalls.")
        : tr("The same stream through four strategies: %1.").arg(QFileInfo(fileName).fileName());
    using Read = Result<StreamSample>;
    m_reading.start<Read>([fileName] { return sampleOfRecording(fileName); },
        [this, note](const Read& read) {
            if (read)
                showSample(*read, note);
            else
                refuse(read.error().message);
        });
}

void StrategiesPage::showLastAnswer()
{
    ChatSession* session = m_services.conversations.session(m_services.settings.shownConversation());
    int row = session ? session->messageCount() - 1 : -1;
    const auto isAnswer = [session](int at) {
        const Message* message = session->loadedMessage(at);
        return message && message->role == Role::Assistant && !message->text.isEmpty();
    };
    while (row >= 0 && !isAnswer(row))
        --row;
    if (row < 0 || session->isRunning()) {
        refuse(tr("There is no finished answer in the conversation that is shown."));
        return;
    }
    m_question = std::make_unique<QObject>();
    const QString text = session->loadedMessage(row)->text;
    session->askTimeline(row, m_question.get(), [this, text](const std::shared_ptr<const StreamTimeline>& timeline) {
        const StreamSample sample = timeline ? sampleOfTimeline(*timeline, text) : StreamSample();
        if (sample.deltas.empty()) {
            refuse(tr("How that answer came is not stored."));
            return;
        }
        showSample(sample,
            tr("The last answer, as it came: times are true to %1, its text is dealt out evenly over its deltas.")
                .arg(inMilliseconds(timeline->bucketMs)));
    });
}

void StrategiesPage::refuse(const QString& why)
{
    m_note->showText(why);
}

}

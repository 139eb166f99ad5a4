#include "core/recording/recordedprompt.h"
#include "core/recording/recordingreader.h"
#include "tests/support/recordingframes.h"
#include "tests/support/recordingvalues.h"
#include "tests/support/scriptedserver.h"
#include "tests/support/windowfixture.h"
#include "ui/blocks/blockworker.h"
#include "ui/chat/chatpane.h"
#include "ui/chat/composer.h"
#include "ui/chat/messageeditor.h"
#include "ui/chat/targetbar.h"
#include "ui/noticebar.h"
#include "ui/recordings/nextanswer.h"
#include "ui/recordings/recordingplayer.h"

#include <QAction>
#include <QComboBox>
#include <QDropEvent>
#include <QFile>
#include <QFileDialog>
#include <QMenu>
#include <QMimeData>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace sluice;
using namespace sluice::test;

namespace {

constexpr int PatienceMs = 30'000; // files, whole answers

/// "one" at once, "two" and the end after \a later.
QByteArray answerFrames(Micros later, const HttpRequest& request = sampleRequest())
{
    return headerFrame() + requestFrames(0, Micros(0), request) + headFrame(0, Micros(0))
        + bodyFrame(0, Micros(0), openAiText("one")) + bodyFrame(0, later, openAiText(" two") + openAiFinish() + OpenAiDone)
        + endFrame(0, later) + outcomeFrame(later);
}

struct Playing : WindowFixture
{
    BlockWorker worker;

    QString made(const QByteArray& frames, const QString& name = u"tour.sluice"_s) const
    {
        return writeRecording(directory + u'/' + name, frames);
    }
    ChatPane* pane() const { return window->findChild<ChatPane*>(); }
    QString notice() const { return pane()->notice()->isVisible() ? pane()->notice()->text() : QString(); }
    const Message* message(int row) const
    {
        const ChatSession* session = pane()->session();
        return session && row < session->messageCount() ? session->loadedMessage(row) : nullptr;
    }
    QString text(int row) const { return message(row) ? message(row)->text : QString(); }
    bool isComplete() const { return message(1) && message(1)->state == MessageState::Complete; }
};

}

class TestRecordings : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aRecordingIsPlayedInANewConversation();
    void itIsPlayedAtItsOwnSpeed();
    void itIsAskedOfNobodyElse();
    void anotherQuestionPlaysItAgain();
    void theMenuAsksForTheFile();
    void aDroppedRecordingIsPlayed();
    void aDamagedOneIsPlayedAsFarAsItGoes();
    void whatCannotBeOpenedIsSaid_data();
    void whatCannotBeOpenedIsSaid();
    void onlyTheNewestAreKept();

    // Making them.
    void theNextAnswerIsRecordedOnce();
    void aFailedAnswerIsRecordedToo();
    void nothingIsSentWhereItCannotBeRecorded();
    void recordingIsCalledOff();
};

void TestRecordings::aRecordingIsPlayedInANewConversation()
{
    Playing playing;
    ChatSession* before = playing.pane()->session();
    before->send(u"hello"_s, {.endpoint = playing.settings.endpoints().first(), .key = {}, .model = u"demo"_s, .strategy = {}});

    playing.window->openRecording(playing.made(answerFrames(Micros(0))));

    QTRY_VERIFY_WITH_TIMEOUT(playing.pane()->session() != before, PatienceMs); // whose answer may be complete by then, too
    QTRY_VERIFY_WITH_TIMEOUT(playing.isComplete(), PatienceMs);
    QCOMPARE(playing.text(0), u"hi"_s);
    QCOMPARE(playing.text(1), u"one two"_s);
    QCOMPARE(playing.notice(), QString());
    QCOMPARE(named<QComboBox>(playing.window.get(), u"Endpoint"_s)->currentText(), u"Recording: tour"_s);
    QCOMPARE(named<QComboBox>(playing.window.get(), u"Model"_s)->currentText(), u"m"_s);
    QVERIFY(!playing.pane()->cacheAction()->isChecked());
    // The default of new conversations stays.
    QVERIFY(!playing.settings.selectedEndpoint().startsWith(RecordingEndpointPrefix));
    QVERIFY(playing.settings.isTransient(playing.settings.endpoints().last().id));
}

void TestRecordings::itIsPlayedAtItsOwnSpeed()
{
    Playing playing;
    playing.settings.setStrategy({.name = u"none"_s}); // others hold the first words back
    playing.window->openRecording(playing.made(answerFrames(std::chrono::hours(1)), u"slow.sluice"_s));
    QTRY_VERIFY_WITH_TIMEOUT(!playing.text(1).isEmpty(), PatienceMs);
    QCOMPARE(playing.text(1), u"one"_s);

    playing.window->openRecording(playing.made(answerFrames(Micros(500000))));
    QTRY_VERIFY_WITH_TIMEOUT(playing.isComplete(), PatienceMs);

    QCOMPARE(playing.text(1), u"one two"_s);
    QVERIFY(*playing.message(1)->figures.e2eMs >= 499);
}

void TestRecordings::itIsAskedOfNobodyElse()
{
    Playing playing;
    // As with --endpoint, which else stays whatever a conversation was used with.
    playing.settings.addTransientEndpoint(Playing::endpointAt(CommandLineEndpointId.toString(), 1));
    playing.settings.setSelectedEndpoint(CommandLineEndpointId.toString());

    playing.window->openRecording(playing.made(answerFrames(Micros(0))));

    QTRY_VERIFY_WITH_TIMEOUT(playing.isComplete(), PatienceMs);
    QCOMPARE(playing.text(1), u"one two"_s);
    QCOMPARE(named<QComboBox>(playing.window.get(), u"Endpoint"_s)->currentText(), u"Recording: tour"_s);
}

void TestRecordings::anotherQuestionPlaysItAgain()
{
    Playing playing;
    playing.window->openRecording(playing.made(answerFrames(Micros(0))));
    QTRY_VERIFY_WITH_TIMEOUT(playing.isComplete(), PatienceMs);

    playing.pane()->composer()->setText(u"and now?"_s);
    QTest::keyClick(playing.pane()->composer()->editor(), Qt::Key_Return);

    QTRY_COMPARE_WITH_TIMEOUT(playing.text(3), u"one two"_s, PatienceMs);
}

void TestRecordings::theMenuAsksForTheFile()
{
    Playing playing;
    const auto* player = playing.window->findChild<RecordingPlayer*>();

    player->action()->trigger();

    auto* dialog = playing.window->findChild<QFileDialog*>();
    QVERIFY(dialog);
    QCOMPARE(dialog->fileMode(), QFileDialog::ExistingFile);
    Q_EMIT dialog->fileSelected(playing.made(answerFrames(Micros(0))));
    dialog->close();
    QTRY_VERIFY_WITH_TIMEOUT(playing.isComplete(), PatienceMs);
}

void TestRecordings::aDroppedRecordingIsPlayed()
{
    Playing playing;
    QMimeData mime;
    mime.setUrls({QUrl::fromLocalFile(playing.made(answerFrames(Micros(0))))});
    const QPoint point = playing.pane()->rect().center();
    QDragEnterEvent enter(point, Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
    QDropEvent drop(point, Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);

    QApplication::sendEvent(playing.pane(), &enter);
    QApplication::sendEvent(playing.pane(), &drop);

    QTRY_VERIFY_WITH_TIMEOUT(playing.isComplete(), PatienceMs);
    QCOMPARE(playing.text(1), u"one two"_s);
}

void TestRecordings::aDamagedOneIsPlayedAsFarAsItGoes()
{
    Playing playing;
    const QByteArray frames = answerFrames(Micros(0));

    playing.window->openRecording(playing.made(frames.first(frames.indexOf(" two"))));

    QTRY_VERIFY_WITH_TIMEOUT(
        playing.notice().contains(u"tour.sluice is played as far as it can be read. The recording is cut off"_s), PatienceMs);
    QTRY_COMPARE_WITH_TIMEOUT(playing.text(1), u"one"_s, PatienceMs);
}

void TestRecordings::whatCannotBeOpenedIsSaid_data()
{
    QTest::addColumn<QByteArray>("frames");
    QTest::addColumn<QString>("words");

    QTest::newRow("damaged") << "???"_ba << u"tour.sluice was not opened. "_s;
    QTest::newRow("nothing in it") << headerFrame() << u"holds no request"_s;
    QTest::newRow("an unknown provider") << headerFrame(u"telepathy"_s) << u"does not know"_s;
}

void TestRecordings::whatCannotBeOpenedIsSaid()
{
    QFETCH(QByteArray, frames);
    QFETCH(QString, words);
    Playing playing;
    const QString file = playing.made(frames);

    playing.window->openRecording(file);

    QTRY_VERIFY2_WITH_TIMEOUT(playing.notice().contains(words), qPrintable(playing.notice()), PatienceMs);
    QCOMPARE(playing.pane()->session()->messageCount(), 0);
    QCOMPARE(playing.settings.endpoints().size(), 1);
}

void TestRecordings::onlyTheNewestAreKept()
{
    Playing playing;
    RecordingPlayer player(playing.settings, playing.window.get());
    QStringList opened;
    connect(&player, &RecordingPlayer::ready, this, [&](const Endpoint& endpoint) { opened.append(endpoint.id); });
    const QString file = playing.made(answerFrames(Micros(0)));

    for (qsizetype i = 0; i <= qsizetype(RecordingPlayer::MostKept); ++i) {
        player.open(file);
        QTRY_COMPARE_WITH_TIMEOUT(opened.size(), i + 1, PatienceMs);
    }

    QVERIFY(!playing.settings.endpoint(opened.first()));
    QVERIFY(playing.settings.endpoint(opened.at(1)));
    QCOMPARE(playing.settings.endpoints().size(), 1 + qsizetype(RecordingPlayer::MostKept));
}

namespace {

void ask(const Playing& playing, const QString& text)
{
    playing.pane()->composer()->setText(text);
    QTest::keyClick(playing.pane()->composer()->editor(), Qt::Key_Return);
}

}

void TestRecordings::theNextAnswerIsRecordedOnce()
{
    Playing playing;
    const QString file = playing.directory + u"/mine.sluice"_s;
    QTRY_VERIFY_WITH_TIMEOUT(!playing.pane()->composer()->targetBar()->isHidden(), PatienceMs);
    playing.pane()->nextAnswer()->recordTo(file);
    QVERIFY(playing.notice().contains(u"mine.sluice"_s));
    QVERIFY(playing.pane()->nextAnswer()->action()->isChecked());

    ask(playing, u"hello"_s);

    QTRY_COMPARE_WITH_TIMEOUT(playing.notice(), u"The answer was recorded in mine.sluice."_s, PatienceMs);
    QVERIFY(playing.isComplete());
    QVERIFY(!playing.pane()->nextAnswer()->action()->isChecked());
    const Result<ReadRecording> read = readRecordingFile(file);
    QVERIFY(read && !read->damage);
    QVERIFY(!read->recording.outcome->error);
    QCOMPARE(read->recording.header.endpoint, u"demo"_s);
    QCOMPARE(recordedPrompt(read->recording), u"hello"_s);
    QVERIFY(!read->recording.exchanges.first().body.isEmpty());

    const QByteArray before = QByteArray::number(QFileInfo(file).size());
    ask(playing, u"hello again"_s);
    QTRY_VERIFY_WITH_TIMEOUT(playing.message(3) && playing.message(3)->state == MessageState::Complete, PatienceMs);
    QCOMPARE(QByteArray::number(QFileInfo(file).size()), before);
}

void TestRecordings::aFailedAnswerIsRecordedToo()
{
    Playing playing;
    const QString file = playing.directory + u"/mine.sluice"_s;
    playing.pane()->nextAnswer()->recordTo(file);
    ask(playing, u"long"_s);
    QTRY_VERIFY_WITH_TIMEOUT(!playing.text(1).isEmpty(), PatienceMs);

    playing.pane()->stop();

    QTRY_COMPARE_WITH_TIMEOUT(playing.notice(), u"The answer was recorded in mine.sluice."_s, PatienceMs);
    const Result<ReadRecording> read = readRecordingFile(file);
    QVERIFY(read->recording.outcome->error);
    QCOMPARE(read->recording.outcome->error->kind, ErrorKind::Cancelled);
}

void TestRecordings::nothingIsSentWhereItCannotBeRecorded()
{
    Playing playing;
    playing.pane()->nextAnswer()->recordTo(playing.directory + u"/not/there.sluice"_s);

    ask(playing, u"hello"_s);

    QTRY_VERIFY2_WITH_TIMEOUT(playing.notice().startsWith(u"Nothing was sent"_s), qPrintable(playing.notice()), PatienceMs);
    QCOMPARE(playing.pane()->session()->messageCount(), 0);
    QCOMPARE(playing.pane()->composer()->text(), u"hello"_s);
    ask(playing, u"hello"_s);
    QTRY_VERIFY_WITH_TIMEOUT(playing.isComplete(), PatienceMs);
}

void TestRecordings::recordingIsCalledOff()
{
    Playing playing;
    const QString file = playing.directory + u"/mine.sluice"_s;
    playing.pane()->nextAnswer()->recordTo(file);

    playing.pane()->nextAnswer()->action()->trigger();

    QVERIFY(!playing.pane()->nextAnswer()->action()->isChecked());
    ask(playing, u"hello"_s);
    QTRY_VERIFY_WITH_TIMEOUT(playing.isComplete(), PatienceMs);
    QVERIFY(!QFile::exists(file));
}

QTEST_MAIN(TestRecordings)
#include "tst_recordings.moc"

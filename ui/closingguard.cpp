#include "ui/closingguard.h"

#include "core/base/joinedwords.h"
#include "core/engine/historyrescue.h"
#include "core/store/historystore.h"
#include "ui/countwords.h"

#include <QDir>
#include <QFileDialog>
#include <QMessageBox>
#include <QPushButton>
#include <QStandardPaths>
#include <QTemporaryDir>

#include <chrono>
#include <memory>

namespace sluice {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto UnaskedPatience = 2s; // whoever has sent a signal will kill us next

}

ClosingGuard::ClosingGuard(HistoryStore& store, QWidget& window, QObject* parent)
    : QObject(parent)
    , m_store(store)
    , m_window(window)
{
    m_patience.setSingleShot(true);
    connect(&m_patience, &QTimer::timeout, this, &ClosingGuard::giveUpOnDisk);
    connect(&m_store, &HistoryStore::troubleChanged, this, [this](const std::optional<Error>& trouble) {
        if (!trouble && m_state == State::Asking)
            look(); // the user had asked to quit
    });
}

void ClosingGuard::giveUpOnDisk()
{
    if (!m_isUnasked && m_state == State::Saving) {
        askToWait();
        return;
    }
    ++m_step;
    if (!m_isUnasked) {
        ask(tr("The disk does not answer."));
        return;
    }
    Q_EMIT lost(tr("could not save everything: the disk does not answer"));
    end();
}

bool ClosingGuard::mayClose()
{
    if (m_state == State::Open)
        look();
    else if (m_dialog)
        m_dialog->activateWindow();
    else if (m_state == State::Saving)
        askToWait();
    return m_state == State::Closed;
}

void ClosingGuard::closeUnasked()
{
    m_isUnasked = true;
    dropDialog();
    if (m_state != State::Closed)
        look();
}

void ClosingGuard::look()
{
    dropDialog();
    m_state = State::Looking;
    m_patience.start(m_isUnasked ? UnaskedPatience : m_userPatience);
    m_store.sync(this, [this, step = ++m_step](const Result<void>& saved) {
        if (step != m_step)
            takeLateAnswer();
        else if (saved)
            end();
        else
            weigh(saved.error());
    });
}

// The user was asked because the disk did not answer. Now it does; but something may have been written since then.
void ClosingGuard::takeLateAnswer()
{
    const bool isChoosing = qobject_cast<QFileDialog*>(m_dialog);
    if (m_state == State::Asking && !isChoosing)
        look();
}

// A scroll place is not worth a question.
void ClosingGuard::weigh(const Error& why)
{
    const auto count = [](const std::list<HistoryWrite>& waiting, HistoryDatabase*) { return countWorthRescuing(waiting); };
    m_store.useWaiting(count, this, [this, why, step = ++m_step](const Result<int>& conversations) {
        if (step != m_step)
            return;
        m_conversations = conversations.value_or(0);
        if (m_conversations == 0)
            end();
        else if (m_isUnasked)
            saveLastly(why.message);
        else
            ask(why.message);
    });
}

void ClosingGuard::ask(const QString& reason)
{
    m_patience.stop();
    m_state = State::Asking;
    const QString what = m_conversations > 0 ? countedConversations(m_conversations) : tr("what was changed last");
    auto* question = new QMessageBox(QMessageBox::NoIcon, tr("Not everything is saved"),
        tr("Sluice could not save %1.").arg(what), QMessageBox::NoButton, &m_window);
    question->setInformativeText(
        tr("%1\n\nSluice goes on trying. If you leave this question open, it quits by itself once everything is saved.")
            .arg(reason));
    QPushButton* keep = question->addButton(tr("Keep open"), QMessageBox::RejectRole);
    const QPushButton* elsewhere = question->addButton(tr("Save elsewhere…"), QMessageBox::ActionRole);
    const QPushButton* quit = question->addButton(tr("Quit anyway"), QMessageBox::DestructiveRole);
    question->setDefaultButton(keep);
    question->setEscapeButton(keep);
    connect(question, &QMessageBox::buttonClicked, this, [this, elsewhere, quit](const QAbstractButton* button) {
        if (button == elsewhere)
            askWhere();
        else if (button == quit)
            quitAnyway();
        else
            keepOpen();
    });
    showDialog(question);
}

void ClosingGuard::askWhere()
{
    const QString directory = QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
    auto* dialog = new QFileDialog(&m_window, tr("Save what is not saved yet"), directory);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setNameFilters({tr("Sluice JSON, to be imported later (*.json)")});
    dialog->setDefaultSuffix(u"json"_s);
    dialog->selectFile(tr("Unsaved conversations") + ".json"_L1);
    connect(dialog, &QFileDialog::fileSelected, this, &ClosingGuard::saveTo);
    connect(dialog, &QDialog::rejected, this, &ClosingGuard::look); // back to the question
    showDialog(dialog);
}

void ClosingGuard::askToWait()
{
    auto* question = new QMessageBox(QMessageBox::NoIcon, tr("Not everything is saved"),
        tr("Saving takes longer than it should."), QMessageBox::NoButton, &m_window);
    question->setInformativeText(tr("Sluice quits by itself once it is done."));
    QPushButton* wait = question->addButton(tr("Keep waiting"), QMessageBox::RejectRole);
    const QPushButton* quit = question->addButton(tr("Quit anyway"), QMessageBox::DestructiveRole);
    question->setDefaultButton(wait);
    question->setEscapeButton(wait);
    connect(question, &QMessageBox::buttonClicked, this, [this, quit](const QAbstractButton* button) {
        if (button == quit)
            quitAnyway();
        else
            dropDialog();
    });
    showDialog(question);
}

void ClosingGuard::saveTo(const QString& fileName)
{
    dropDialog();
    m_state = State::Saving;
    m_patience.start(m_userPatience); // another disk may be slow, and there may be much: then it is said
    Q_EMIT savesElsewhere();
    const auto save = [fileName](const std::list<HistoryWrite>& waiting, HistoryDatabase* readable) {
        return rescueConversations(waiting, readable, fileName);
    };
    m_store.useWaiting(save, this, [this, step = ++m_step](const Result<int>& saved) {
        if (step != m_step)
            return;
        if (saved)
            end();
        else
            ask(saved.error().message);
    });
}

void ClosingGuard::saveLastly(const QString& reason)
{
    m_state = State::Saving;
    const auto fileName = std::make_shared<QString>();
    const auto save = [fileName](const std::list<HistoryWrite>& waiting, HistoryDatabase* readable) {
        QTemporaryDir directory(QDir::tempPath() + "/sluice-unsaved-XXXXXX"_L1); // for nobody else to read
        *fileName = directory.filePath(u"conversations.json"_s);
        const Result<int> saved = rescueConversations(waiting, readable, *fileName);
        directory.setAutoRemove(!saved || *saved == 0);
        return saved;
    };
    m_patience.start(UnaskedPatience);
    Q_EMIT savesElsewhere();
    m_store.useWaiting(save, this, [this, reason, fileName, step = ++m_step](const Result<int>& saved) {
        if (step != m_step)
            return;
        const QString where = saved && *saved > 0 ? tr("Import them from %1").arg(*fileName)
            : saved                               ? QString()
                                                  : saved.error().message;
        Q_EMIT lost(inSequence({tr("could not save %1: %2").arg(countedConversations(m_conversations), reason), where}));
        end();
    });
}

void ClosingGuard::keepOpen()
{
    dropDialog();
    m_patience.stop();
    ++m_step;
    m_state = State::Open;
}

void ClosingGuard::quitAnyway()
{
    end();
}

void ClosingGuard::end()
{
    dropDialog();
    m_patience.stop();
    ++m_step;
    m_state = State::Closed;
    Q_EMIT closed();
}

void ClosingGuard::showDialog(QDialog* dialog)
{
    dropDialog();
    m_dialog = dialog;
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

void ClosingGuard::dropDialog()
{
    if (!m_dialog)
        return;
    QDialog* dialog = m_dialog;
    m_dialog.clear();
    dialog->disconnect(this);
    dialog->hide();
    dialog->deleteLater(); // it may be the one that is telling us
}

}

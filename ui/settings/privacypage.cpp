// The page "Privacy" of the settings: what is stored where, and how it goes away.

#include "core/engine/chatengine.h"
#include "core/engine/settings.h"
#include "ui/conversations.h"
#include "ui/settings/metricssection.h"
#include "ui/settings/settingsform.h"
#include "ui/settings/settingspages.h"
#include "ui/spokennotice.h"
#include "ui/styleproperty.h"

#include <QCheckBox>
#include <QDesktopServices>
#include <QDir>
#include <QLabel>
#include <QMessageBox>
#include <QPushButton>
#include <QUrl>

#include <algorithm>
#include <limits>

namespace sluice {

using namespace Qt::StringLiterals;

namespace {

class PrivacyPage final : public SettingsForm
{
    Q_OBJECT

public:
    PrivacyPage(const SettingsServices& services, QWidget* parent);

private:
    void addPlace(const QString& what, const QString& where);
    void addDeletion();
    void countToDelete();
    void askToDelete(int number);
    void deleteAll();
    void showResult(const QString& text, bool isGood);

    Conversations& m_conversations;
    QPushButton* m_delete = nullptr;
    QLabel* m_result = nullptr;
    SpokenNotice* m_voice = nullptr;
};

PrivacyPage::PrivacyPage(const SettingsServices& services, QWidget* parent)
    : SettingsForm(tr("Privacy"), parent)
    , m_conversations(services.conversations)
{
    const QString folder = services.settings.dataDirectory();
    addNote(
        tr("What you write goes to the endpoint that you chose for it, and nowhere else. Nothing is reported to anybody, and no "
           "picture in an answer is fetched from the network."));
    addSection(tr("On this computer"));
    addPlace(tr("Conversations"),
        m_conversations.store() ? QDir(folder).filePath(u"history.db"_s) : tr("In memory, for this run only"));
    if (services.engine.hasCache())
        addPlace(tr("Stored answers"), QDir(folder).filePath(u"cache.db"_s));
    addPlace(tr("Settings"), QDir(folder).filePath(u"settings.ini"_s));
    addPlace(tr("Crash reports"), QDir(folder).filePath(u"crashes"_s));
    addPlace(tr("API keys"), tr("The system's keyring; where there is none, in memory for this run only"));
    auto* open = new QPushButton(tr("Open the folder"), this);
    open->setAutoDefault(false);
    open->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    connect(open, &QPushButton::clicked, this, [folder] { QDesktopServices::openUrl(QUrl::fromLocalFile(folder)); });
    addWide(open);
    if (services.metrics)
        new MetricsSection(*this, services.settings, *services.metrics);
    addDeletion();
    addEnd();
}

void PrivacyPage::addPlace(const QString& what, const QString& where)
{
    auto* place = new QLabel(where, this);
    place->setTextFormat(Qt::PlainText);
    place->setProperty("tone", u"muted"_s);
    place->setWordWrap(true);
    place->setContentsMargins(0, 8, 0, 0); // as its label
    place->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    place->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    place->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred); // a path has no space to break at
    QString breakable = where;
    place->setText(breakable.replace(u'/', u"/\u200b"_s));
    place->setAccessibleName(u"%1: %2"_s.arg(what, where));
    addRow(what, place);
}

void PrivacyPage::addDeletion()
{
    addSection(tr("Delete"));
    m_delete = new QPushButton(tr("Delete all conversations…"), this);
    m_delete->setAutoDefault(false);
    m_delete->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    addWide(m_delete);
    m_voice = new SpokenNotice(this);
    m_result = addNote(tr("Stored answers and keys stay: see Cache and Endpoints."));
    connect(m_delete, &QPushButton::clicked, this, &PrivacyPage::countToDelete);
}

void PrivacyPage::countToDelete()
{
    m_delete->setEnabled(false); // until the question is there
    m_conversations.count(this, [this](const Result<qint64>& number) {
        m_delete->setEnabled(true);
        if (number && *number > 0)
            return askToDelete(int(std::min<qint64>(*number, std::numeric_limits<int>::max())));
        showResult(number ? tr("There is no conversation to delete.") : number.error().message, number.has_value());
        m_voice->say(m_result->text());
    });
}

/// Nothing brings them back, so one press is not enough.
void PrivacyPage::askToDelete(int number)
{
    auto* question = new QMessageBox(QMessageBox::NoIcon, tr("Delete all conversations"),
        tr("Delete %n conversation(s), with their attachments? Answers that are being written are stopped. This cannot be "
           "undone.",
            nullptr, number),
        QMessageBox::Cancel, window());
    question->setAttribute(Qt::WA_DeleteOnClose);
    question->setTextFormat(Qt::PlainText);
    auto* isMeant = new QCheckBox(tr("Yes, delete all of them for good"), question);
    question->setCheckBox(isMeant);
    QPushButton* all = question->addButton(tr("Delete all"), QMessageBox::DestructiveRole);
    all->setEnabled(false);
    question->setDefaultButton(QMessageBox::Cancel);
    connect(isMeant, &QCheckBox::toggled, all, &QPushButton::setEnabled);
    connect(all, &QPushButton::clicked, this, &PrivacyPage::deleteAll);
    question->open();
}

void PrivacyPage::deleteAll()
{
    m_delete->setEnabled(false);
    showResult(tr("Deleting…"), true);
    m_conversations.removeAll(this, [this](const Result<void>& done) {
        m_delete->setEnabled(true);
        showResult(done ? tr("All conversations are deleted.") : done.error().message, done.has_value());
        m_voice->say(m_result->text());
    });
}

void PrivacyPage::showResult(const QString& text, bool isGood)
{
    setStyleProperty(*m_result, "tone", isGood ? u"muted"_s : u"error"_s);
    m_result->setText(text);
}

}

QWidget* makePrivacyPage(const SettingsServices& services, QWidget* parent)
{
    return new PrivacyPage(services, parent);
}

}

#include "privacypage.moc"

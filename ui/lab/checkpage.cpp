#include "ui/lab/checkpage.h"

#include "core/net/chosenproxy.h"
#include "ui/elidedlabel.h"
#include "ui/icons.h"
#include "ui/lab/checkrowdelegate.h"
#include "ui/lab/checktarget.h"
#include "ui/lab/labwindow.h"
#include "ui/savefile.h"
#include "ui/spokennotice.h"
#include "ui/styleproperty.h"
#include "ui/theme.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QListView>
#include <QMenu>
#include <QMessageBox>
#include <QPointer>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace sluice {

using namespace Qt::StringLiterals;

namespace {

constexpr int Margin = 24; // px
constexpr int RowInset = 8; // px; what a row of the list keeps free at its left

QLabel* mutedLabel(const QString& text, QWidget* parent)
{
    auto* label = new QLabel(text, parent);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setProperty("tone", u"muted"_s);
    return label;
}

}

CheckPage::CheckPage(const LabServices& services, const Words& words, QWidget* parent)
    : QWidget(parent)
    , m_services(services)
    , m_fileName(words.fileName)
    , m_rows(new CheckRows(this))
    , m_target(new CheckTarget(services, this))
    , m_options(new QVBoxLayout)
{
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(Margin - RowInset, Margin, Margin - RowInset, 0);
    outer->setSpacing(8);
    auto* column = new QVBoxLayout;
    column->setContentsMargins(RowInset, 0, RowInset, 0);
    column->setSpacing(8);
    outer->addLayout(column);
    auto* title = new QLabel(words.title, this);
    title->setProperty("textSize", u"heading"_s);
    column->addWidget(title);
    column->addWidget(mutedLabel(words.intro, this));
    column->addSpacing(8);
    addCommands(column);
    column->addLayout(m_options);
    addStatus(column);
    addList(outer, words.listName);
    connect(m_target, &CheckTarget::changed, this, &CheckPage::showState);
    if (const auto* lab = qobject_cast<LabWindow*>(parent))
        connect(lab, &LabWindow::closing, this, &CheckPage::stop);
    applyTheme();
    showState();
}

CheckPage::~CheckPage() = default;

void CheckPage::addCommands(QVBoxLayout* column)
{
    m_run = new QPushButton(tr("Run"), this);
    m_run->setAccessibleName(tr("Run the checks"));
    m_run->setProperty("primary", true);
    m_stop = new QPushButton(tr("Stop"), this);
    m_stop->setAccessibleName(tr("Stop the checks"));
    connect(m_run, &QPushButton::clicked, this, &CheckPage::start);
    connect(m_stop, &QPushButton::clicked, this, &CheckPage::stop);
    m_save = new QToolButton(this);
    m_save->setAccessibleName(tr("Save the report"));
    m_save->setToolTip(tr("Save the report"));
    m_save->setFocusPolicy(Qt::TabFocus);
    m_save->setPopupMode(QToolButton::InstantPopup);
    auto* menu = new QMenu(m_save);
    menu->addAction(tr("As Markdown…"), this, [this] { save(false); });
    menu->addAction(tr("As JSON…"), this, [this] { save(true); });
    m_save->setMenu(menu);
    auto* row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(m_target, 100); // up to its own limit; what is left over stays empty
    row->addStretch(1);
    for (QPushButton* button : {m_run, m_stop}) {
        button->setAutoDefault(false);
        row->addWidget(button);
    }
    row->addWidget(m_save);
    column->addLayout(row);
}

void CheckPage::addStatus(QVBoxLayout* column)
{
    m_voice = new SpokenNotice(this);
    m_status = new ElidedLabel(this);
    m_status->setProperty("tone", u"muted"_s);
    m_status->setProperty("textSize", u"small"_s);
    column->addWidget(m_status);
}

void CheckPage::addList(QVBoxLayout* column, const QString& name)
{
    m_list = new QListView(this);
    m_list->setAccessibleName(name);
    m_list->setModel(m_rows);
    m_list->setItemDelegate(new CheckRowDelegate(m_list));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setSelectionMode(QAbstractItemView::NoSelection);
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setResizeMode(QListView::Adjust); // heights of rows depend on the width
    column->addWidget(m_list, 1);
}

void CheckPage::makeRows()
{
    m_rows->setRows(freshRows());
    showState();
}

void CheckPage::addOption(QWidget* option)
{
    m_options->addWidget(option);
}

void CheckPage::start()
{
    const std::optional<Endpoint> endpoint = m_target->endpoint();
    if (isRunning() || !endpoint)
        return;
    if (isLoopbackHost(endpoint->baseUrl.host()) || m_consent.covers(*endpoint, mostRequests()))
        readKey(*endpoint);
    else
        askToStart(*endpoint);
}

void CheckPage::askToStart(const Endpoint& endpoint)
{
    auto* question = new QMessageBox(QMessageBox::NoIcon, window()->windowTitle(),
        tr("Send up to %1 questions to %2?").arg(mostRequests()).arg(endpoint.baseUrl.host()), QMessageBox::Cancel, window());
    question->setInformativeText(tr(
        "Each asks for a short answer. If the endpoint charges for tokens, this costs a little; some of them are broken off."));
    question->setAttribute(Qt::WA_DeleteOnClose);
    const QPushButton* send = question->addButton(tr("Run the checks"), QMessageBox::AcceptRole);
    question->setDefaultButton(QMessageBox::Cancel);
    connect(send, &QPushButton::clicked, this, [this, endpoint, requests = mostRequests()] {
        m_consent.give(endpoint, requests);
        start();
    });
    question->open();
}

void CheckPage::readKey(const Endpoint& endpoint)
{
    m_state = State::Asking;
    m_rows->setRows(freshRows());
    m_list->scrollToTop();
    say(tr("Starting…"));
    showState();
    m_target->readKey(endpoint, [this, endpoint](const QByteArray& key) {
        m_state = State::Running;
        begin(endpoint, key, m_target->model());
    });
}

void CheckPage::stop()
{
    if (m_state == State::Asking) {
        m_target->forgetKey();
        runEnded({}, false);
    } else if (m_state == State::Running) {
        cancel();
    }
}

void CheckPage::showRunning(const QString& id)
{
    const int row = m_rows->find(id);
    if (row < 0)
        return;
    const QRect before = m_list->visualRect(m_rows->index(std::max(row - 1, 0)));
    const bool isWatched = m_list->viewport()->rect().intersects(before); // or the user reads elsewhere
    m_rows->setRunning(id);
    if (isWatched)
        m_list->scrollTo(m_rows->index(row));
    say(m_rows->rows().at(row).title + u'…');
}

void CheckPage::showResult(const QString& id, CheckRow::State state, const QString& note, const QString& aside)
{
    m_rows->setResult(id, state, note, aside);
}

void CheckPage::runEnded(const QString& sentence, bool isError)
{
    m_state = State::Idle;
    m_hasReport = m_hasReport || !markdownReport().isEmpty();
    m_rows->endRunning();
    say(sentence, isError);
    m_voice->say(sentence);
    showState();
}

void CheckPage::save(bool isJson)
{
    const QByteArray bytes = report(isJson);
    const FileProposal proposal {.title = tr("Save the report"),
        .baseName = m_fileName,
        .filter = isJson ? tr("JSON (*.json)") : tr("Markdown (*.md)"),
        .suffix = isJson ? u"json"_s : u"md"_s};
    askWhereToSave(this, proposal, [page = QPointer(this), bytes](const QString& fileName) {
        saveFile(fileName, bytes, [page](const QString& sentence) {
            if (!page)
                return;
            page->say(sentence);
            page->m_voice->say(sentence);
        });
    });
}

void CheckPage::showState()
{
    const bool isIdle = !isRunning();
    const bool hadFocus = m_run->hasFocus() || m_stop->hasFocus();
    m_run->setEnabled(isIdle && m_target->endpoint());
    m_stop->setEnabled(!isIdle);
    if (hadFocus)
        (isIdle ? m_run : m_stop)->setFocus();
    m_target->setEnabled(isIdle);
    m_save->setEnabled(isIdle && m_hasReport);
    if (isIdle && !m_target->endpoint())
        say(tr("There is no endpoint yet: add one in the settings."));
}

void CheckPage::say(const QString& sentence, bool isError)
{
    setStyleProperty(*m_status, "tone", isError ? u"error"_s : u"muted"_s);
    m_status->showText(sentence);
}

QString CheckPage::status() const
{
    return m_status->text();
}

void CheckPage::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        applyTheme();
}

void CheckPage::applyTheme()
{
    m_save->setIcon(lineIcon(u"export", currentTheme().mutedText));
}

}

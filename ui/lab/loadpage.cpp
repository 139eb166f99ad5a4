#include "ui/lab/loadpage.h"

#include "core/lab/loadtarget.h"
#include "core/net/chosenproxy.h"
#include "ui/elidedlabel.h"
#include "ui/icons.h"
#include "ui/lab/labwindow.h"
#include "ui/lab/loadform.h"
#include "ui/lab/loadresults.h"
#include "ui/lab/loadtest.h"
#include "ui/lab/loadwords.h"
#include "ui/spokennotice.h"
#include "ui/styleproperty.h"
#include "ui/theme.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLocale>
#include <QMessageBox>
#include <QPushButton>
#include <QToolButton>

namespace sluice {

using namespace Qt::StringLiterals;

LoadPage::LoadPage(const LabServices& services, QWidget* parent)
    : QWidget(parent)
    , m_services(services)
    , m_test(new LoadTest(services.keyring, this))
    , m_form(new LoadForm(services, this))
    , m_results(new LoadResults(this))
{
    auto* left = new QVBoxLayout;
    left->setSpacing(0);
    left->addWidget(m_form, 1);
    left->addWidget(makeCommands());
    auto* right = new QVBoxLayout;
    right->setSpacing(0);
    right->addWidget(makeHeader());
    right->addWidget(m_results, 1);
    auto* columns = new QHBoxLayout(this);
    columns->setContentsMargins(0, 0, 0, 0);
    columns->setSpacing(0);
    columns->addLayout(left);
    columns->addLayout(right, 1);
    addExports();

    connect(m_form, &LoadForm::changed, this, &LoadPage::showState);
    connect(m_test, &LoadTest::stateChanged, this, &LoadPage::showState);
    connect(m_test, &LoadTest::progressed, this, [this](const std::shared_ptr<const LoadProgress>& progress) {
        m_results->showProgress(progress);
        say(progressWords(*progress));
    });
    connect(m_test, &LoadTest::finished, this, [this](const std::shared_ptr<const LoadReport>& report) {
        m_results->showReport(report);
        say(endWords(*report));
        m_voice->say(status());
        showState();
    });
    connect(m_test, &LoadTest::failed, this, [this](const Error& error) {
        say(error.message, true);
        m_voice->say(status());
    });
    if (const auto* lab = qobject_cast<LabWindow*>(parent))
        connect(lab, &LabWindow::closing, this, &LoadPage::stop);
    applyTheme();
    showState();
}

LoadPage::~LoadPage() = default;

QWidget* LoadPage::makeCommands()
{
    auto* commands = new QWidget(this);
    m_commands = commands;
    auto* column = new QVBoxLayout(commands);
    column->setContentsMargins(24, 8, 24, 16);
    column->setSpacing(8);
    m_extent = new QLabel(commands);
    m_extent->setTextFormat(Qt::PlainText);
    m_extent->setWordWrap(true);
    m_extent->setProperty("tone", u"muted"_s);
    m_extent->setProperty("textSize", u"small"_s);
    m_start = new QPushButton(tr("Start"), commands);
    m_start->setAccessibleName(tr("Start the load test"));
    m_start->setProperty("primary", true);
    m_stop = new QPushButton(tr("Stop"), commands);
    m_stop->setAccessibleName(tr("Stop the load test"));
    connect(m_start, &QPushButton::clicked, this, &LoadPage::start);
    connect(m_stop, &QPushButton::clicked, this, &LoadPage::stop);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    for (QPushButton* button : {m_start, m_stop}) {
        button->setAutoDefault(false);
        buttons->addWidget(button);
    }
    column->addWidget(m_extent);
    column->addLayout(buttons);
    return commands;
}

QWidget* LoadPage::makeHeader()
{
    auto* header = new QWidget(this);
    header->setFixedHeight(48);
    header->setBackgroundRole(QPalette::AlternateBase);
    header->setAutoFillBackground(true);
    auto* row = new QHBoxLayout(header);
    row->setContentsMargins(24, 0, 16, 0);
    row->setSpacing(4);
    m_voice = new SpokenNotice(header);
    m_status = new ElidedLabel(header);
    m_compare = new QToolButton(header);
    m_compare->setAccessibleName(tr("Compare with a report"));
    m_compare->setToolTip(tr("Compare with a report that was saved as JSON"));
    connect(m_compare, &QToolButton::clicked, this, &LoadPage::askForReport);
    m_export = new QToolButton(header);
    m_export->setPopupMode(QToolButton::InstantPopup);
    m_export->setAccessibleName(tr("Export the report"));
    m_export->setToolTip(tr("Save the report or a picture of it"));
    row->addWidget(m_status, 1);
    for (QToolButton* button : {m_compare, m_export}) {
        button->setFocusPolicy(Qt::TabFocus);
        row->addWidget(button);
    }
    return header;
}

void LoadPage::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        applyTheme();
}

void LoadPage::resizeEvent(QResizeEvent* event)
{
    fitForm();
    QWidget::resizeEvent(event);
}

void LoadPage::fitForm()
{
    m_form->fitInto(width());
    m_commands->setFixedWidth(m_form->minimumWidth()); // that is fixed
}

void LoadPage::applyTheme()
{
    fitForm();
    m_compare->setIcon(lineIcon(u"table", currentTheme().mutedText));
    m_export->setIcon(lineIcon(u"export", currentTheme().mutedText));
}

bool LoadPage::isRunning() const
{
    return m_test->state() != LoadTest::State::Idle;
}

bool LoadPage::hasReport() const
{
    return m_results->report() != nullptr;
}

void LoadPage::start()
{
    const std::optional<Endpoint> endpoint = m_form->endpoint();
    if (isRunning() || !m_form->isUsable() || !endpoint)
        return;
    const QString host = endpoint->baseUrl.host();
    if (isLoopbackHost(host) || m_consent.covers(*endpoint, m_form->values().requests))
        begin();
    else
        askToStart(*endpoint);
}

void LoadPage::askToStart(const Endpoint& endpoint)
{
    const int requests = m_form->values().requests;
    auto* question = new QMessageBox(QMessageBox::NoIcon, tr("Load test"),
        tr("Send up to %1 requests to %2?").arg(QLocale().toString(requests), endpoint.baseUrl.host()), QMessageBox::Cancel,
        window());
    question->setInformativeText(
        tr("Each one asks for a whole answer. If the endpoint charges for tokens, this costs money; it may also run into its "
           "limits, for your other programs, too. Only test servers that you may test."));
    question->setAttribute(Qt::WA_DeleteOnClose);
    const QPushButton* send = question->addButton(tr("Start the test"), QMessageBox::AcceptRole);
    question->setDefaultButton(QMessageBox::Cancel);
    connect(send, &QPushButton::clicked, this, [this, endpoint, requests] {
        m_consent.give(endpoint, requests);
        start();
    });
    question->open();
}

void LoadPage::begin()
{
    m_form->keep();
    m_results->clear();
    const LoadValues& values = m_form->values();
    const LoadTarget target {.endpoint = *m_form->endpoint(),
        .key = {},
        .model = m_form->model(),
        .prompts = {m_form->prompt()},
        .maxTokens = values.maxTokens > 0 ? std::optional<qint64>(values.maxTokens) : std::nullopt};
    say(tr("Starting…"));
    m_test->start(values.kind == LoadValues::Kind::Benchmark ? u"bench"_s : u"load"_s, target, planOf(values));
}

void LoadPage::stop()
{
    m_test->stop();
    if (m_test->state() == LoadTest::State::Idle && !m_results->report())
        say({});
}

void LoadPage::showState()
{
    const bool isIdle = !isRunning();
    const bool hadFocus = m_start->hasFocus() || m_stop->hasFocus();
    m_start->setEnabled(isIdle && m_form->isUsable());
    m_stop->setEnabled(!isIdle && m_test->state() != LoadTest::State::Stopping);
    if (hadFocus)
        (isIdle ? m_start : m_stop)->setFocus();
    m_form->widget()->setEnabled(isIdle);
    m_export->setEnabled(isIdle && m_results->report());
    const std::optional<Endpoint> endpoint = m_form->endpoint();
    const LoadValues& values = m_form->values();
    const double wanted = values.kind == LoadValues::Kind::Open ? double(values.rate) * values.seconds : double(values.requests);
    const int most = int(std::min(wanted, double(values.requests)));
    const QString extent = values.kind == LoadValues::Kind::Benchmark ? tr("%1 requests to %2.")
        : most < values.requests                                      ? tr("About %1 requests to %2.")
                                                                      : tr("Up to %1 requests to %2.");
    m_extent->setText(endpoint ? extent.arg(QLocale().toString(most), endpoint->baseUrl.host())
                               : tr("There is no endpoint yet: add one in the settings."));
}

void LoadPage::say(const QString& sentence, bool isError)
{
    setStyleProperty(*m_status, "tone", isError ? u"error"_s : QString());
    m_status->showText(sentence);
}

QString LoadPage::status() const
{
    return m_status->text();
}

QWidget* makeLoadPage(const LabServices& services, QWidget* parent)
{
    return new LoadPage(services, parent);
}

}

#include "ui/chat/chatpane.h"

#include "core/engine/settings.h"
#include "ui/chat/attachmentdraft.h"
#include "ui/chat/attachmentdrafts.h"
#include "ui/chat/chatview.h"
#include "ui/chat/composer.h"
#include "ui/chat/conversationmodel.h"
#include "ui/chat/editbar.h"
#include "ui/chat/findbar.h"
#include "ui/chat/findinchat.h"
#include "ui/chat/messageeditor.h"
#include "ui/chat/repaintpacing.h"
#include "ui/chat/scrollkeeper.h"
#include "ui/chat/scrollthrottle.h"
#include "ui/chat/targetbar.h"
#include "ui/chat/welcomepanel.h"
#include "ui/conversations.h"
#include "ui/elidedlabel.h"
#include "ui/endpointchoice.h"
#include "ui/icons.h"
#include "ui/noticebar.h"
#include "ui/recordings/nextanswer.h"
#include "ui/theme.h"

#include <QAction>
#include <QEvent>
#include <QKeyEvent>
#include <QStackedLayout>
#include <QToolButton>
#include <QVBoxLayout>

namespace sluice {

using namespace Qt::StringLiterals;

ChatPane::ChatPane(Conversations& conversations, EndpointChoice& choice, Settings& settings, QWidget* parent)
    : QWidget(parent)
    , m_conversations(conversations)
    , m_choice(choice)
    , m_settings(settings)
    , m_cacheAction(makeCacheAction())
    , m_nextAnswer(new NextAnswer(this))
{
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(makeHeader());
    m_notice = new NoticeBar(this);
    layout->addWidget(m_notice);
    auto* findBar = new FindBar(this);
    layout->addWidget(findBar);

    m_stack = new QStackedLayout;
    m_welcome = new WelcomePanel(this);
    m_view = new ChatView(this);
    m_model = new ConversationModel(this);
    m_view->setModel(m_model);
    m_find = new FindInChat(*m_view, *findBar, this);
    m_pacing = new RepaintPacing(*m_view, this);
    m_scroll = new ScrollKeeper(*m_view, m_conversations, this);
    m_nothing = new QWidget(this);
    m_stack->addWidget(m_nothing);
    m_stack->addWidget(m_welcome);
    m_stack->addWidget(m_view);
    layout->addLayout(m_stack, 1);
    m_composer = new Composer(this);
    m_editBar = new EditBar(*m_composer->editor(), this);
    layout->addWidget(m_editBar);
    layout->addWidget(m_composer);

    connectComposer();
    connectAttachments();
    connectMessages();
    connect(m_view, &ChatView::linkNotOpened, this,
        [this](const QString& link) { m_notice->showNotice(tr("No program was found that opens %1").arg(link)); });
    connect(m_nextAnswer, &NextAnswer::said, m_notice, &NoticeBar::showNotice);
    connect(m_welcome, &WelcomePanel::promptChosen, this, &ChatPane::offerPrompt);
    connect(&m_choice, &EndpointChoice::changed, this, &ChatPane::updateTarget);
    connect(&m_settings, &Settings::screenPaceChanged, this, &ChatPane::applyPace);
    connect(&m_settings, &Settings::strategyChanged, this, &ChatPane::takeDefaultStrategy);
    connect(m_pacing, &RepaintPacing::slowdownChanged, m_composer, &Composer::setSlowdown);
    applyPace();
    applyTheme();
    updateTarget();
}

QWidget* ChatPane::makeHeader()
{
    auto* header = new QWidget(this);
    header->setFixedHeight(48);
    auto* row = new QHBoxLayout(header);
    row->setContentsMargins(8, 0, 8, 0);
    m_sidebarButton = new QToolButton(header);
    m_sidebarButton->setFocusPolicy(Qt::TabFocus);
    m_title = new ElidedLabel(header);
    m_title->setProperty("tone", u"muted"_s);
    m_title->setProperty("textSize", u"small"_s);
    m_title->setAlignment(Qt::AlignCenter);
    row->addWidget(m_sidebarButton);
    row->addWidget(m_title, 1);
    m_panelButton = new QToolButton(header);
    m_panelButton->setFocusPolicy(Qt::TabFocus);
    row->addWidget(m_panelButton);
    return header;
}

void ChatPane::connectComposer()
{
    connect(m_composer->editor(), &MessageEditor::conversationKey, this, [this](int key, Qt::KeyboardModifiers modifiers) {
        if (modifiers == Qt::ControlModifier && m_view->isVisible())
            m_view->setFocus(Qt::TabFocusReason);
        QKeyEvent event(QEvent::KeyPress, key, modifiers);
        QCoreApplication::sendEvent(m_view, &event);
    });
    connect(m_composer, &Composer::sendRequested, this, &ChatPane::send);
    connect(m_composer, &Composer::stopRequested, this, &ChatPane::stop);
    connect(m_composer, &Composer::textChanged, this, [this] {
        if (!isEditing()) // the draft waits until the edit is done
            m_conversations.setDraft(m_session, m_composer->text());
    });
    const TargetBar* bar = m_composer->targetBar();
    connect(bar, &TargetBar::endpointChosen, this, [this](const QString& id) {
        m_choice.select(id);
        keepTarget(m_session);
    });
    connect(bar, &TargetBar::modelChosen, this, [this](const QString& model) {
        m_choice.setModel(model);
        keepTarget(m_session);
    });
    connect(bar, &TargetBar::strategyChosen, this, &ChatPane::setStrategy);
    connect(bar, &TargetBar::addEndpointRequested, this, [this] {
        updateTarget(); // the box must not stay on "Add endpoint…"
        Q_EMIT addEndpointRequested();
    });
}

void ChatPane::send(const QString& text)
{
    if (!m_session)
        return;
    if (!m_choice.endpoint()) {
        Q_EMIT addEndpointRequested();
        return;
    }
    if (isEditing()) {
        sendEdited(text);
        return;
    }
    const AttachmentDraft& draft = *m_drafts->of(*m_session);
    withIdleSession([this, text, attachments = draft.attachments(), revision = draft.revision()](
                        ChatSession& session, const SessionTarget& target) {
        if (refusesImages(target, attachments))
            return;
        // What was changed meanwhile is for the next message.
        if (AttachmentDraft& sent = *m_drafts->of(session); sent.revision() == revision)
            sent.clear();
        startAnswer(session, text, attachments, target);
    });
}

void ChatPane::startAnswer(
    ChatSession& session, const QString& text, const QList<Attachment>& attachments, const SessionTarget& target)
{
    if (m_conversations.draft(&session) == text)
        m_conversations.setDraft(&session, {});
    const bool isShown = &session == m_session;
    if (isShown && m_composer->text() == text)
        m_composer->setText({});
    session.send(text, target, attachments);
    if (isShown)
        m_view->followLatest();
}

void ChatPane::stop()
{
    if (m_session)
        m_session->stop();
}

void ChatPane::offerPrompt(const QString& prompt)
{
    m_composer->setText(prompt);
    m_composer->editor()->setFocus();
    if (m_choice.isDemo()) // costs nobody anything; for others the user may want to change it first
        send(prompt);
}

void ChatPane::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Escape && event->modifiers() == Qt::NoModifier)
        m_find->close();
    else
        QWidget::keyPressEvent(event);
}

void ChatPane::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        applyTheme();
}

void ChatPane::applyTheme()
{
    setMinimumWidth(qMax(360, currentTheme().forText(320))); // px
    m_sidebarButton->setIcon(lineIcon(u"sidebar", currentTheme().mutedText));
    m_panelButton->setIcon(lineIcon(u"chart", currentTheme().mutedText));
}

void ChatPane::applyPace()
{
    const ScreenPace pace = m_settings.screenPace();
    m_pacing->setBase(pace.repaintInterval);
    m_view->scrollThrottle().setInterval(pace.scrollInterval);
}

}

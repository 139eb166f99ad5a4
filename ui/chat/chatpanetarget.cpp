// The part of ChatPane that is about where the next message goes: endpoint, model, strategy.

#include "ui/chat/chatpane.h"

#include "core/engine/settings.h"
#include "ui/chat/composer.h"
#include "ui/chat/targetbar.h"
#include "ui/chat/welcomepanel.h"
#include "ui/conversations.h"
#include "ui/endpointchoice.h"
#include "ui/recordings/nextanswer.h"

#include <QAction>

namespace sluice {

// The keyring may still have to answer, and meanwhile another conversation may be shown.
void ChatPane::withIdleSession(std::function<void(ChatSession&, const SessionTarget&)> start)
{
    m_choice.withTarget(m_session, [this, session = m_session, start = std::move(start)](SessionTarget target) {
        if (!session || session->isRunning())
            return;
        target.strategy = strategyFor(session);
        if (!m_conversations.place(session).usesCache)
            target.cache = {};
        m_conversations.setTarget(session, target.endpoint.id, target.model);
        if (!m_nextAnswer->isWanted()) {
            start(*session, target);
            return;
        }
        m_nextAnswer->begin(*session, target, [session, start](const SessionTarget& recorded) {
            if (session && !session->isRunning())
                start(*session, recorded);
        });
    });
}

void ChatPane::askOnce(const Endpoint& endpoint, const QString& prompt)
{
    if (!m_session || m_session->isRunning())
        return;
    m_conversations.setTarget(m_session, endpoint.id, endpoint.model);
    m_conversations.setUsesCache(m_session, false);
    m_cacheAction->setChecked(false);
    m_choice.recall(endpoint.id, endpoint.model);
    startAnswer(*m_session, prompt, {},
        {.endpoint = endpoint, .key = {}, .model = endpoint.model, .strategy = strategyFor(m_session), .cache = {}});
}

QAction* ChatPane::makeCacheAction()
{
    auto* action = new QAction(tr("Use stored answers here"), this);
    action->setCheckable(true);
    action->setToolTip(tr("A question that was asked before, with all that came before it, is answered from this computer"));
    connect(action, &QAction::triggered, this, [this](bool isOn) { m_conversations.setUsesCache(m_session, isOn); });
    return action;
}

void ChatPane::setStrategy(const QString& name)
{
    StrategyOptions options = strategyFor(m_session);
    options.name = name;
    m_conversations.setStrategy(m_session, options);
    m_settings.setStrategy(options); // the last choice is the default of new conversations
    if (m_session)
        m_session->setStrategy(options);
}

void ChatPane::takeDefaultStrategy()
{
    if (!m_session || m_conversations.strategy(m_session)) // its own counts
        return;
    m_composer->targetBar()->setStrategy(m_settings.strategy().name);
    m_session->setStrategy(m_settings.strategy());
}

StrategyOptions ChatPane::strategyFor(const ChatSession* session) const
{
    return m_conversations.strategy(session).value_or(m_settings.strategy());
}

void ChatPane::keepTarget(const ChatSession* session)
{
    const std::optional<Endpoint> endpoint = m_choice.endpoint();
    if (endpoint)
        m_conversations.setTarget(session, endpoint->id, m_choice.model());
}

void ChatPane::updateTarget()
{
    const std::optional<Endpoint> endpoint = m_choice.endpoint();
    TargetBar* bar = m_composer->targetBar();
    bar->setEndpoints(m_settings.endpoints(), endpoint ? endpoint->id : QString());
    bar->setModels(m_choice.models(), m_choice.model());
    m_welcome->setEndpoint(endpoint ? endpoint->name : QString(), m_choice.isDemo());
    const std::optional<Error> error = m_choice.modelsError();
    m_composer->setNotice(error ? tr("No list of models: %1").arg(error->message) : QString());
}

}

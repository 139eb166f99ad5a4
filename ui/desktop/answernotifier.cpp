#include "ui/desktop/answernotifier.h"

#include "core/engine/settings.h"
#include "ui/conversations.h"

#include <QGuiApplication>

namespace sluice {

AnswerNotifier::AnswerNotifier(AnswerWatch& answers, const Conversations& conversations, const Settings& settings,
    NotificationService& service, std::function<bool()> isWatched, QObject* parent)
    : QObject(parent)
    , m_conversations(conversations)
    , m_settings(settings)
    , m_service(service)
    , m_isWatched(std::move(isWatched))
{
    connect(&answers, &AnswerWatch::ended, this, &AnswerNotifier::takeEnded);
    connect(&conversations, &Conversations::shown, this, [this](const QString& id) { m_service.withdraw(id); });
    connect(qGuiApp, &QGuiApplication::focusWindowChanged, this, [this](const QWindow* window) {
        if (window)
            m_service.withdraw(m_conversations.shownId());
    });
}

void AnswerNotifier::takeEnded(const EndedAnswer& answer)
{
    const bool isNews = answer.state == StreamState::Finished || answer.state == StreamState::Failed; // else the user's own doing
    if (!isNews || answer.time < LongAnswer || !m_settings.desktopChoice().notifies || m_isWatched())
        return;
    m_service.show(answer.conversation, m_conversations.displayTitle(answer.conversation),
        answer.state == StreamState::Failed ? tr("The answer broke off.") : tr("The answer is complete."), tr("Open"));
}

}

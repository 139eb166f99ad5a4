// ChatStream and the server that it does not want any more: how it is told to stop.
#include "core/engine/chatstream.h"
#include "core/engine/streamattempt.h"
#include "core/net/httpdrain.h"
#include "core/net/httpstream.h"

#include <QCoreApplication>

#include <utility>

namespace sluice {

namespace {

constexpr Millis StopCallTimeout {5000};

}

/// Another generation follows. One that its server still works on would cost the user twice, and a small server its only slot.
void ChatStream::dropGeneration()
{
    const AnswerTrace old = trace();
    if (old.head && !m_pipeline.answerFailed() && m_provider.outlivesConnection(old, m_abilities)) {
        if (const auto request = m_provider.stopRequest(m_request.endpoint, m_request.key, old)) {
            auto call = std::make_unique<HttpStream>(*m_pool, *request);
            new HttpDrain(std::move(call), *m_pool, StopCallTimeout, HttpDrain::Purpose::Call); // a child of the pool
        }
    }
    std::erase_if(m_refused, [](ResumeMeans means) { return !isPaidAgain(means); });
}

void ChatStream::stop()
{
    if (m_ended)
        return;
    closeAttempt();
    tellServer();
    finish({.finishReason = {},
        .error = Error {.kind = ErrorKind::Cancelled, .message = QCoreApplication::translate("Error", "Stopped.")}});
}

void ChatStream::tellServer()
{
    if (!m_generation.wasSent)
        return;
    const AnswerTrace now = trace();
    const bool isNeeded = m_provider.outlivesConnection(now, m_abilities);
    const bool mayBeNeeded = !now.head && !now.replayName.isEmpty(); // nobody knows yet what kind of server it is
    if (!isNeeded && !mayBeNeeded)
        return;
    const std::optional<HttpRequest> request = m_provider.stopRequest(m_request.endpoint, m_request.key, now);
    if (!request) {
        if (isNeeded)
            Q_EMIT serverStopped(ServerStop::Unknown);
        return;
    }
    m_awaitsServerStop = true;
    auto stream = std::make_unique<HttpStream>(*m_pool, *request);
    auto* call = new HttpDrain(std::move(stream), *m_pool, StopCallTimeout, HttpDrain::Purpose::Call); // a child of the pool
    connect(call, &HttpDrain::answered, this, [this, isNeeded](int status) { takeStopAnswer(status, isNeeded); });
}

void ChatStream::takeStopAnswer(int status, bool isNeeded)
{
    const bool isConfirmed = status >= 200 && status < 300;
    m_awaitsServerStop = false;
    if (isNeeded || isConfirmed) {
        EndpointAbilities learnt = m_abilities;
        learnt.stopCall = isConfirmed ? Ability::Yes : Ability::No;
        learn(learnt);
    }
    const ServerStop otherwise = isNeeded ? ServerStop::Unknown : ServerStop::NotAsked;
    Q_EMIT serverStopped(isConfirmed ? ServerStop::Confirmed : otherwise);
}

}

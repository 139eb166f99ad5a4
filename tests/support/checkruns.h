#pragma once

#include "core/chat/endpoint.h"
#include "core/engine/chatengine.h"

#include <QStringList>
#include <QTest>
#include <QUrl>

#include <functional>

namespace sluice::test {

/// An answer, with a character of several bytes, that servers give who are checked.
inline const QStringList CheckedWords {QStringLiteral("One "), QStringLiteral("two "), QStringLiteral("thrée "),
    QStringLiteral("four "), QStringLiteral("five "), QStringLiteral("six "), QStringLiteral("seven "), QStringLiteral("eight "),
    QStringLiteral("nine "), QStringLiteral("ten "), QStringLiteral("eleven "), QStringLiteral("twelve.")};

inline Endpoint checkedEndpoint(const QUrl& url, const QString& provider = QStringLiteral("openai"))
{
    return {.id = QStringLiteral("e"), .name = QStringLiteral("E"), .provider = provider, .baseUrl = url, .model = {}};
}

/// What a ResilienceRun or a ScorecardRun told.
struct CheckCourse
{
    QStringList order; ///< began and done, in turn
    QString problem; ///< that it finished with
    int finished = 0; ///< how often
};

/// Starts \a run and waits for its end.
template <typename Run>
CheckCourse runToEnd(Run& run, int patienceMs)
{
    CheckCourse course;
    QObject context; // what comes later is not for the course that is gone
    QObject::connect(&run, &Run::began, &context, [&](const QString& id) { course.order.append(QStringLiteral("began ") + id); });
    QObject::connect(
        &run, &Run::done, &context, [&](const auto& result) { course.order.append(QStringLiteral("done ") + result.id); });
    QObject::connect(&run, &Run::finished, &context, [&](const QString& problem) {
        ++course.finished;
        course.problem = problem;
    });
    run.start();
    (void)QTest::qWaitFor([&] { return course.finished > 0; }, patienceMs); // the caller looks at finished
    return course;
}

/// The port of the proxy that a run puts before \a endpoint; 0 until something was learnt of the endpoint through it. The engine
/// outlives it.
struct ProxyPort
{
    quint16 value = 0;
    QObject context;

    ProxyPort(const ChatEngine& engine, const Endpoint& endpoint, std::function<void()> learnt = {})
    {
        QObject::connect(&engine, &ChatEngine::abilitiesLearned, &context,
            [this, direct = endpoint.baseUrl.port(), learnt](const Endpoint& seen, const EndpointAbilities&) {
                if (seen.baseUrl.port() == direct)
                    return;
                value = quint16(seen.baseUrl.port());
                if (learnt)
                    learnt();
            });
    }
};

}

#pragma once

#include "core/engine/chatengine.h"

#include <QSignalSpy>
#include <QTest>

#include <algorithm>
#include <memory>
#include <vector>

namespace sluice::test {

/// The request of a one-turn conversation with the scripted server at \a url. Frames come at once, no retries, "none" strategy:
/// tests switch on what they are about.
inline StreamRequest askAt(const QUrl& url, const QString& provider = QStringLiteral("openai"))
{
    StreamRequest request;
    request.endpoint = {.id = QStringLiteral("test"),
        .name = QStringLiteral("Test"),
        .provider = provider,
        .baseUrl = url,
        .model = QStringLiteral("m")};
    request.chat.model = QStringLiteral("m");
    Message question;
    question.text = QStringLiteral("Hi");
    request.chat.messages = {question};
    request.strategy.name = QStringLiteral("none");
    request.retry.maxAttempts = 0;
    request.frameInterval = Millis(0);
    return request;
}

/// Keeps all that a stream says, and checks the rules that hold for every stream as it comes.
class StreamProbe
{
public:
    explicit StreamProbe(std::unique_ptr<StreamHandle> stream)
        : handle(std::move(stream))
    {
        QObject::connect(handle.get(), &StreamHandle::statusChanged, &m_context, [this](const StreamStatus& status) {
            if (!ends.empty())
                brokenRules.append(QStringLiteral("a status after the end"));
            statuses.push_back(status);
        });
        QObject::connect(handle.get(), &StreamHandle::frame, &m_context, [this](const FrameBatch& batch) {
            if (!ends.empty())
                brokenRules.append(QStringLiteral("a frame after the end"));
            if (batch.end)
                brokenRules.append(QStringLiteral("an end inside a frame"));
            if (batch.keepText) {
                shortest = std::min(shortest, *batch.keepText + batch.text.size() - text.size());
                text.truncate(*batch.keepText);
            }
            if (batch.keepReasoning)
                reasoning.truncate(*batch.keepReasoning);
            text += batch.text;
            reasoning += batch.reasoning;
            for (const Seam& seam : batch.seams)
                seams.append(seam);
            textDeltas += batch.textDeltas;
            ++frames;
        });
        QObject::connect(handle.get(), &StreamHandle::ended, &m_context, [this](const StreamEnd& end) { ends.push_back(end); });
        QObject::connect(handle.get(), &StreamHandle::serverStopped, &m_context, [this](ServerStop outcome) {
            if (ends.empty())
                brokenRules.append(QStringLiteral("a word of the server before the end"));
            serverStops.append(outcome);
        });
    }

    /// Runs the event loop until the stream has ended.
    [[nodiscard]] bool waitForEnd(int milliseconds = 30000)
    {
        return QTest::qWaitFor([this] { return !ends.empty(); }, milliseconds);
    }

    /// The error it ended with; nothing when it has not ended or is complete.
    std::optional<Error> error() const { return ends.empty() ? std::nullopt : ends.front().error; }

    QList<StreamState> states() const
    {
        QList<StreamState> all;
        for (const StreamStatus& status : statuses)
            all.append(status.state);
        return all;
    }

    std::unique_ptr<StreamHandle> handle;
    QString text;
    QString reasoning;
    qint64 textDeltas = 0;
    int frames = 0;
    std::vector<StreamStatus> statuses;
    std::vector<StreamEnd> ends;
    QList<Seam> seams;
    QList<ServerStop> serverStops;
    qint64 shortest = 0; ///< by how much a rewrite has ever made the text shorter; 0 or less
    QStringList brokenRules;

private:
    QObject m_context; ///< destroyed first: nothing reaches a probe that is half gone
};

}

#pragma once

#include "core/base/result.h"
#include "core/chat/conversation.h"
#include "core/chat/delta.h"
#include "core/chat/endpoint.h"
#include "core/wire/http.h"
#include "core/wire/sseparser.h"

#include <QList>
#include <QStringList>

#include <memory>
#include <optional>

namespace sluice {

/// What determines an answer.
struct ChatRequest
{
    QString model;
    QString system; ///< empty = none
    QList<Message> messages; ///< user and assistant turns, oldest first
    std::optional<qint64> maxTokens; ///< nothing = the provider's default
    std::optional<double> temperature;
};

/// Events of one answer → deltas. One per stream and attempt; pure; the network thread.
///
/// A stream is complete when the provider's own finish was seen. What arrives after that (usage, filters) is still taken, until
/// the body ends or isDone().
class DeltaDecoder
{
public:
    virtual ~DeltaDecoder() = default;

    /// Appends what \a event holds to \a out. An error the server reports in mid-stream, in whichever form, and malformed
    /// JSON (Protocol, naming the event) are returned; deltas decoded before it stay in \a out.
    virtual Result<void> decode(const SseEventView& event, Deltas& out) = 0;

    /// The same for a whole plain JSON answer that came although a stream was asked for.
    virtual Result<void> decodeJson(QByteArrayView body, Deltas& out) = 0;

    /// The provider's finish was seen.
    virtual bool isFinished() const = 0;

    /// Nothing that may still come matters: the stream can be closed ([DONE], message_stop, response.completed…).
    virtual bool isDone() const = 0;

    /// The provider's own word; empty before the finish.
    virtual QString finishReason() const = 0;

    /// Call when the body ended, or isDone(). Succeeds when the answer is complete; else Network for a body that just stopped,
    /// Protocol for an end mark without a finish.
    virtual Result<void> end() const = 0;
};

/// How to talk to one kind of server. Stateless, thread-safe, lives for ever. One file each in core/chat/providers.
class Provider
{
public:
    virtual ~Provider() = default;

    virtual QString name() const = 0; ///< on the command line and on disk: "openai"
    virtual QString displayName() const = 0; ///< on screen: "OpenAI-compatible"
    virtual QUrl defaultBaseUrl() const = 0; ///< may be empty
    virtual QByteArray keyVariable() const = 0; ///< environment variable that may hold the key: "OPENAI_API_KEY"

    /// The request that starts an answer. \a key may be empty: then no credentials are sent.
    virtual HttpRequest chatRequest(const Endpoint& endpoint, const QByteArray& key, const ChatRequest& request) const = 0;

    /// Whether its requests have a place for images; some models behind it may refuse them all the same. Text files always go.
    virtual bool takesImages() const { return true; }

    virtual HttpRequest modelsRequest(const Endpoint& endpoint, const QByteArray& key) const = 0;
    virtual Result<QStringList> parseModels(QByteArrayView body) const = 0;

    virtual std::unique_ptr<DeltaDecoder> newDecoder() const = 0;

    /// The call that makes the server stop generating when closing the socket does not; nothing where it does.
    virtual std::optional<HttpRequest> stopRequest(
        const Endpoint& endpoint, const QByteArray& key, const HttpResponseHead& answer) const;

    /// The call that replays an answer of this \a answer head after \a lastEventId; nothing where the server keeps none.
    virtual std::optional<HttpRequest> resumeRequest(
        const Endpoint& endpoint, const QByteArray& key, const HttpResponseHead& answer, QByteArrayView lastEventId) const;

    /// The error an answer of status 400 or above stands for: kind by status, the server's own words from its body (JSON in
    /// any of the usual shapes, or nothing for HTML), Retry-After.
    virtual Error errorFromResponse(const HttpResponseHead& head, QByteArrayView body) const;
};

/// All registered providers, in a stable order; the first is the default for a new endpoint.
QList<const Provider*> providers();

/// The provider of that name; null when there is none.
const Provider* providerNamed(QStringView name);

/// Registers a provider for the life of the program: `static const ProviderRegistration registration{std::make_unique<X>(), 10};`
/// in its own .cpp. Before main() only.
class ProviderRegistration
{
public:
    ProviderRegistration(std::unique_ptr<const Provider> provider, int order);
    Q_DISABLE_COPY_MOVE(ProviderRegistration)
    ~ProviderRegistration() = default;
};

}

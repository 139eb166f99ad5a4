#pragma once

#include "core/base/result.h"
#include "core/chat/answertrace.h"
#include "core/chat/conversation.h"
#include "core/chat/deltadecoder.h"
#include "core/chat/endpoint.h"
#include "core/chat/endpointabilities.h"
#include "core/wire/http.h"

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

    // How it is asked for; says nothing about what is in it.

    bool continuesAnswer = false; ///< the last turn is the beginning of the answer, to be gone on with
    /// Not empty: the server is asked to keep the answer for replay, where it can; under this name, where the client names it.
    QByteArray replayName {};
    bool plainBody = false; ///< the answer must not be compressed: its bytes are counted
};

/// How to talk to one kind of server. Stateless, thread-safe, lives for ever. One file each in core/chat/providers.
class Provider
{
public:
    virtual ~Provider() = default;

    virtual QString name() const = 0; ///< on the command line and on disk: "openai"
    virtual QString displayName() const = 0; ///< on screen, translated: "OpenAI-compatible"
    virtual QUrl defaultBaseUrl() const = 0; ///< may be empty
    virtual QByteArray keyVariable() const = 0; ///< environment variable that may hold the key: "OPENAI_API_KEY"

    /// The request that starts an answer. \a key may be empty: then no credentials are sent.
    virtual HttpRequest chatRequest(const Endpoint& endpoint, const QByteArray& key, const ChatRequest& request) const = 0;

    /// Whether its requests have a place for images; some models behind it may refuse them all the same. Text files always go.
    virtual bool takesImages() const { return true; }

    virtual HttpRequest modelsRequest(const Endpoint& endpoint, const QByteArray& key) const = 0;
    virtual Result<QStringList> parseModels(QByteArrayView body) const = 0;

    virtual std::unique_ptr<DeltaDecoder> newDecoder() const = 0;

    /// Whether a request with a replay name is answered by one that is kept; No: then none is given.
    virtual Ability keepsAnswers(const EndpointAbilities& abilities) const;
    /// Whether a replay name may be refused with HTTP 400, by servers that do not know what it asks for.
    virtual bool mayRefuseReplay() const { return false; }

    /// Whether the answer of \a trace, with what is known of the endpoint, is generated on when its connection is closed.
    virtual bool outlivesConnection(const AnswerTrace& trace, const EndpointAbilities& abilities) const;
    /// The call that makes the server stop generating when closing the socket does not; nothing where it does, or where the
    /// answer cannot be named.
    virtual std::optional<HttpRequest> stopRequest(
        const Endpoint& endpoint, const QByteArray& key, const AnswerTrace& trace) const;

    /// By which means answers are replayed here, best first; empty where the server keeps none.
    virtual QList<ResumeMeans> replayMeans(const EndpointAbilities& abilities) const;
    /// The call that replays the answer of \a trace by \a means, one of replayMeans(); nothing when \a trace lacks what it takes.
    virtual std::optional<HttpRequest> replayRequest(
        ResumeMeans means, const Endpoint& endpoint, const QByteArray& key, const AnswerTrace& trace) const;
    /// The call that asks for the answer of \a trace as it stands, as one JSON document; nothing where there is none.
    virtual std::optional<HttpRequest> pollRequest(
        const Endpoint& endpoint, const QByteArray& key, const AnswerTrace& trace) const;
    /// By which means a new request goes on with a broken answer here, best first.
    virtual QList<ResumeMeans> paidMeans() const;

    /// Notes what the \a head of an answer, or of the list of models and that \a list, tells about the server.
    virtual void learn(const HttpResponseHead& head, QByteArrayView list, EndpointAbilities& abilities) const;

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

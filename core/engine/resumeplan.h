#pragma once

#include "core/chat/answerjoiner.h"
#include "core/chat/provider.h"
#include "core/engine/streamoptions.h"

#include <functional>
#include <optional>
#include <set>

namespace sluice {

/// What is known at the moment an answer has broken off.
struct BrokenAnswer
{
    AnswerTrace trace; ///< of the generation that broke
    EndpointAbilities abilities;
    bool hasContent = false; ///< text, reasoning or a tool call of the answer, the partial one that was given included
    bool hasToolCall = false;
    PartialAnswer shown; ///< what came; needed only where a new request may be made
    /// The answer failed on the server, or is not what can be read: a replay would give the same again.
    bool failedThere = false;
    /// A new request has been made, by the user or because it was allowed, and brought nothing: making it once more is a retry.
    bool isUnanswered = false;
    bool keptRefused = false; ///< the server does not take a request for an answer that is kept
    bool pollsOnly = false; ///< the replay was refused: the answer can only be asked for as a whole
    bool isOfTicket = false; ///< what is shown came from it before this stream: see StreamRequest::ticket
    std::set<ResumeMeans> refused;
};

/// What to do next about it.
struct ResumeStep
{
    enum class Body {
        Anew, ///< a new answer: new decoder
        Events, ///< behind the last whole event: the decoder goes on
        Bytes, ///< in mid-body: everything goes on
        Poll, ///< the whole answer as JSON: the decoder takes what it lacks
        Whole, ///< the answer from its beginning, replayed: new decoder
    };

    std::optional<ResumeMeans> means; ///< nothing: the first request, because nothing of the answer has come
    Body body = Body::Anew;
    HttpRequest request;
    QByteArray replayName; ///< of a new answer: the name under which the server may keep it

    /// A new request, for which the server works anew.
    bool isNew() const { return body == Body::Anew; }
};

/// Decides by which means an answer goes on, and how it begins. Pure but for \c newName, which makes names that nobody guesses.
///
/// Replay first, where the server keeps the answer: it is exact, and also good after a tool call. Then, only if the user wants it
/// so (ResumeOptions::mayPayAgain) and never after a tool call, a new request by the best means that was not refused. As long as
/// nothing of the answer has come, the first request is made again.
class ResumePlan
{
public:
    /// All must outlive this.
    ResumePlan(const Provider& provider, const StreamRequest& request, std::function<QByteArray()> newName);

    /// The first step of a stream.
    ResumeStep begin(const BrokenAnswer& nothingYet) const;
    /// What a later stream needs to have the answer of \a trace replayed; nothing where it is not kept, or not known yet.
    std::optional<ReplayTicket> ticket(const AnswerTrace& trace, const EndpointAbilities& abilities) const;
    /// The next step, or nothing: the answer stays as it is.
    std::optional<ResumeStep> next(const BrokenAnswer& broken) const;

    /// Whether \a error, with which \a step was answered, is final for its means: another one is to be tried.
    static bool isRefusal(const ResumeStep& step, const Error& error);

    /// Whether \a error may mean that the server does not take requests for answers that are kept.
    static bool mayBeForKeeping(const Provider& provider, const ResumeStep& step, const Error& error);

private:
    std::optional<ResumeStep> replay(const BrokenAnswer& broken) const;
    std::optional<ResumeStep> poll(const BrokenAnswer& broken) const;
    std::optional<ResumeStep> payAgain(const BrokenAnswer& broken) const;
    ResumeStep ask(const ChatRequest& chat, std::optional<ResumeMeans> means, const BrokenAnswer& broken) const;

    const Provider& m_provider;
    const StreamRequest& m_request;
    const std::function<QByteArray()> m_newName;
};

}

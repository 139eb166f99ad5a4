#pragma once

#include "core/lab/watchedanswer.h"

#include <QByteArray>
#include <QString>

#include <expected>
#include <vector>

namespace sluice {

/// An answer that nobody disturbed: where faults go, and what is compared with. A value.
struct ReferenceAnswer
{
    QString text;
    QByteArray body {}; ///< without content coding
    std::vector<qsizetype> eventEnds {}; ///< in the body, behind each blank line
    bool isPlain = true; ///< it came as it was sent: faults can be put to a byte of it
    bool isRepeatable = false; ///< a second one was the same
    bool isReplayable = false; ///< the endpoint says that it keeps its answers
    bool countsBytes = false; ///< what it replays it names by bytes of the body
    Millis longestGap {0};
    Millis took {0};
};

/// Of what \a outcome, which is whole, shows.
ReferenceAnswer referenceOf(const AnswerOutcome& outcome);

/// What the client has to make of a fault.
enum class Expectation {
    Undisturbed, ///< nothing happens; it is what is compared with
    SameAgain, ///< the same, to see whether answers are alike
    RidesOut, ///< one request, the whole answer
    GoesOn, ///< the answer breaks off: it goes on, or stays as far as it came, with an error
    AsksAgain, ///< the request is refused once: it is made again, no earlier than the server said
    GivesUp, ///< the request is refused for good: an error, and no other request
    KeepsRest, ///< a byte is no text any more: everything else stays
    ShowsAll, ///< an event comes twice: nothing is lost
};

/// One fault and what is expected of it. Lives for ever.
struct ResilienceCheck
{
    QLatin1StringView id; ///< in reports and on the command line: "cut-in-character"
    const char* title; ///< translated by resilienceTitle()
    Expectation expectation = Expectation::RidesOut;
    /// The script for FaultProxy, or one sentence why this cannot be done with such an answer.
    std::expected<QString, QString> (*script)(const ReferenceAnswer& reference) = nullptr;
};

/// All, in the order in which they run. The first two are the undisturbed answers.
const std::vector<ResilienceCheck>& resilienceChecks();
QString resilienceTitle(const ResilienceCheck& check);

/// How long the stalls of the checks are that an answer must ride out; a client's patience has to be longer.
constexpr Millis ShortStall {1500};
/// What the server asks to wait for where it refuses.
constexpr Millis RefusalWait {1000};

}

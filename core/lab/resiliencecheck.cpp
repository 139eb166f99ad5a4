#include "core/lab/resiliencecheck.h"

#include "core/lab/decodedexchange.h"

#include <QCoreApplication>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace sluice {

namespace {

using Script = std::expected<QString, QString>;
using Reference = const ReferenceAnswer&;

struct CheckWords
{
    Q_DECLARE_TR_FUNCTIONS(ResilienceChecks)
};

constexpr std::size_t FewestEvents = 6; // with fewer there is no middle
constexpr qsizetype Pieces = 400;

/// The ends of events: behind a blank line, whatever its line ends.
std::vector<qsizetype> eventEndsIn(const QByteArray& body)
{
    std::vector<qsizetype> ends;
    for (qsizetype at = 0; at + 1 < body.size(); ++at) {
        const QByteArrayView rest = QByteArrayView(body).sliced(at);
        const qsizetype length = rest.startsWith("\r\n\r\n") ? 4 : rest.startsWith("\n\n") || rest.startsWith("\r\r") ? 2 : 0;
        if (length == 0)
            continue;
        ends.push_back(at + length);
        at += length - 1;
    }
    return ends;
}

std::unexpected<QString> tooShort()
{
    return std::unexpected(CheckWords::tr("The answer is too short to be broken off in its middle."));
}

std::unexpected<QString> packed()
{
    return std::unexpected(
        CheckWords::tr("The server compresses although it was asked not to, so no byte of the text can be hit."));
}

/// The first request suffers \a fault, what follows passes.
QString once(const QString& fault)
{
    return u"POST/*="_s + fault + u" POST/*=pass"_s;
}

std::size_t middleEvent(Reference reference)
{
    return reference.eventEnds.size() / 2;
}

/// A byte inside the event in the middle.
qsizetype middleByte(Reference reference)
{
    const qsizetype from = reference.eventEnds[middleEvent(reference) - 1];
    const qsizetype to = reference.eventEnds[middleEvent(reference)];
    return from + (to - from) / 2;
}

/// What \a fault is with the place of a byte in the middle behind it.
Script atMiddle(Reference reference, const QString& fault)
{
    if (!reference.isPlain)
        return packed();
    if (reference.eventEnds.size() < FewestEvents)
        return tooShort();
    return once(fault.arg(middleByte(reference)));
}

Script afterMiddleEvent(Reference reference, const QString& fault)
{
    if (!reference.isPlain)
        return packed();
    if (reference.eventEnds.size() < FewestEvents)
        return tooShort();
    return once(fault.arg(middleEvent(reference)));
}

Script inCharacter(Reference reference)
{
    if (!reference.isPlain)
        return packed();
    if (reference.eventEnds.size() < FewestEvents)
        return tooShort();
    const auto isFirstOfMany = [](char c) { return static_cast<unsigned char>(c) >= 0xC2; };
    const auto middle = reference.body.begin() + reference.eventEnds[middleEvent(reference)];
    auto found = std::find_if(middle, reference.body.end(), isFirstOfMany);
    if (found == reference.body.end())
        found = std::find_if(reference.body.begin() + reference.eventEnds.front(), middle, isFirstOfMany);
    if (found == middle || found == reference.body.end())
        return std::unexpected(CheckWords::tr(
            "No character of the answer is more than one byte long; the server writes others as escapes, or sent none."));
    return once(u"cut:%1"_s.arg(found - reference.body.begin() + 1));
}

Script twice(Reference reference)
{
    if (!reference.isPlain)
        return packed();
    const std::size_t third = reference.eventEnds.size() / 3;
    if (reference.eventEnds.size() < FewestEvents)
        return tooShort();
    return u"POST/*=cut-event:%1 POST/*=cut-event:%1 POST/*=pass GET/*=cut-event:%1 GET/*=pass"_s.arg(third);
}

/// A letter of the text, so that the JSON around it stays whole.
Script damaged(Reference reference)
{
    if (!reference.isPlain)
        return packed();
    if (reference.eventEnds.size() < FewestEvents)
        return tooShort();
    // A piece of the text that stands in one event as it is: found from the middle on.
    for (qsizetype at = reference.text.size() / 2; at + 3 <= reference.text.size(); ++at) {
        const QStringView piece = QStringView(reference.text).sliced(at, 3);
        const bool isPlain = std::all_of(piece.begin(), piece.end(), [](QChar c) { return c.unicode() < 0x80 && c.isLetter(); });
        const QByteArray bytes = piece.toLatin1();
        const qsizetype found = isPlain ? reference.body.indexOf(bytes) : -1;
        // Only where it stands once: it must not be a name of the protocol.
        if (found >= 0 && reference.body.indexOf(bytes, found + 1) < 0)
            return once(u"corrupt:%1"_s.arg(found + 1));
    }
    return std::unexpected(CheckWords::tr("The answer has no plain letters that could be found in what came."));
}

Script gzipCut(Reference reference)
{
    if (reference.countsBytes)
        return std::unexpected(CheckWords::tr("The server counts the bytes it has sent; compressed on the way they are others."));
    if (!reference.isPlain)
        return packed();
    if (reference.eventEnds.size() < FewestEvents)
        return tooShort();
    return once(u"gzip-cut:%1"_s.arg(std::max<qsizetype>(40, reference.body.size() / 16)));
}

Script gzipWhole(Reference reference)
{
    if (!reference.isPlain)
        return packed();
    return once(u"gzip"_s);
}

const std::vector<ResilienceCheck> Checks {
    {"undisturbed"_L1, QT_TRANSLATE_NOOP("ResilienceChecks", "An undisturbed answer"), Expectation::Undisturbed,
        [](Reference) -> Script { return u"pass"_s; }},
    {"repeated"_L1, QT_TRANSLATE_NOOP("ResilienceChecks", "The same question again"), Expectation::SameAgain,
        [](Reference) -> Script { return u"pass"_s; }},
    {"cut-between-events"_L1, QT_TRANSLATE_NOOP("ResilienceChecks", "Closed between two events"), Expectation::GoesOn,
        [](Reference r) { return afterMiddleEvent(r, u"cut-event:%1"_s); }},
    {"cut-in-event"_L1, QT_TRANSLATE_NOOP("ResilienceChecks", "Closed inside an event"), Expectation::GoesOn,
        [](Reference r) { return atMiddle(r, u"cut:%1"_s); }},
    {"cut-in-character"_L1, QT_TRANSLATE_NOOP("ResilienceChecks", "Closed inside a character"), Expectation::GoesOn, inCharacter},
    {"cut-in-chunk"_L1, QT_TRANSLATE_NOOP("ResilienceChecks", "Closed inside an HTTP chunk"), Expectation::GoesOn,
        [](Reference r) { return atMiddle(r, u"cut-wire:%1"_s); }},
    {"reset"_L1, QT_TRANSLATE_NOOP("ResilienceChecks", "Connection reset"), Expectation::GoesOn,
        [](Reference r) { return atMiddle(r, u"cut:%1,rst"_s); }},
    {"half-closed"_L1, QT_TRANSLATE_NOOP("ResilienceChecks", "Closed by the server only"), Expectation::GoesOn,
        [](Reference r) { return atMiddle(r, u"half-close:%1"_s); }},
    {"ends-early"_L1, QT_TRANSLATE_NOOP("ResilienceChecks", "Ends early as if it were whole"), Expectation::GoesOn,
        [](Reference r) { return atMiddle(r, u"end:%1"_s); }},
    {"no-answer"_L1, QT_TRANSLATE_NOOP("ResilienceChecks", "Closed before the answer"), Expectation::GoesOn,
        [](Reference) -> Script { return once(u"cut-wire:0"_s); }},
    {"cut-twice"_L1, QT_TRANSLATE_NOOP("ResilienceChecks", "Closed, and once more while it goes on"), Expectation::GoesOn, twice},
    {"silent"_L1, QT_TRANSLATE_NOOP("ResilienceChecks", "Silent for good"), Expectation::GoesOn,
        [](Reference r) { return atMiddle(r, u"stall:forever@%1"_s); }},
    {"cut-gzip"_L1, QT_TRANSLATE_NOOP("ResilienceChecks", "Compressed data cut short"), Expectation::GoesOn, gzipCut},
    {"stall"_L1, QT_TRANSLATE_NOOP("ResilienceChecks", "Silent for 1.5 seconds"), Expectation::RidesOut,
        [](Reference r) { return atMiddle(r, u"stall:1500ms@%1"_s); }},
    {"late-head"_L1, QT_TRANSLATE_NOOP("ResilienceChecks", "1.5 seconds before the first byte"), Expectation::RidesOut,
        [](Reference) -> Script { return once(u"delay:1500ms"_s); }},
    {"drip"_L1, QT_TRANSLATE_NOOP("ResilienceChecks", "A few bytes at a time"), Expectation::RidesOut,
        [](Reference r) -> Script { return once(u"drip:%1/2ms"_s.arg(r.body.size() / Pieces + 1)); }},
    {"split"_L1, QT_TRANSLATE_NOOP("ResilienceChecks", "Each byte a chunk of its own"), Expectation::RidesOut,
        [](Reference) -> Script { return once(u"split"_s); }},
    {"gzip"_L1, QT_TRANSLATE_NOOP("ResilienceChecks", "Compressed without being asked"), Expectation::RidesOut, gzipWhole},
    {"damaged"_L1, QT_TRANSLATE_NOOP("ResilienceChecks", "A byte that is no text"), Expectation::KeepsRest, damaged},
    {"event-twice"_L1, QT_TRANSLATE_NOOP("ResilienceChecks", "An event sent twice"), Expectation::ShowsAll,
        [](Reference r) { return afterMiddleEvent(r, u"dup-event:%1"_s); }},
    {"status-500"_L1, QT_TRANSLATE_NOOP("ResilienceChecks", "HTTP 500"), Expectation::AsksAgain,
        [](Reference) -> Script { return once(u"status:500"_s); }},
    {"status-503"_L1, QT_TRANSLATE_NOOP("ResilienceChecks", "HTTP 503, try again in a second"), Expectation::AsksAgain,
        [](Reference) -> Script { return once(u"status:503,retry-after:1"_s); }},
    {"status-429"_L1, QT_TRANSLATE_NOOP("ResilienceChecks", "HTTP 429, try again in a second"), Expectation::AsksAgain,
        [](Reference) -> Script { return once(u"status:429,retry-after:1"_s); }},
    {"status-401"_L1, QT_TRANSLATE_NOOP("ResilienceChecks", "HTTP 401"), Expectation::GivesUp,
        [](Reference) -> Script { return once(u"status:401"_s); }},
};

}

ReferenceAnswer referenceOf(const AnswerOutcome& outcome)
{
    ReferenceAnswer reference {.text = outcome.text, .longestGap = outcome.longestGap, .took = outcome.took};
    for (const TappedExchange& exchange : outcome.exchanges) {
        if (!exchange.head || exchange.head->status >= 300)
            continue;
        reference.body = plainBody(exchange);
        reference.isPlain = reference.body.size() == exchange.body.size() && !exchange.isTooLong;
    }
    reference.eventEnds = eventEndsIn(reference.body);
    return reference;
}

const std::vector<ResilienceCheck>& resilienceChecks()
{
    return Checks;
}

QString resilienceTitle(const ResilienceCheck& check)
{
    return CheckWords::tr(check.title);
}

}

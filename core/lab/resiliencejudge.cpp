#include "core/lab/resiliencejudge.h"

#include "core/chat/provider.h"
#include "core/lab/decodedexchange.h"

#include <QCoreApplication>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace sluice {

namespace {

struct JudgeWords
{
    Q_DECLARE_TR_FUNCTIONS(ResilienceJudge)
};

/// One check, as it is judged.
class Judging
{
public:
    Judging(
        const ResilienceCheck& check, const ReferenceAnswer& reference, const CheckObservation& seen, const Provider& provider)
        : m_check(check)
        , m_reference(reference)
        , m_seen(seen)
        , m_outcome(seen.outcome)
        , m_provider(provider)
    {
        m_result.id = check.id;
        m_result.took = m_outcome.took;
        m_result.paidRequests = seen.paidRequests;
        m_result.reconnects = m_outcome.figures.reconnects;
        for (const Seam& seam : m_outcome.seams)
            m_result.resumedBy.append(seam.means);
        m_result.text = match();
    }

    ResilienceResult result();

private:
    TextMatch match() const;
    ResilienceResult say(CheckVerdict verdict, const QString& why);
    ResilienceResult pass(const QString& why) { return say(CheckVerdict::Pass, why); }
    ResilienceResult fail(const QString& why) { return say(CheckVerdict::Fail, why); }
    bool differs() const { return m_result.text == TextMatch::Differs; }
    QString difference() const;
    QString errorText() const { return m_outcome.end.error ? m_outcome.end.error->message : QString(); }

    ResilienceResult undisturbed();
    ResilienceResult ridesOut();
    ResilienceResult goesOn();
    ResilienceResult wentOn(const QString& came);
    ResilienceResult brokeOff(const QString& came);
    ResilienceResult asksAgain();
    ResilienceResult givesUp();
    ResilienceResult keepsRest();
    ResilienceResult showsAll();

    const ResilienceCheck& m_check;
    const ReferenceAnswer& m_reference;
    const CheckObservation& m_seen;
    const AnswerOutcome& m_outcome;
    const Provider& m_provider;
    ResilienceResult m_result;
};

TextMatch Judging::match() const
{
    if (m_check.expectation == Expectation::Undisturbed)
        return TextMatch::NotCompared;
    if (m_outcome.text == m_reference.text)
        return TextMatch::Identical;
    if (!m_reference.isRepeatable)
        return TextMatch::NotCompared;
    return m_reference.text.startsWith(m_outcome.text) && !m_outcome.isComplete() ? TextMatch::PrefixKept : TextMatch::Differs;
}

ResilienceResult Judging::say(CheckVerdict verdict, const QString& why)
{
    m_result.verdict = verdict;
    m_result.why = why;
    return m_result;
}

QString Judging::difference() const
{
    const auto [here, there] =
        std::mismatch(m_outcome.text.begin(), m_outcome.text.end(), m_reference.text.begin(), m_reference.text.end());
    return JudgeWords::tr(
        "The text is not that of the undisturbed answer: it differs from character %1 on (%2 against %3 characters).")
        .arg(here - m_outcome.text.begin() + 1)
        .arg(m_outcome.text.size())
        .arg(m_reference.text.size());
}

ResilienceResult Judging::result()
{
    if (m_outcome.ranOut)
        return fail(JudgeWords::tr("It had not ended after %1 seconds.").arg(double(m_outcome.took.count()) / 1000, 0, 'f', 1));
    switch (m_check.expectation) {
    case Expectation::Undisturbed:
    case Expectation::SameAgain:
        return undisturbed();
    case Expectation::RidesOut:
        return ridesOut();
    case Expectation::GoesOn:
        return goesOn();
    case Expectation::AsksAgain:
        return asksAgain();
    case Expectation::GivesUp:
        return givesUp();
    case Expectation::KeepsRest:
        return keepsRest();
    case Expectation::ShowsAll:
        return showsAll();
    }
    Q_UNREACHABLE();
}

ResilienceResult Judging::undisturbed()
{
    if (!m_outcome.isComplete())
        return fail(errorText());
    if (m_outcome.text.isEmpty())
        return fail(JudgeWords::tr("The answer had no text."));
    // What arrived is known apart from the engine.
    const QString came = m_outcome.exchanges.empty() ? QString() : decodeExchange(m_outcome.exchanges.back(), m_provider).text;
    if (came != m_outcome.text)
        return fail(JudgeWords::tr("%1 characters came, and %2 are shown.").arg(came.size()).arg(m_outcome.text.size()));
    if (m_check.expectation == Expectation::Undisturbed)
        return pass(JudgeWords::tr("%1 characters in %2 events.").arg(m_outcome.text.size()).arg(m_reference.eventEnds.size()));
    return pass(m_result.text == TextMatch::Identical
            ? JudgeWords::tr("The answer is the same, so the others are held against it, to the character.")
            : JudgeWords::tr(
                  "The answer is another one each time: of the others it is checked that what came stays, and comes once."));
}

ResilienceResult Judging::ridesOut()
{
    if (!m_outcome.isComplete())
        return fail(errorText());
    if (differs())
        return fail(difference());
    if (m_outcome.figures.reconnects > 0 || m_seen.paidRequests > 1)
        return fail(JudgeWords::tr("The connection was given up although the answer was still coming."));
    return pass(JudgeWords::tr("The answer came whole, over one connection."));
}

ResilienceResult Judging::goesOn()
{
    QString came;
    bool isFinished = false;
    bool wasBroken = false;
    for (const TappedExchange& exchange : m_outcome.exchanges) {
        const DecodedExchange decoded = decodeExchange(exchange, m_provider);
        isFinished = isFinished || decoded.isFinished;
        if (!wasBroken && !decoded.isFinished)
            came = decoded.text;
        wasBroken = wasBroken || !decoded.isFinished;
    }
    if (!wasBroken) {
        m_result.text = TextMatch::NotCompared;
        return say(CheckVerdict::NotApplicable, JudgeWords::tr("The answer was over before it could be broken off."));
    }
    if (m_outcome.isComplete() && !isFinished && m_outcome.exchanges.size() == 1)
        return fail(JudgeWords::tr("An answer that was cut short was taken for a whole one."));
    return m_outcome.isComplete() ? wentOn(came) : brokeOff(came);
}

ResilienceResult Judging::wentOn(const QString& came)
{
    if (differs())
        return fail(difference());
    const bool wasReplaced =
        std::any_of(m_outcome.seams.begin(), m_outcome.seams.end(), [](const Seam& seam) { return seam.replaced > 0; });
    if (m_result.text != TextMatch::Identical) {
        if (!wasReplaced && !m_outcome.text.startsWith(came))
            return fail(JudgeWords::tr("Text that had come before the break is not there any more."));
        constexpr qsizetype Telling = 24; // so many characters are not said twice by chance
        if (came.size() >= Telling
            && m_outcome.text.sliced(std::min(came.size(), m_outcome.text.size())).startsWith(came.last(Telling)))
            return fail(JudgeWords::tr("What stands before the break is repeated behind it."));
        m_result.text = wasReplaced ? TextMatch::NotCompared : TextMatch::PrefixKept;
    }
    const bool isReplay =
        !m_result.resumedBy.isEmpty() && std::none_of(m_result.resumedBy.begin(), m_result.resumedBy.end(), isPaidAgain);
    if (m_reference.isReplayable && !came.isEmpty() && !isReplay)
        return fail(JudgeWords::tr("It was asked for again, and paid again, although the server keeps its answers."));
    if (isReplay)
        return pass(JudgeWords::tr("The server replayed what was missing; nothing was paid again."));
    if (came.isEmpty())
        return pass(JudgeWords::tr("Nothing of it had come, so it was asked for again."));
    return pass(JudgeWords::tr("It went on with a new request, paid again."));
}

ResilienceResult Judging::brokeOff(const QString& came)
{
    if (!m_outcome.text.startsWith(came))
        return fail(JudgeWords::tr("%1 characters had come, and are not all there.").arg(came.size()));
    if (differs())
        return fail(difference());
    if (m_reference.isReplayable)
        return fail(JudgeWords::tr("The server keeps its answers, and this one was not completed: %1").arg(errorText()));
    if (m_seen.mayPayAgain || came.isEmpty()) // where nothing had come, asking again repeats nothing
        return fail(JudgeWords::tr("It was not completed: %1").arg(errorText()));
    if (m_result.text == TextMatch::NotCompared)
        m_result.text = TextMatch::PrefixKept;
    return pass(JudgeWords::tr(
        "All that came stayed, with an error below it. The server does not replay, and it may not be paid again."));
}

ResilienceResult Judging::asksAgain()
{
    if (!m_outcome.isComplete())
        return fail(errorText());
    if (differs())
        return fail(difference());
    if (m_outcome.exchanges.size() < 2)
        return fail(JudgeWords::tr("The refusal was not seen."));
    const TappedExchange& refused = m_outcome.exchanges[0];
    const auto waited = std::chrono::duration_cast<Millis>(m_outcome.exchanges[1].at - refused.endedAt.value_or(refused.at));
    const bool toldToWait = refused.head && !headerValue(refused.head->headers, "retry-after").isEmpty();
    constexpr Millis Slack {20}; // the two clocks are read at different ends
    if (toldToWait && waited < RefusalWait - Slack)
        return fail(JudgeWords::tr("It asked again after %1 ms, and the server had asked for a second.").arg(waited.count()));
    return pass(JudgeWords::tr("It asked again after %1 ms, and the answer came whole.").arg(waited.count()));
}

ResilienceResult Judging::givesUp()
{
    m_result.text = TextMatch::NotCompared;
    if (m_outcome.isComplete())
        return fail(JudgeWords::tr("A refusal for good was not taken as one."));
    if (m_outcome.exchanges.size() > 1)
        return fail(JudgeWords::tr("It asked %1 times, although the refusal was for good.").arg(m_outcome.exchanges.size()));
    if (m_outcome.end.error->kind != ErrorKind::Auth)
        return fail(errorText());
    return pass(JudgeWords::tr("One request, and an error that says what is wrong."));
}

ResilienceResult Judging::keepsRest()
{
    if (m_result.text == TextMatch::Identical)
        return pass(JudgeWords::tr("The answer came whole."));
    const qsizetype mark = m_outcome.text.indexOf(QChar::ReplacementCharacter);
    const bool isBroken = !m_outcome.isComplete();
    if (!m_reference.isRepeatable) {
        m_result.text = TextMatch::NotCompared;
        return pass(isBroken ? JudgeWords::tr("What came before the damage stayed, with an error below it.")
                             : JudgeWords::tr("The damage stayed where it was."));
    }
    if (isBroken && m_reference.text.startsWith(m_outcome.text)) {
        m_result.text = TextMatch::PrefixKept;
        return pass(JudgeWords::tr("What came before the damage stayed, with an error below it."));
    }
    const bool isRestKept = mark >= 0 && m_outcome.text.size() == m_reference.text.size()
        && m_outcome.text.first(mark) == m_reference.text.first(mark)
        && m_outcome.text.sliced(mark + 1) == m_reference.text.sliced(mark + 1);
    if (!isRestKept)
        return fail(difference());
    return pass(JudgeWords::tr("One character is shown as damaged, and all others are there."));
}

ResilienceResult Judging::showsAll()
{
    if (m_result.text == TextMatch::Identical)
        return pass(JudgeWords::tr("The repetition was seen, and left out."));
    if (!m_outcome.isComplete())
        return fail(errorText());
    if (m_reference.isRepeatable && m_outcome.text.size() < m_reference.text.size())
        return fail(difference());
    m_result.text = TextMatch::NotCompared;
    return say(CheckVerdict::NotApplicable,
        JudgeWords::tr("Within one connection nobody can tell it from a text that repeats itself: it is shown as it came."));
}

}

ResilienceResult judge(
    const ResilienceCheck& check, const ReferenceAnswer& reference, const CheckObservation& seen, const Provider& provider)
{
    return Judging(check, reference, seen, provider).result();
}

}

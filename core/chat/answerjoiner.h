#pragma once

#include "core/chat/delta.h"
#include "core/chat/prefixecho.h"
#include "core/chat/restartedtext.h"

#include <optional>

namespace sluice {

/// What there is of an answer when a stream begins: the user goes on with one that broke off.
struct PartialAnswer
{
    QString text;
    QString reasoning;

    bool isEmpty() const { return text.isEmpty() && reasoning.isEmpty(); }
    bool operator==(const PartialAnswer&) const = default;
};

/// Joins the pieces of an answer that come by several means: passes on what is new, in order, and marks each place where it goes
/// on after a break with a SeamDelta. What a server repeats is dropped, however it is cut; what a restart says differently
/// replaces what stood there, see RestartedText. One answer; pure.
class AnswerJoiner
{
public:
    enum class Keeping {
        Nothing, ///< only replay can follow: the text itself is not needed
        Text, ///< costs a second copy of it
    };

    AnswerJoiner(const PartialAnswer& partial, Keeping keeping);

    /// What comes from now on comes by \a means. A new request (see isPaidAgain()) begins its answer anew; \a text of it was
    /// given along, by Prefill and QuotedTurn.
    void goOn(ResumeMeans means);
    /// What comes from now on comes by \a means, a replay, from the beginning: what stands there is passed over.
    void goOnFromStart(ResumeMeans means);

    /// Takes one delta; what it brings is appended to \a out.
    void take(Delta delta, Deltas& out);
    /// The answer is complete. When it breaks off for good, what is held is dropped: it stands there already, as far as anybody
    /// can tell, or less of it than what stands there.
    void end(Deltas& out);

    /// What came, as it is to be shown. Empty with Keeping::Nothing.
    const QString& text() const { return m_text; }
    const QString& reasoning() const { return m_reasoning; }

    /// Something came of the answer, or was given.
    bool hasContent() const { return extent() > 0; }
    bool hasToolCall() const { return m_toolDeltas > 0; }
    /// How much there is, in characters and deltas of tool calls. What repeats the answer does not add to it.
    qint64 extent() const { return m_textSize + m_reasoningSize + m_toolDeltas; }
    /// The server began with all of what Prefill gave it.
    bool hasEchoed() const { return m_echo.wasRepeated(); }

private:
    void takeText(const QString& piece, Deltas& out);
    void takeReasoning(const QString& piece, Deltas& out);
    void apply(AnswerPart part, const RestartedText::Change& change, Deltas& out);
    void addText(const QString& text, Deltas& out);
    void addReasoning(const QString& piece, Deltas& out);
    QString withoutTail(const QString& text);
    void sew(Deltas& out);

    const Keeping m_keeping;
    QString m_text;
    QString m_reasoning;
    qint64 m_textSize = 0;
    qint64 m_reasoningSize = 0;
    qint64 m_toolDeltas = 0;

    std::optional<Seam> m_seam; ///< of what has not brought anything new yet
    bool m_isFromStart = false; ///< that is a replay from the beginning
    PrefixEcho m_echo;
    qsizetype m_givenSize = 0; ///< of what m_echo looks for
    QString m_tail; ///< white space that stands there and was not given along: the server may send it again
    RestartedText m_newText;
    RestartedText m_newReasoning;
};

}

#pragma once

#include "core/chat/jsondecoder.h"

#include <map>
#include <string>

namespace sluice {

/// The typed events of the Responses API (platform.openai.com/docs/api-reference/responses-streaming).
///
/// One that is created in the background can be asked for again: as events, of which those seen before are passed over by their
/// number, or as a whole, of which what is lacking is taken.
class ResponsesDecoder final : public JsonDecoder
{
public:
    void goOn() override;
    void note(AnswerTrace& trace) const override;

protected:
    Result<void> decodeEvent(std::string_view type, const JsonValue& root, Deltas& out) override;
    Result<void> decodeAnswer(const JsonValue& response, Deltas& out) override;
    bool isWhole(const JsonValue& response) const override;
    bool ownsEvent(std::string_view type) const override { return type == "message" || type.starts_with("response."); }

private:
    Result<void> decodeToolCall(std::string_view type, const JsonValue& root, Deltas& out);
    Result<void> decodeLast(const JsonValue& response, Deltas& out);
    Result<void> decodeEnd(const JsonValue& response, Deltas& out);
    Result<void> decodeOutput(const JsonValue& output, Deltas& out);
    Result<void> decodeItem(const JsonValue& item, std::optional<qint64> place, Deltas& out);
    Result<void> decodeCall(const JsonValue& item, std::optional<qint64> place, Deltas& out);
    void addText(const QString& piece, Deltas& out);
    void addReasoning(std::string_view source, const JsonValue& text, Deltas& out);

    QString m_id;
    std::optional<qint64> m_sequence; ///< of the last event
    std::optional<qint64> m_sequenceBefore; ///< of the last event of the body before
    bool m_goesOn = false;
    // UTF-16 units of the answer, counted before they are joined and made valid, as they stand in a whole answer too.
    qsizetype m_textUnits = 0;
    qsizetype m_textToSkip = 0; ///< of a whole answer: they have come as events
    qsizetype m_reasoningUnits = 0;
    qsizetype m_reasoningToSkip = 0;
    std::string m_reasoningSource; ///< raw reasoning and its summary tell the same twice: the first one stays
    bool m_partHasEnded = false;
    std::map<qint64, qsizetype> m_argumentUnits; ///< of each tool call, by output index; bounded by the limit on tool calls
};

}

#include "core/chat/toolcalls.h"

#include <QCoreApplication>

#include <algorithm>

namespace sluice {

Result<void> ToolCalls::add(const ToolCallPiece& piece, Deltas& out)
{
    if (piece.id.size() > MaxNameLength || piece.name.size() > MaxNameLength)
        return std::unexpected(Error {.kind = ErrorKind::Overflow,
            .message = QCoreApplication::translate("Error", "The server sent a tool call with an oversized name.")});
    const std::optional<size_t> known = callOf(piece);
    if (!known && m_calls.size() >= MaxCalls)
        return std::unexpected(Error {.kind = ErrorKind::Overflow,
            .message = QCoreApplication::translate("Error", "The server sent too many tool calls in one answer.")});
    if (!known)
        m_calls.push_back({.place = piece.place, .id = {}, .name = {}, .arguments = {}});
    m_current = known.value_or(m_calls.size() - 1);

    Call& call = m_calls[m_current];
    ToolCallDelta delta {
        .index = static_cast<int>(m_current), .id = {}, .name = {}, .arguments = call.arguments.join(piece.arguments)};
    if (call.id.isEmpty())
        delta.id = call.id = withoutLoneHalves(piece.id);
    if (call.name.isEmpty())
        delta.name = call.name = withoutLoneHalves(piece.name);
    if (!delta.id.isEmpty() || !delta.name.isEmpty() || !delta.arguments.isEmpty())
        out.emplace_back(std::move(delta));
    return {};
}

void ToolCalls::release(Deltas& out)
{
    for (size_t i = 0; i < m_calls.size(); ++i) {
        const QString rest = m_calls[i].arguments.rest();
        if (!rest.isEmpty())
            out.emplace_back(ToolCallDelta {.index = static_cast<int>(i), .id = {}, .name = {}, .arguments = rest});
    }
}

std::optional<size_t> ToolCalls::callOf(const ToolCallPiece& piece) const
{
    const auto found = std::find_if(m_calls.begin(), m_calls.end(),
        [&](const Call& call) { return piece.place ? call.place == piece.place : !piece.id.isEmpty() && call.id == piece.id; });
    if (found != m_calls.end())
        return static_cast<size_t>(found - m_calls.begin());
    // Without a place and an id, a piece goes on with the current call, unless it names another function.
    if (piece.place || !piece.id.isEmpty() || m_calls.empty())
        return std::nullopt;
    const bool startsAnother = !piece.name.isEmpty() && (piece.isLaterInEvent || piece.name != m_calls[m_current].name);
    return startsAnother ? std::nullopt : std::optional(m_current);
}

}

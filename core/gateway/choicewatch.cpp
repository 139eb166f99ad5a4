#include "core/gateway/choicewatch.h"

#include <algorithm>

namespace sluice {

namespace {

constexpr std::size_t MaxChoices = 1024; // OpenAI takes 128; a server may send anything

}

void ChoiceWatch::take(QByteArrayView data)
{
    const std::expected<JsonValue, ErrorKind> root = m_reader.read(data);
    if (!root)
        return;
    (*root)["choices"].each([this](const JsonValue& choice) {
        const qint64 index = choice["index"].integer().value_or(0);
        if (m_finished.size() >= MaxChoices && !m_finished.contains(index))
            return;
        const bool isFinished = !choice["finish_reason"].utf8().empty();
        m_finished[index] = m_finished[index] || isFinished;
    });
}

bool ChoiceWatch::areFinished() const
{
    return std::all_of(m_finished.begin(), m_finished.end(), [](const auto& choice) { return choice.second; });
}

}

#include "core/gateway/queryflag.h"

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace sluice {

std::expected<bool, QString> queryFlag(const QueryParameters& query, QByteArrayView name, bool otherwise)
{
    static constexpr std::array Yes {"true", "1", "yes", "on", "t", "y"};
    static constexpr std::array No {"false", "0", "no", "off", "f", "n"};
    const std::optional<QByteArray> text = query.value(name);
    if (!text)
        return otherwise;
    const auto isOneOf = [&](const auto& words) {
        return std::any_of(words.begin(), words.end(), [&](const char* word) { return text->toLower() == word; });
    };
    if (isOneOf(Yes))
        return true;
    if (isOneOf(No))
        return false;
    return std::unexpected(u"%1 must be true or false"_s.arg(QLatin1StringView(name.data(), name.size())));
}

}

#include "core/gateway/strategyquery.h"

using namespace Qt::StringLiterals;

namespace sluice {

namespace {

/// Reads the parameter \a name into \a out, which stays as it is without one; false when its value is no whole number.
bool readWhole(const QueryParameters& query, QByteArrayView name, int& out)
{
    const std::optional<QByteArray> text = query.value(name);
    if (!text)
        return true;
    bool ok = false;
    const int number = text->toInt(&ok);
    if (ok)
        out = number;
    return ok;
}

}

std::expected<StrategyOptions, QString> strategyOptions(const QueryParameters& query)
{
    StrategyOptions options;
    if (const std::optional<QByteArray> name = query.value("buffer_strategy"))
        options.name = QString::fromUtf8(*name);
    int timeoutMs = int(options.timeout.count());
    int guardMs = int(options.stallGuard.count());
    int delayMs = int(options.delay.count());
    const std::initializer_list<std::pair<QByteArrayView, int*>> numbers {{"size", &options.size}, {"min", &options.min},
        {"max", &options.max}, {"timeout_ms", &timeoutMs}, {"guard_ms", &guardMs}, {"delay_ms", &delayMs}};
    for (const auto& [name, number] : numbers) {
        if (!readWhole(query, name, *number))
            return std::unexpected(u"%1 must be a whole number"_s.arg(QLatin1StringView(name.data(), name.size())));
    }
    options.timeout = Millis(timeoutMs);
    options.stallGuard = Millis(guardMs);
    options.delay = Millis(delayMs);
    if (const std::optional<QString> problem = validate(options))
        return std::unexpected(*problem);
    return options;
}

}

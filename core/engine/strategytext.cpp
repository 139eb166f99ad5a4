#include "core/engine/strategytext.h"

#include <QJsonDocument>
#include <QJsonObject>

using namespace Qt::StringLiterals;

namespace sluice {

QByteArray strategyToJson(const StrategyOptions& options)
{
    const QJsonObject object {{u"name"_s, options.name}, {u"size"_s, options.size}, {u"min"_s, options.min},
        {u"max"_s, options.max}, {u"timeout_ms"_s, qint64(options.timeout.count())},
        {u"stall_guard_ms"_s, qint64(options.stallGuard.count())}, {u"delay_ms"_s, qint64(options.delay.count())}};
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

std::optional<StrategyOptions> strategyFromJson(const QByteArray& json)
{
    const QJsonDocument document = QJsonDocument::fromJson(json);
    if (!document.isObject())
        return {};
    const QJsonObject object = document.object();
    const auto number = [&object](QLatin1StringView name) { return object.value(name).toInt(-1); };
    const StrategyOptions read {.name = object.value("name"_L1).toString(),
        .size = number("size"_L1),
        .min = number("min"_L1),
        .max = number("max"_L1),
        .timeout = Millis(number("timeout_ms"_L1)),
        .stallGuard = Millis(number("stall_guard_ms"_L1)),
        .delay = Millis(number("delay_ms"_L1))};
    return validate(read) ? std::nullopt : std::optional(read);
}

}

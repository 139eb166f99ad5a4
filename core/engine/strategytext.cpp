#include "core/engine/strategytext.h"

#include "core/engine/settingsvalue.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QSettings>

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

StrategyOptions readStrategy(const QSettings& file)
{
    StrategyOptions read;
    // One after the other, each only where the whole can be used with it.
    const auto take = [&read](auto&& set) {
        StrategyOptions wanted = read;
        set(wanted);
        if (!validate(wanted))
            read = wanted;
    };
    const auto number = [&file](QLatin1StringView name, int otherwise) {
        return int(readNumber(file.value("strategy/"_L1 + name), 0, INT_MAX, otherwise));
    };
    const auto time = [&number](
                          QLatin1StringView name, Millis otherwise) { return Millis(number(name, int(otherwise.count()))); };
    take([&](StrategyOptions& options) { options.size = number("size"_L1, options.size); });
    take([&](StrategyOptions& options) { // neither may pass the other
        options.min = number("min"_L1, options.min);
        options.max = number("max"_L1, options.max);
    });
    take([&](StrategyOptions& options) { options.timeout = time("timeout_ms"_L1, options.timeout); });
    take([&](StrategyOptions& options) { options.stallGuard = time("stall_guard_ms"_L1, options.stallGuard); });
    take([&](StrategyOptions& options) { options.delay = time("delay_ms"_L1, options.delay); });
    // Last: the others are judged with "adaptive", which reads more of them than any.
    take([&](StrategyOptions& options) { options.name = file.value("strategy/name"_L1, options.name).toString(); });
    return read;
}

void writeStrategy(QSettings& file, const StrategyOptions& options)
{
    file.setValue("strategy/name"_L1, options.name);
    file.setValue("strategy/size"_L1, options.size);
    file.setValue("strategy/min"_L1, options.min);
    file.setValue("strategy/max"_L1, options.max);
    file.setValue("strategy/timeout_ms"_L1, storedMillis(options.timeout));
    file.setValue("strategy/stall_guard_ms"_L1, storedMillis(options.stallGuard));
    file.setValue("strategy/delay_ms"_L1, storedMillis(options.delay));
}

}

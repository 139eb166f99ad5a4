#include "core/flow/strategyregistration.h"

#include <algorithm>
#include <vector>

namespace sluice {

using namespace Qt::StringLiterals;

namespace {

struct Entry
{
    QString name;
    int order;
    StrategyRegistration::Factory factory;
};

std::vector<Entry>& registry()
{
    static std::vector<Entry> entries; // made on first use: registrations run in no particular order
    return entries;
}

const Entry* entryNamed(QStringView name)
{
    const std::vector<Entry>& entries = registry();
    const auto found = std::find_if(entries.begin(), entries.end(), [&name](const Entry& entry) { return entry.name == name; });
    return found == entries.end() ? nullptr : &*found;
}

constexpr int MaxSize = 10000;
constexpr Millis MaxTime {60000};

std::optional<QString> checkSize(const QString& what, int value)
{
    if (value >= 1 && value <= MaxSize)
        return std::nullopt;
    return u"The %1 must be between 1 and %2 deltas, not %3."_s.arg(what).arg(MaxSize).arg(value);
}

std::optional<QString> checkTime(const QString& what, Millis value)
{
    if (value >= Millis::zero() && value <= MaxTime)
        return std::nullopt;
    return u"The %1 must be between 0 and %2 ms, not %3."_s.arg(what).arg(MaxTime.count()).arg(value.count());
}

}

StrategyRegistration::StrategyRegistration(const QString& name, int order, Factory factory)
{
    std::vector<Entry>& entries = registry();
    const auto behind =
        std::upper_bound(entries.begin(), entries.end(), order, [](int value, const Entry& e) { return value < e.order; });
    entries.insert(behind, Entry {name, order, factory});
}

std::optional<QString> validate(const StrategyOptions& options)
{
    if (!entryNamed(options.name)) {
        return u"There is no buffer strategy “%1”; choose one of %2."_s.arg(options.name.left(40), strategyNames().join(u", "_s));
    }
    for (const auto& reason : {checkSize(u"size"_s, options.size), checkSize(u"minimum"_s, options.min),
             checkSize(u"maximum"_s, options.max), checkTime(u"timeout"_s, options.timeout),
             checkTime(u"stall guard"_s, options.stallGuard), checkTime(u"delay"_s, options.delay)}) {
        if (reason)
            return reason;
    }
    if (options.name == "adaptive"_L1 && options.min > options.max)
        return u"The minimum (%1) must not be above the maximum (%2)."_s.arg(options.min).arg(options.max);
    return std::nullopt;
}

std::unique_ptr<BufferStrategy> makeStrategy(const StrategyOptions& options, TimePoint start)
{
    const Entry* entry = entryNamed(options.name);
    Q_ASSERT(entry && !validate(options));
    return entry->factory(options, start);
}

QStringList strategyNames()
{
    QStringList names;
    for (const Entry& entry : registry())
        names.append(entry.name);
    return names;
}

}

#include "core/engine/cachesettings.h"

#include "core/engine/settingsvalue.h"

#include <QSettings>
#include <QString>
#include <QVariant>

namespace sluice {

using namespace Qt::StringLiterals;

namespace {

constexpr auto EnabledEntry = "cache/enabled"_L1;
constexpr auto BytesEntry = "cache/max_bytes"_L1;
constexpr auto DaysEntry = "cache/max_days"_L1;
constexpr auto PaceEntry = "cache/pace"_L1;

}

CacheSettings CacheSettings::read(const QSettings& file)
{
    CacheSettings settings;
    settings.isEnabled = file.value(EnabledEntry).toString() != "false"_L1;
    settings.limits.maxBytes =
        readNumber(file.value(BytesEntry), lowest().maxBytes, highest().maxBytes, settings.limits.maxBytes);
    settings.limits.maxAge = std::chrono::days(
        readNumber(file.value(DaysEntry), lowest().maxAge.count(), highest().maxAge.count(), settings.limits.maxAge.count()));
    settings.pace = replayPaceFromName(file.value(PaceEntry).toString()).value_or(settings.pace);
    return settings;
}

void CacheSettings::write(QSettings& file) const
{
    file.setValue(EnabledEntry, isEnabled);
    file.setValue(BytesEntry, limits.maxBytes);
    file.setValue(DaysEntry, qint64(limits.maxAge.count()));
    file.setValue(PaceEntry, replayPaceName(pace));
}

}

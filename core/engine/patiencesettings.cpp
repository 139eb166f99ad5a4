#include "core/engine/patiencesettings.h"

#include "core/engine/settingsvalue.h"

#include <QSettings>

namespace sluice {

using namespace Qt::StringLiterals;

namespace {

constexpr auto RetriesEntry = "retry/attempts"_L1;
constexpr auto PauseEntry = "retry/longest_pause_ms"_L1;
constexpr auto ConnectEntry = "timeout/connect_ms"_L1;
constexpr auto FirstByteEntry = "timeout/first_byte_ms"_L1;
constexpr auto SilenceEntry = "timeout/silence_ms"_L1;

}

RetryOptions PatienceSettings::retryOptions() const
{
    RetryOptions options;
    options.maxAttempts = retries;
    options.cap = longestPause;
    options.base = std::min(options.base, longestPause);
    return options;
}

TimeoutOptions PatienceSettings::timeoutOptions() const
{
    TimeoutOptions options;
    options.connect = connect;
    options.firstByte = firstByte;
    options.silence = silence;
    return options;
}

PatienceSettings PatienceSettings::read(const QSettings& file)
{
    const PatienceSettings defaults;
    const auto timeout = [&file](QLatin1StringView entry, Millis otherwise) {
        return readMillis(file.value(entry), Millis(0), LongestTimeout, otherwise);
    };
    return {.retries = int(readNumber(file.value(RetriesEntry), 0, MostRetries, defaults.retries)),
        .longestPause = readMillis(file.value(PauseEntry), Millis(1000), LongestPause, defaults.longestPause),
        .connect = timeout(ConnectEntry, defaults.connect),
        .firstByte = timeout(FirstByteEntry, defaults.firstByte),
        .silence = timeout(SilenceEntry, defaults.silence)};
}

void PatienceSettings::write(QSettings& file) const
{
    file.setValue(RetriesEntry, retries);
    file.setValue(PauseEntry, storedMillis(longestPause));
    file.setValue(ConnectEntry, storedMillis(connect));
    file.setValue(FirstByteEntry, storedMillis(firstByte));
    file.setValue(SilenceEntry, storedMillis(silence));
}

}

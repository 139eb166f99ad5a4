#include "core/engine/settings.h"

#include "core/base/logging.h"
#include "core/engine/abilitiesmemory.h"
#include "core/engine/endpointlist.h"
#include "core/engine/settingsfile.h"
#include "core/flow/slotpool.h"

#include <QDir>

#include <algorithm>

namespace sluice {

using namespace Qt::StringLiterals;

namespace {

/// An id may hold any character, but '/' and '\' separate groups in QSettings.
QString modelEntry(QStringView endpointId)
{
    return "models/"_L1 + QString::fromLatin1(endpointId.toString().toUtf8().toPercentEncoding());
}

int milliseconds(Millis value)
{
    return static_cast<int>(value.count());
}

}

struct Settings::Private
{
    explicit Private(const QString& directory)
        : disk(QDir(directory).filePath(u"settings.ini"_s))
    { }

    SettingsFile disk;
    QSettings& file = disk.values();
    QList<Endpoint> stored;
    QList<Endpoint> transient; ///< one with the id of a stored endpoint stands in its place
    QString selectedTransient; ///< beats the selection on disk, for this run

    void writeEndpoints()
    {
        sluice::writeEndpoints(file, stored);
        disk.sync();
    }
};

Settings::Settings(const QString& dataDirectory, QObject* parent)
    : QObject(parent)
{
    if (!QDir().mkpath(dataDirectory))
        qCWarning(lcStore, "The folder %ls could not be made.", qUtf16Printable(dataDirectory));
    d = std::make_unique<Private>(dataDirectory);
    d->stored = readEndpoints(d->file);
}

Settings::~Settings() = default;

QList<Endpoint> Settings::endpoints() const
{
    QList<Endpoint> all = d->stored;
    for (const Endpoint& endpoint : std::as_const(d->transient))
        replaceOrAppend(all, endpoint);
    return all;
}

std::optional<Endpoint> Settings::endpoint(QStringView id) const
{
    QList<Endpoint> all = endpoints();
    const auto found = findId(all, id);
    if (found == all.end())
        return std::nullopt;
    return *found;
}

void Settings::saveEndpoint(const Endpoint& endpoint)
{
    d->transient.removeIf([&](const Endpoint& other) { return other.id == endpoint.id; });
    replaceOrAppend(d->stored, endpoint);
    d->writeEndpoints();
    if (d->selectedTransient == endpoint.id)
        setSelectedEndpoint(endpoint.id);
    Q_EMIT endpointsChanged();
}

void Settings::removeEndpoint(QStringView id)
{
    const auto hasId = [id](const Endpoint& endpoint) { return endpoint.id == id; };
    const bool wasTransient = d->transient.removeIf(hasId) > 0;
    const bool wasStored = d->stored.removeIf(hasId) > 0;
    if (!wasTransient && !wasStored)
        return;
    if (wasStored) {
        d->file.remove(modelEntry(id));
        removeAbilities(d->file, id);
        d->writeEndpoints();
    }
    Q_EMIT endpointsChanged();
}

void Settings::addTransientEndpoint(const Endpoint& endpoint)
{
    replaceOrAppend(d->transient, endpoint);
    Q_EMIT endpointsChanged();
}

bool Settings::isTransient(QStringView id) const
{
    return findId(d->transient, id) != d->transient.end();
}

EndpointAbilities Settings::abilities(const Endpoint& endpoint) const
{
    return readAbilities(d->file, endpoint);
}

void Settings::setAbilities(const Endpoint& endpoint, const EndpointAbilities& abilities)
{
    if (isTransient(endpoint.id) || !this->endpoint(endpoint.id) || abilities == this->abilities(endpoint))
        return;
    writeAbilities(d->file, endpoint, abilities);
    d->disk.sync();
    Q_EMIT abilitiesChanged(endpoint);
}

bool Settings::mayPayAgain() const
{
    return d->file.value("resume/may_pay_again"_L1, false).toBool();
}

void Settings::setMayPayAgain(bool may)
{
    if (may == mayPayAgain())
        return;
    d->disk.write(u"resume/may_pay_again"_s, may);
    Q_EMIT mayPayAgainChanged();
}

QString Settings::selectedEndpoint() const
{
    if (isTransient(d->selectedTransient))
        return d->selectedTransient;
    const QString id = d->file.value("selected_endpoint"_L1).toString();
    return endpoint(id) ? id : QString();
}

void Settings::setSelectedEndpoint(const QString& id)
{
    // What exists for this run only is selected for this run only.
    if (isTransient(id)) {
        d->selectedTransient = id;
        return;
    }
    d->selectedTransient.clear();
    d->disk.write(u"selected_endpoint"_s, id);
}

QString Settings::selectedModel(QStringView endpointId) const
{
    return d->file.value(modelEntry(endpointId)).toString();
}

void Settings::setSelectedModel(QStringView endpointId, const QString& model)
{
    d->disk.write(modelEntry(endpointId), model);
}

StrategyOptions Settings::strategy() const
{
    const StrategyOptions defaults;
    const auto number = [this](QLatin1StringView name, int otherwise) {
        bool ok = false;
        const int value = d->file.value("strategy/"_L1 + name).toInt(&ok);
        return ok ? value : otherwise;
    };
    const StrategyOptions read {.name = d->file.value("strategy/name"_L1, defaults.name).toString(),
        .size = number("size"_L1, defaults.size),
        .min = number("min"_L1, defaults.min),
        .max = number("max"_L1, defaults.max),
        .timeout = Millis(number("timeout_ms"_L1, milliseconds(defaults.timeout))),
        .stallGuard = Millis(number("stall_guard_ms"_L1, milliseconds(defaults.stallGuard))),
        .delay = Millis(number("delay_ms"_L1, milliseconds(defaults.delay)))};
    return validate(read) ? defaults : read;
}

void Settings::setStrategy(const StrategyOptions& options)
{
    if (options == strategy())
        return;
    d->file.setValue("strategy/name"_L1, options.name);
    d->file.setValue("strategy/size"_L1, options.size);
    d->file.setValue("strategy/min"_L1, options.min);
    d->file.setValue("strategy/max"_L1, options.max);
    d->file.setValue("strategy/timeout_ms"_L1, milliseconds(options.timeout));
    d->file.setValue("strategy/stall_guard_ms"_L1, milliseconds(options.stallGuard));
    d->file.setValue("strategy/delay_ms"_L1, milliseconds(options.delay));
    d->disk.sync();
    Q_EMIT strategyChanged();
}

ColorScheme Settings::colorScheme() const
{
    const QString name = d->file.value("color_scheme"_L1).toString();
    if (name == "light"_L1)
        return ColorScheme::Light;
    return name == "dark"_L1 ? ColorScheme::Dark : ColorScheme::System;
}

void Settings::setColorScheme(ColorScheme scheme)
{
    if (scheme == colorScheme())
        return;
    constexpr auto nameOf = [](ColorScheme value) {
        if (value == ColorScheme::Light)
            return "light"_L1;
        return value == ColorScheme::Dark ? "dark"_L1 : "system"_L1;
    };
    d->disk.write(u"color_scheme"_s, QString(nameOf(scheme)));
    Q_EMIT colorSchemeChanged();
}

ScreenPace Settings::screenPace() const
{
    return ScreenPace::read(d->file);
}

void Settings::setScreenPace(const ScreenPace& pace)
{
    if (pace == screenPace())
        return;
    pace.write(d->file);
    d->disk.sync();
    Q_EMIT screenPaceChanged();
}

QString Settings::shownConversation() const
{
    return d->file.value("shown_conversation"_L1).toString();
}

void Settings::setShownConversation(const QString& id)
{
    d->disk.write(u"shown_conversation"_s, id);
}

CacheSettings Settings::cacheSettings() const
{
    return CacheSettings::read(d->file);
}

void Settings::setCacheSettings(const CacheSettings& settings)
{
    if (settings == cacheSettings())
        return;
    settings.write(d->file);
    d->disk.sync();
    Q_EMIT cacheSettingsChanged();
}

int Settings::maxStreams() const
{
    const int max = d->file.value("max_streams"_L1).toInt(); // 0 when it is missing or no number
    return max >= 1 && max <= MostStreams ? max : SlotPoolOptions().max;
}

void Settings::setMaxStreams(int max)
{
    if (max == maxStreams())
        return;
    d->disk.write(u"max_streams"_s, max);
    Q_EMIT maxStreamsChanged();
}

bool Settings::isPanelShown() const
{
    return d->file.value("performance_panel"_L1, false).toBool();
}

void Settings::setPanelShown(bool isShown)
{
    d->disk.write(u"performance_panel"_s, isShown);
}

QByteArray Settings::windowGeometry() const
{
    return d->file.value("window_geometry"_L1).toByteArray();
}

void Settings::setWindowGeometry(const QByteArray& geometry)
{
    d->disk.write(u"window_geometry"_s, geometry);
}

QByteArray Settings::windowState() const
{
    return d->file.value("window_state"_L1).toByteArray();
}

void Settings::setWindowState(const QByteArray& state)
{
    d->disk.write(u"window_state"_s, state);
}

}

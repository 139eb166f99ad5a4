#include "core/engine/abilitiesmemory.h"

#include "core/engine/chatengine.h"
#include "core/engine/settings.h"

#include <QSettings>

namespace sluice {

using namespace Qt::StringLiterals;

namespace {

/// An id may hold any character, but '/' and '\' separate groups in QSettings.
QString group(QStringView endpointId)
{
    return "abilities/"_L1 + QString::fromLatin1(endpointId.toString().toUtf8().toPercentEncoding()) + u'/';
}

/// What the abilities belong to: an endpoint that is edited may be another server.
QString address(const Endpoint& endpoint)
{
    return endpoint.provider + u' ' + endpoint.baseUrl.toString(QUrl::RemovePassword);
}

}

EndpointAbilities readAbilities(const QSettings& file, const Endpoint& endpoint)
{
    const QString at = group(endpoint.id);
    const auto text = [&](QLatin1StringView name) { return file.value(at + name).toString(); };
    if (text("address"_L1) != address(endpoint))
        return {};
    return {.eventIds = abilityFromName(text("event_ids"_L1)),
        .streamOffset = abilityFromName(text("stream_offset"_L1)),
        .background = abilityFromName(text("background"_L1)),
        .stopCall = abilityFromName(text("stop_call"_L1)),
        .prefill = prefillAbilityFromName(text("prefill"_L1)),
        .prefillModel = text("prefill_model"_L1)};
}

void writeAbilities(QSettings& file, const Endpoint& endpoint, const EndpointAbilities& abilities)
{
    const QString at = group(endpoint.id);
    file.setValue(at + "address"_L1, address(endpoint));
    file.setValue(at + "event_ids"_L1, abilityName(abilities.eventIds));
    file.setValue(at + "stream_offset"_L1, abilityName(abilities.streamOffset));
    file.setValue(at + "background"_L1, abilityName(abilities.background));
    file.setValue(at + "stop_call"_L1, abilityName(abilities.stopCall));
    file.setValue(at + "prefill"_L1, prefillAbilityName(abilities.prefill));
    file.setValue(at + "prefill_model"_L1, abilities.prefillModel);
}

void removeAbilities(QSettings& file, QStringView endpointId)
{
    QString at = group(endpointId);
    at.chop(1);
    file.remove(at);
}

void keepAbilities(ChatEngine& engine, Settings& settings)
{
    const QList<Endpoint> endpoints = settings.endpoints();
    for (const Endpoint& endpoint : endpoints)
        engine.rememberAbilities(endpoint, settings.abilities(endpoint));
    QObject::connect(&engine, &ChatEngine::abilitiesLearned, &settings, &Settings::setAbilities);
}

}

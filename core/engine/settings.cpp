// The file, and the endpoints in it. The values are in settingsvalues.cpp.

#include "core/engine/settings.h"

#include "core/base/logging.h"
#include "core/engine/abilitiesmemory.h"
#include "core/engine/endpointlist.h"
#include "core/engine/settingsprivate.h"

#include <QDir>

namespace sluice {

using namespace Qt::StringLiterals;

namespace {

/// An id may hold any character, but '/' and '\' separate groups in QSettings.
QString modelEntry(QStringView endpointId)
{
    return "models/"_L1 + QString::fromLatin1(endpointId.toString().toUtf8().toPercentEncoding());
}

}

void Settings::Private::writeEndpoints()
{
    sluice::writeEndpoints(file, stored);
    disk.sync();
}

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

}

#include "core/engine/endpointlist.h"

#include <QSettings>

#include <algorithm>

namespace sluice {

using namespace Qt::StringLiterals;

namespace {

/// More endpoints than this in a file are not ours; also bounds what a damaged size entry can ask for.
constexpr int MaxEndpoints = 1000;

}

QList<Endpoint>::iterator findId(QList<Endpoint>& list, QStringView id)
{
    return std::find_if(list.begin(), list.end(), [id](const Endpoint& endpoint) { return endpoint.id == id; });
}

void replaceOrAppend(QList<Endpoint>& list, const Endpoint& endpoint)
{
    const auto found = findId(list, endpoint.id);
    if (found == list.end())
        list.append(endpoint);
    else
        *found = endpoint;
}

QList<Endpoint> readEndpoints(QSettings& file)
{
    QList<Endpoint> endpoints;
    const int count = std::min(file.beginReadArray(u"endpoints"_s), MaxEndpoints);
    for (int i = 0; i < count; ++i) {
        file.setArrayIndex(i);
        const Endpoint endpoint {.id = file.value("id"_L1).toString(),
            .name = file.value("name"_L1).toString(),
            .provider = file.value("provider"_L1).toString(),
            .baseUrl = QUrl(file.value("base_url"_L1).toString()),
            .model = file.value("model"_L1).toString(),
            .proxy = ProxyChoice::fromText(file.value("proxy"_L1).toString()),
            .caFile = file.value("ca_file"_L1).toString()};
        if (!endpoint.id.isEmpty())
            replaceOrAppend(endpoints, endpoint);
    }
    file.endArray();
    return endpoints;
}

void writeEndpoints(QSettings& file, const QList<Endpoint>& endpoints)
{
    file.remove(u"endpoints"_s);
    file.beginWriteArray(u"endpoints"_s, static_cast<int>(endpoints.size()));
    for (int i = 0; i < endpoints.size(); ++i) {
        const Endpoint& endpoint = endpoints.at(i);
        file.setArrayIndex(i);
        file.setValue("id"_L1, endpoint.id);
        file.setValue("name"_L1, endpoint.name);
        file.setValue("provider"_L1, endpoint.provider);
        // A password inside the URL is a credential like a key: it may not be stored here.
        file.setValue("base_url"_L1, endpoint.baseUrl.toString(QUrl::RemovePassword));
        file.setValue("model"_L1, endpoint.model);
        if (endpoint.proxy)
            file.setValue("proxy"_L1, endpoint.proxy->toText());
        if (!endpoint.caFile.isEmpty())
            file.setValue("ca_file"_L1, endpoint.caFile);
    }
    file.endArray();
}

}

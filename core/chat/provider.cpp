#include "core/chat/provider.h"

#include "core/chat/errorbody.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace sluice {

namespace {

struct Entry
{
    int order;
    std::unique_ptr<const Provider> provider;
};

std::vector<Entry>& registry()
{
    static std::vector<Entry> entries; // made on first use: registrations run in no particular order
    return entries;
}

}

std::optional<HttpRequest> Provider::stopRequest(const Endpoint&, const QByteArray&, const HttpResponseHead&) const
{
    return std::nullopt;
}

std::optional<HttpRequest> Provider::resumeRequest(
    const Endpoint&, const QByteArray&, const HttpResponseHead&, QByteArrayView) const
{
    return std::nullopt;
}

Error Provider::errorFromResponse(const HttpResponseHead& head, QByteArrayView body) const
{
    return errorFromAnswer(head, body);
}

QList<const Provider*> providers()
{
    QList<const Provider*> all;
    for (const Entry& entry : registry())
        all.append(entry.provider.get());
    return all;
}

const Provider* providerNamed(QStringView name)
{
    for (const Entry& entry : registry()) {
        if (entry.provider->name() == name)
            return entry.provider.get();
    }
    return nullptr;
}

ProviderRegistration::ProviderRegistration(std::unique_ptr<const Provider> provider, int order)
{
    std::vector<Entry>& entries = registry();
    const auto behind =
        std::upper_bound(entries.begin(), entries.end(), order, [](int value, const Entry& e) { return value < e.order; });
    entries.insert(behind, Entry {order, std::move(provider)});
}

}

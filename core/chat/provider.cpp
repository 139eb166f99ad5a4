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

Ability Provider::keepsAnswers(const EndpointAbilities&) const
{
    return Ability::No;
}

bool Provider::outlivesConnection(const AnswerTrace&, const EndpointAbilities&) const
{
    return false;
}

std::optional<HttpRequest> Provider::stopRequest(const Endpoint&, const QByteArray&, const AnswerTrace&) const
{
    return std::nullopt;
}

QList<ResumeMeans> Provider::replayMeans(const EndpointAbilities&) const
{
    return {};
}

std::optional<HttpRequest> Provider::replayRequest(ResumeMeans, const Endpoint&, const QByteArray&, const AnswerTrace&) const
{
    return std::nullopt;
}

std::optional<HttpRequest> Provider::pollRequest(const Endpoint&, const QByteArray&, const AnswerTrace&) const
{
    return std::nullopt;
}

QList<ResumeMeans> Provider::paidMeans() const
{
    return {ResumeMeans::Prefill, ResumeMeans::QuotedTurn, ResumeMeans::Restart};
}

void Provider::learn(const HttpResponseHead&, QByteArrayView, EndpointAbilities&) const { }

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

#include "tests/bench/benchprovider.h"

#include "core/chat/provider.h"
#include "tests/bench/cputime.h"

#include <mutex>
#include <utility>

using namespace Qt::StringLiterals;

namespace sluice::bench {

namespace {

std::mutex mutex;
std::vector<Arrival> arrivals; // guarded by mutex

// A quote inside of a JSON string is escaped, so this can only be the name of a member.
qint64 writtenUs(QByteArrayView event)
{
    const qsizetype at = event.lastIndexOf("\"m\":");
    qint64 value = 0;
    for (qsizetype i = at + 4; at >= 0 && i < event.size() && event[i] >= '0' && event[i] <= '9'; ++i)
        value = value * 10 + (event[i] - '0');
    return value;
}

class NotingDecoder final : public DeltaDecoder
{
public:
    explicit NotingDecoder(std::unique_ptr<DeltaDecoder> decoder)
        : m_decoder(std::move(decoder))
    { }

    Result<void> decode(const SseEventView& event, Deltas& out) override
    {
        const size_t before = out.size();
        Result<void> result = m_decoder->decode(event, out);
        noteDeltas(out, before, writtenUs(event.data));
        return result;
    }

    Result<void> decodeJson(QByteArrayView body, Deltas& out) override { return m_decoder->decodeJson(body, out); }
    bool isFinished() const override { return m_decoder->isFinished(); }
    bool isDone() const override { return m_decoder->isDone(); }
    QString finishReason() const override { return m_decoder->finishReason(); }
    Result<void> end() const override { return m_decoder->end(); }

private:
    void noteDeltas(const Deltas& deltas, size_t first, qint64 sentUs)
    {
        const qint64 before = m_characters;
        for (size_t i = first; i < deltas.size(); ++i) {
            if (const auto* text = std::get_if<TextDelta>(&deltas[i]))
                m_characters += text->text.size();
        }
        if (m_characters == before)
            return;
        const std::lock_guard lock(mutex);
        arrivals.push_back({.characters = m_characters, .sentUs = sentUs > 0 ? sentUs : monotonicUs()});
    }

    std::unique_ptr<DeltaDecoder> m_decoder;
    qint64 m_characters = 0;
};

class BenchProvider final : public Provider
{
public:
    QString name() const override { return BenchProviderName; }
    QString displayName() const override { return u"Benchmark"_s; }
    QUrl defaultBaseUrl() const override { return {}; }
    QByteArray keyVariable() const override { return {}; }

    HttpRequest chatRequest(const Endpoint& endpoint, const QByteArray& key, const ChatRequest& request) const override
    {
        return real().chatRequest(endpoint, key, request);
    }

    HttpRequest modelsRequest(const Endpoint& endpoint, const QByteArray& key) const override
    {
        return real().modelsRequest(endpoint, key);
    }

    Result<QStringList> parseModels(QByteArrayView body) const override { return real().parseModels(body); }

    std::unique_ptr<DeltaDecoder> newDecoder() const override { return std::make_unique<NotingDecoder>(real().newDecoder()); }

    Error errorFromResponse(const HttpResponseHead& head, QByteArrayView body) const override
    {
        return real().errorFromResponse(head, body);
    }

private:
    static const Provider& real() { return *providerNamed(u"openai"); }
};

const ProviderRegistration registration {std::make_unique<BenchProvider>(), 1000};

}

std::vector<Arrival> takeArrivals()
{
    const std::lock_guard lock(mutex);
    return std::exchange(arrivals, {});
}

}

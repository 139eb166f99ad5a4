#include "core/gateway/upstreamorigin.h"

#include "core/gateway/upstreamsource.h"

using namespace Qt::StringLiterals;

namespace sluice {

UpstreamOrigin::UpstreamOrigin(
    boost::asio::io_context& loop, const UpstreamOptions& options, std::shared_ptr<const TlsContext> tls)
    : m_loop(loop)
    , m_upstream(loop, options, std::move(tls))
{ }

std::unique_ptr<AnswerSource> UpstreamOrigin::open(const AnswerRequest& request)
{
    return open(request, {});
}

std::unique_ptr<AnswerSource> UpstreamOrigin::open(const AnswerRequest& request, std::shared_ptr<QByteArray> refusal)
{
    return std::make_unique<UpstreamSource>(m_loop, m_upstream, request, std::move(refusal));
}

std::shared_ptr<void> UpstreamOrigin::whenKnown(std::function<void()> callback)
{
    return m_upstream.findModel([callback = std::move(callback)](const Result<QString>&) { callback(); });
}

QJsonObject UpstreamOrigin::determining(const AnswerRequest& request) const
{
    return {{u"provider"_s, u"openai"_s}, {u"base_url"_s, m_upstream.options().baseUrl.toString(QUrl::FullyEncoded)},
        {u"model"_s, m_upstream.model()}, {u"message"_s, request.message},
        {u"completion"_s, QString::fromUtf8(request.completion)}};
}

}

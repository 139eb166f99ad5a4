#include "core/gateway/upstreamfetch.h"

#include <array>

using namespace Qt::StringLiterals;

namespace sluice {

UpstreamFetch::UpstreamFetch(HttpClient& client, const HttpRequest& request, const HttpTimeouts& timeouts, Done done)
    : m_done(std::move(done))
    , m_call(client, request, timeouts, *this)
{ }

void UpstreamFetch::answered(const HttpResponseHead& head)
{
    m_head = head;
    bodyReadable();
}

void UpstreamFetch::refused(const Error& error, const QByteArray& body)
{
    finish(std::unexpected(Failure {error, body}));
}

void UpstreamFetch::bodyReadable()
{
    std::array<char, 16 * 1024> bytes;
    for (;;) {
        const Result<qsizetype> count = m_call.body().read(bytes);
        if (!count) {
            finish(std::unexpected(Failure {count.error(), {}}));
            return;
        }
        m_wire.append(bytes.data(), *count);
        m_wireBytes += *count;
        if (m_call.body().isWhole())
            break;
        if (m_wire.size() > MaxBytes) {
            const QString message = u"The server's answer is larger than %1 MiB."_s.arg(MaxBytes / 1024 / 1024);
            finish(std::unexpected(Failure {{.kind = ErrorKind::Overflow, .message = message}, {}}));
            return;
        }
        if (*count == 0) {
            m_call.body().awaitBody();
            return;
        }
    }
    m_call.finish();
    finish(decodedBody(m_head, std::exchange(m_wire, {}), MaxBytes));
}

void UpstreamFetch::finish(const std::expected<QByteArray, Failure>& body)
{
    const Done done = std::exchange(m_done, {}); // this may be gone before it returns
    done(body);
}

}

#include "tests/support/pacedserver.h"

#include "tests/support/wireforms.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

using namespace Qt::StringLiterals;

namespace sluice::test {

struct PacedServer::Answer
{
    Answer(const OriginExchangePtr& client, boost::asio::io_context& loop)
        : exchange(client)
        , timer(loop)
    { }

    const OriginExchangePtr exchange;
    QByteArrayList events; ///< role, pieces, finish, usage, [DONE]
    qsizetype next = 0;
    int firstPiece = 0;
    qsizetype pieces = 0;
    Timer timer;
};

PacedServer::PacedServer(const Pacing& pacing)
    : m_pacing(pacing)
    , m_random(pacing.seed)
    , m_server([this](const OriginExchangePtr& exchange) { answer(exchange); })
{
    for (int i = 0; i < pacing.pieces; ++i)
        m_pieces.append(piece(i));
}

PacedServer::~PacedServer()
{
    m_server.stop();
    m_answers.clear();
}

QString PacedServer::piece(int number)
{
    return u"[%1] "_s.arg(number, 6, 10, QChar(u'0'));
}

void PacedServer::answer(const OriginExchangePtr& exchange)
{
    if (exchange->path().endsWith("/models")) {
        exchange->replyJson(200, R"({"object":"list","data":[{"id":"m","object":"model","created":1,"owned_by":"test"}]})");
        return;
    }
    if (!exchange->path().endsWith("/chat/completions")) {
        exchange->replyJson(404, R"({"error":{"message":"Not Found","type":"not_found_error"}})");
        return;
    }
    const QJsonValue last = QJsonDocument::fromJson(exchange->request().body).object()["messages"_L1].toArray().last();
    const QString prefix = last["role"_L1].toString() == "assistant"_L1 ? last["content"_L1].toString() : QString();
    {
        const std::lock_guard lock(m_mutex);
        if (!m_askedAt)
            m_askedAt = steadyClock().now();
        if (!text().startsWith(prefix))
            ++m_refusals;
    }
    if (!text().startsWith(prefix)) {
        exchange->replyJson(400, R"({"error":{"message":"Not a beginning","type":"invalid_request_error","code":400}})");
        return;
    }
    const QStringList deltas = deltasBehind(m_pieces, prefix.size());
    const auto made = std::make_shared<Answer>(exchange, m_server.loop());
    made->events = llamaEvents(deltas);
    made->firstPiece = int(m_pieces.size() - deltas.size());
    made->pieces = deltas.size();
    m_answers.push_back(made);
    exchange->onGone = [weak = std::weak_ptr(made)] {
        if (const auto alive = weak.lock())
            alive->timer.stop();
    };
    exchange->begin();
    say(made);
}

void PacedServer::say(const std::shared_ptr<Answer>& answer)
{
    for (int i = 0; i < m_pacing.burst && answer->exchange->isOpen();) {
        if (answer->next == answer->events.size()) {
            answer->exchange->finish();
            return;
        }
        const qsizetype number = answer->next - 1; // behind the role
        const bool isPiece = number >= 0 && number < answer->pieces;
        if (isPiece) {
            const std::lock_guard lock(m_mutex);
            m_sent.push_back({answer->firstPiece + int(number), steadyClock().now()});
        }
        answer->exchange->write(answer->events[answer->next++]);
        i += isPiece ? 1 : 0;
    }
    if (!answer->exchange->isOpen())
        return;
    std::uniform_int_distribution<int> pause(int(m_pacing.shortest.count()), int(m_pacing.longest.count()));
    answer->timer.startIn(Millis(pause(m_random)), [this, weak = std::weak_ptr(answer)] {
        if (const auto alive = weak.lock())
            say(alive);
    });
}

std::vector<PacedServer::Sent> PacedServer::sent() const
{
    const std::lock_guard lock(m_mutex);
    return m_sent;
}

std::optional<TimePoint> PacedServer::askedAt() const
{
    const std::lock_guard lock(m_mutex);
    return m_askedAt;
}

int PacedServer::refusals() const
{
    const std::lock_guard lock(m_mutex);
    return m_refusals;
}

}

#include "tests/bench/answerserver.h"

#include "tests/bench/cputime.h"
#include "tests/bench/sampletext.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <vector>

#include <unistd.h>

using namespace Qt::StringLiterals;

namespace sluice::bench {

namespace {

const QByteArray JsonHead = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n";

/// Pieces like a model's: a word with the space before it, or a few signs.
std::vector<QByteArray> pieces(int count)
{
    const QString text = sampleText(Shape::Mixed, qsizetype(count) * 8);
    std::vector<QByteArray> all;
    qsizetype at = 0;
    while (int(all.size()) < count && at < text.size()) {
        qsizetype end = at + 1;
        while (end < text.size() && end - at < 8 && text[end] != u' ' && text[end] != u'\n')
            ++end;
        const QJsonObject value {{u"v"_s, text.sliced(at, end - at)}};
        const QByteArray json = QJsonDocument(value).toJson(QJsonDocument::Compact);
        all.push_back(json.sliced(5, json.size() - 6)); // {"v":…}
        at = end;
    }
    return all;
}

QByteArray event(const QByteArray& piece)
{
    return httpChunk(R"(data: {"id":"chatcmpl-1","object":"chat.completion.chunk","choices":[{"index":0,"delta":{"content":)"
        + piece + R"(},"finish_reason":null}],"m":)" + QByteArray::number(qlonglong(monotonicUs())) + "}\n\n");
}

void answerChat(BenchServer::Connection& connection, int tokens, int rate)
{
    const std::vector<QByteArray> all = pieces(tokens);
    connection.write(ChunkedHead);
    const qint64 start = monotonicUs();
    for (size_t sent = 0; sent < all.size();) {
        size_t due = sent + 16;
        if (rate > 0) {
            due = size_t((monotonicUs() - start) * rate / 1'000'000) + 1;
            if (due <= sent) {
                ::usleep(useconds_t(std::max(qint64(1), start + qint64(sent) * 1'000'000 / rate - monotonicUs())));
                continue;
            }
        }
        QByteArray events;
        for (; sent < std::min(due, all.size()); ++sent)
            events += event(all[sent]);
        if (!connection.write(events))
            return;
    }
    connection.write(
        httpChunk("data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n") + LastChunk);
}

/// /n<tokens>/r<rate>/v1/…
void answer(QByteArrayView target, BenchServer::Connection& connection)
{
    const QList<QByteArray> parts = target.toByteArray().split('/');
    if (target.endsWith("/models"))
        connection.write(JsonHead + httpChunk(R"({"object":"list","data":[{"id":"bench","object":"model"}]})") + LastChunk);
    else
        answerChat(connection, parts.value(1).mid(1).toInt(), parts.value(2).mid(1).toInt());
}

}

AnswerServer::AnswerServer()
    : m_server(answer)
{ }

QUrl AnswerServer::url(int tokens, int rate) const
{
    return QUrl(u"http://127.0.0.1:%1/n%2/r%3/v1"_s.arg(m_server.port()).arg(tokens).arg(rate));
}

}

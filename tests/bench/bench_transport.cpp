// What a stream costs from the socket to the delta, against a bare QNetworkAccessManager that reads the same stream and throws it
// away: CPU time of the whole process, the runs interleaved. The server is another process. Prints JSON; fails above the limit.
//
// A stock manager connects with unbuffered sockets, which pay several system calls for each HTTP chunk; ours does not
// (ChosenProxy). So a third client is measured beside them, without a limit: the bare loop on the sockets that we use. The
// difference to it is what inflating nothing, parsing, decoding, the queue and the frames cost.

#include "core/engine/chatengine.h"
#include "core/net/chosenproxy.h"
#include "tests/bench/benchserver.h"

#include <QCoreApplication>
#include <QEventLoop>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QNetworkAccessManager>
#include <QNetworkReply>

#include <algorithm>
#include <array>
#include <cstdio>
#include <vector>

#include <sys/resource.h>
#include <unistd.h>

using namespace sluice;
using namespace sluice::bench;
using namespace Qt::StringLiterals;

namespace {

constexpr int Events = 20000;
constexpr int Rounds = 7;
constexpr double Limit = 1.15;

QByteArray event(int number)
{
    static constexpr std::array Words {" the", " stream", " keeps", "ing", " 流式", " buffer", ".", " Then", " reads", " of"};
    return "data: {\"id\":\"chatcmpl-9Qx3kLw8ZrT2\",\"object\":\"chat.completion.chunk\",\"created\":1735689600,"
           "\"model\":\"model-name\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\""
        + QByteArray(Words[static_cast<std::size_t>(number) % Words.size()]) + "\"},\"finish_reason\":null}]}\n\n";
}

const QByteArray End = "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n";

/// Every event is an HTTP chunk of its own, as servers send them. "/fast": as fast as the client reads. "/paced": a burst of ten
/// every two milliseconds, that is 5,000 a second.
void answer(QByteArrayView target, BenchServer::Connection& connection)
{
    static const QByteArray whole = [] {
        QByteArray bytes = ChunkedHead;
        for (int i = 0; i < Events; ++i)
            bytes += httpChunk(event(i));
        return bytes + httpChunk(End) + LastChunk;
    }();
    if (target.startsWith("/fast")) {
        connection.write(whole);
        return;
    }
    connection.write(ChunkedHead);
    for (int i = 0; i < Events / 4; i += 10) {
        QByteArray burst;
        for (int j = i; j < i + 10; ++j)
            burst += httpChunk(event(j));
        if (!connection.write(burst))
            return;
        ::usleep(2000);
    }
    connection.write(httpChunk(End) + LastChunk);
}

double cpuSeconds()
{
    rusage usage {};
    ::getrusage(RUSAGE_SELF, &usage);
    const auto seconds = [](const timeval& time) {
        return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
    };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

/// The least any client built on it can cost: read and forget.
void readBare(QNetworkAccessManager& manager, const QUrl& url)
{
    QNetworkRequest request(url);
    request.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
    request.setRawHeader("Content-Type", "application/json");
    QNetworkReply* reply = manager.post(request, "{}"_ba);
    QEventLoop loop;
    qint64 bytes = 0;
    QObject::connect(reply, &QNetworkReply::readyRead, &loop, [&] { bytes += reply->readAll().size(); });
    QObject::connect(reply, &QNetworkReply::finished, &loop, &QEventLoop::quit);
    loop.exec();
    bytes += reply->readAll().size();
    if (bytes < 1000)
        qFatal("nothing came");
    reply->deleteLater();
}

qint64 readOurs(ChatEngine& engine, const QUrl& url)
{
    StreamRequest request;
    request.endpoint = {.id = u"bench"_s, .name = u"bench"_s, .provider = u"openai"_s, .baseUrl = url, .model = u"m"_s};
    request.chat.model = u"m"_s;
    const std::unique_ptr<StreamHandle> stream = engine.start(request);
    QEventLoop loop;
    qint64 deltas = 0;
    QObject::connect(stream.get(), &StreamHandle::frame, &loop, [&](const FrameBatch& batch) { deltas += batch.textDeltas; });
    QObject::connect(stream.get(), &StreamHandle::ended, &loop, [&](const StreamEnd& end) {
        if (end.error)
            qFatal("%s", qPrintable(end.error->message));
        loop.quit();
    });
    loop.exec();
    return deltas;
}

double median(std::vector<double> values)
{
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

struct Clients
{
    ChatEngine engine;
    QNetworkAccessManager bare;
    QNetworkAccessManager bareBuffered;
};

QJsonObject compare(const QString& name, const QUrl& base, int events, Clients& clients)
{
    const QUrl bareUrl(base.toString() + u"/chat/completions"_s);
    std::vector<double> bare;
    std::vector<double> bareBuffered;
    std::vector<double> ours;
    const auto measure = [](std::vector<double>& times, const auto& run) {
        const double start = cpuSeconds();
        run();
        times.push_back(cpuSeconds() - start);
    };
    for (int round = 0; round < Rounds; ++round) {
        measure(bare, [&] { readBare(clients.bare, bareUrl); });
        measure(bareBuffered, [&] { readBare(clients.bareBuffered, bareUrl); });
        measure(ours, [&] {
            if (readOurs(clients.engine, base) != events)
                qFatal("deltas were lost");
        });
    }
    const double ratio = median(ours) / median(bare);
    const auto perEvent = [events](const std::vector<double>& seconds) { return median(seconds) * 1e6 / events; };
    return {{u"name"_s, name}, {u"events"_s, events}, {u"bare_us_per_event"_s, perEvent(bare)},
        {u"bare_buffered_us_per_event"_s, perEvent(bareBuffered)}, {u"ours_us_per_event"_s, perEvent(ours)}, {u"ratio"_s, ratio},
        {u"limit"_s, Limit}, {u"passed"_s, ratio <= Limit}};
}

}

int main(int argc, char** argv)
{
    const BenchServer server(answer); // forks, so before everything else
    QCoreApplication application(argc, argv);
    Clients clients;
    clients.bareBuffered.setProxyFactory(new ChosenProxy); // owned by the manager
    const QString origin = u"http://127.0.0.1:%1"_s.arg(server.port());
    const QJsonArray results {compare(u"full speed"_s, QUrl(origin + u"/fast"_s), Events, clients),
        compare(u"bursts of 10, 5000/s"_s, QUrl(origin + u"/paced"_s), Events / 4, clients)};
    std::puts(QJsonDocument({{u"benchmark"_s, u"transport"_s}, {u"results"_s, results}}).toJson().constData());
    return std::all_of(results.begin(), results.end(), [](const QJsonValue& result) { return result[u"passed"].toBool(); }) ? 0
                                                                                                                            : 1;
}

// A server that sends as fast as it can into a stream whose consumer has stopped: how much could it send before it was blocked,
// how much memory did that cost, and is everything there once the consumer goes on? The server is another process. Prints JSON;
// fails when a limit is broken.

#include "core/engine/chatengine.h"
#include "tests/bench/benchserver.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QEventLoop>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>

#include <cstdio>

#include <unistd.h>

using namespace sluice;
using namespace sluice::bench;
using namespace Qt::StringLiterals;

namespace {

constexpr qint64 Total = qint64(96) * 1024 * 1024; ///< of text
constexpr qint64 MustRemain = qint64(8) * 1024 * 1024;
constexpr double MaxGrowthMb = 8;

/// Text that is nowhere the same, so that nothing can be lost, doubled or swapped unseen.
QByteArray textOf(qint64 number)
{
    QByteArray text = QByteArray::number(number).rightJustified(12, '.');
    while (text.size() < 500)
        text += text.first(12);
    return text;
}

constexpr qint64 Events = Total / 504;

QByteArray event(qint64 number)
{
    return R"(data: {"choices":[{"index":0,"delta":{"content":")" + textOf(number) + "\"},\"finish_reason\":null}]}\n\n";
}

const QByteArray End = "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n";

/// "/small" is an ordinary short answer: it makes every thread and cache exist before memory is measured.
void answer(QByteArrayView target, BenchServer::Connection& connection)
{
    const qint64 events = target.startsWith("/small") ? 2000 : Events;
    connection.write(ChunkedHead);
    for (qint64 i = 0; i < events; i += 100) {
        QByteArray block;
        for (qint64 j = i; j < std::min(i + 100, events); ++j)
            block += httpChunk(event(j));
        if (!connection.write(block))
            return;
    }
    connection.write(httpChunk(End) + LastChunk);
}

double residentMb()
{
    QFile file(u"/proc/self/statm"_s);
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    return file.readAll().split(' ').value(1).toDouble() * static_cast<double>(::sysconf(_SC_PAGESIZE)) / (1024 * 1024);
}

StreamRequest requestTo(const QString& base)
{
    StreamRequest request;
    request.endpoint = {.id = u"bench"_s, .name = u"bench"_s, .provider = u"openai"_s, .baseUrl = QUrl(base), .model = u"m"_s};
    request.chat.model = u"m"_s;
    return request;
}

/// Runs the event loop until \a stream has ended; the hash of all its text.
QByteArray readToEnd(StreamHandle& stream)
{
    QEventLoop loop;
    QCryptographicHash hash(QCryptographicHash::Sha256);
    QObject::connect(
        &stream, &StreamHandle::frame, &loop, [&hash](const FrameBatch& batch) { hash.addData(batch.text.toUtf8()); });
    QObject::connect(&stream, &StreamHandle::ended, &loop, [&loop](const StreamEnd& end) {
        if (end.error)
            qFatal("%s", qPrintable(end.error->message));
        loop.quit();
    });
    loop.exec();
    return hash.result();
}

/// Sleeps until the server has sent nothing for a second: this thread is the consumer, and it has stopped.
double sleepUntilBlocked(const BenchServer& server)
{
    double peak = 0;
    long long before = -1;
    for (int quiet = 0; quiet < 20;) {
        ::usleep(50000);
        quiet = server.bytesSent() == before ? quiet + 1 : 0;
        before = server.bytesSent();
        peak = std::max(peak, residentMb());
    }
    return peak;
}

QByteArray expectedHash()
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    for (qint64 i = 0; i < Events; ++i)
        hash.addData(textOf(i));
    return hash.result();
}

}

int main(int argc, char** argv)
{
    const BenchServer server(answer); // forks, so before everything else
    QCoreApplication application(argc, argv);
    ChatEngine engine;
    const QString origin = u"http://127.0.0.1:%1"_s.arg(server.port());
    const QByteArray expected = expectedHash();
    {
        const std::unique_ptr<StreamHandle> small = engine.start(requestTo(origin + u"/small"_s));
        (void)readToEnd(*small); // only warms up
    }

    const long long sentBefore = server.bytesSent();
    const double residentBefore = residentMb();
    const std::unique_ptr<StreamHandle> stream = engine.start(requestTo(origin + u"/firehose"_s));
    QCoreApplication::processEvents();
    const double peak = sleepUntilBlocked(server);
    const qint64 sent = server.bytesSent() - sentBefore;
    const bool lossless = readToEnd(*stream) == expected;
    const qint64 whole = server.bytesSent() - sentBefore;

    const double growth = peak - residentBefore;
    const bool blocked = whole - sent > MustRemain;
    const bool passed = blocked && lossless && growth <= MaxGrowthMb;
    const QJsonObject result {{u"name"_s, u"stopped consumer"_s}, {u"wanted_bytes"_s, whole},
        {u"sent_until_blocked_bytes"_s, sent}, {u"server_blocked"_s, blocked}, {u"memory_before_mb"_s, residentBefore},
        {u"memory_growth_mb"_s, growth}, {u"memory_growth_limit_mb"_s, MaxGrowthMb}, {u"nothing_lost"_s, lossless},
        {u"passed"_s, passed}};
    std::puts(QJsonDocument({{u"benchmark"_s, u"firehose"_s}, {u"result"_s, result}}).toJson().constData());
    return passed ? 0 : 1;
}

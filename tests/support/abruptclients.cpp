#include "tests/support/abruptclients.h"

#include "tests/support/rawclient.h"
#include "tests/support/streamcrowd.h"

#include <algorithm>
#include <array>
#include <queue>
#include <random>
#include <thread>

#include <sys/socket.h>
#include <unistd.h>

namespace sluice::test {

namespace {

struct Client
{
    qint64 goneAtUs = 0;
    int socket = -1;
    bool byReset = false;

    bool operator<(const Client& other) const { return goneAtUs > other.goneAtUs; } // the next one is on top
};

void leave(const Client& client, AbruptCounts& counts)
{
    std::array<char, 64 * 1024> bytes;
    ssize_t got = ::recv(client.socket, bytes.data(), bytes.size(), MSG_DONTWAIT);
    counts.answered += got > 0 ? 1 : 0;
    if (client.byReset) {
        const linger atOnce {.l_onoff = 1, .l_linger = 0};
        ::setsockopt(client.socket, SOL_SOCKET, SO_LINGER, &atOnce, sizeof atOnce);
    } else {
        while (got > 0) // closing with unread bytes would be a reset
            got = ::recv(client.socket, bytes.data(), bytes.size(), MSG_DONTWAIT);
    }
    ::close(client.socket);
    ++(client.byReset ? counts.resets : counts.ends);
    ++counts.gone;
}

}

AbruptCounts disconnectAbruptly(const AbruptPlan& plan)
{
    constexpr unsigned OneInHalves = 5;
    std::mt19937 random(plan.seed);
    std::priority_queue<Client> open;
    AbruptCounts counts;
    for (int i = 0; i < plan.count || !open.empty();) {
        if (i < plan.count && int(open.size()) < plan.atOnce) {
            const QByteArray& request = plan.requests[i % plan.requests.size()];
            ++i;
            const bool isHalf = random() % OneInHalves == 0;
            const qsizetype size = isHalf ? qsizetype(random() % size_t(request.size())) : request.size();
            Client client {.socket = connectTo(plan.port), .byReset = random() % 2 == 0};
            if (client.socket < 0)
                continue;
            client.goneAtUs = monotonicMicros() + qint64(random() % size_t(Micros(plan.longest).count()));
            (void)::send(client.socket, request.constData(), size_t(size), MSG_NOSIGNAL); // it may be refused: gone anyway
            counts.halves += isHalf ? 1 : 0;
            open.push(client);
            continue;
        }
        const Client next = open.top();
        open.pop();
        if (const qint64 wait = next.goneAtUs - monotonicMicros(); wait > 0)
            std::this_thread::sleep_for(Micros(wait));
        leave(next, counts);
    }
    return counts;
}

QList<QByteArray> requestsThatHoldSomething(quint16 port)
{
    const QByteArray endless = "&demo_rate=200&demo_deltas=1000000";
    const QByteArray quick = "&demo_rate=0&demo_deltas=3";
    const auto chat = [&](const QByteArray& target, const QList<QByteArray>& headers = {}) {
        return rawRequest(port, "POST", target, {}, headers);
    };
    const auto completion = [&](const QByteArray& stream) {
        return rawRequest(port, "POST", "/v1/chat/completions",
            R"({"model":"demo","stream":)" + stream
                + R"(,"messages":[{"role":"user","content":"hi"}],"demo":{"rate":200,"deltas":1000000}})",
            {"Content-Type: application/json"});
    };
    return {
        chat("/chat?message=hello" + endless),
        chat("/chat-pooled?message=hello" + endless),
        chat("/chat-compressed?message=hello" + endless, {"Accept-Encoding: gzip"}),
        chat("/chat-cached?message=one" + endless),
        completion("true"),
        chat("/chat?message=hello&demo_rate=0&demo_deltas=1000000"), // more than it reads
        chat("/chat-pooled?message=hello" + quick),
        chat("/chat-backpressure?message=hello" + endless),
        chat("/chat-cached?message=two" + quick),
        completion("false"),
        chat("/chat-profiled?message=hello" + endless),
        chat("/chat-buffered?message=hello" + endless),
        chat("/chat-cached?message=three" + endless),
    };
}

}

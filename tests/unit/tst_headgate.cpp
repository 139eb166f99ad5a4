#include "core/gateway/chatformat.h"
#include "core/gateway/headgate.h"
#include "core/gateway/streamregistry.h"

#include <boost/asio/io_context.hpp>

#include <QTest>

using namespace Qt::StringLiterals;
using namespace sluice;

namespace {

struct SilentSource final : AnswerSource
{
    void start(AnswerSink&) override { }
    void setReading(Reading) override { }
    void stop() override { }
};

struct SilentReader final : StreamReader
{
    quint64 sentUpTo() const override { return 1; }
    void streamGrew() override { }
    void cutOff() override { }
};

/// Follows with a reader, as long as its client is there.
struct FakeExchange final : Exchange
{
    const IncomingRequest& request() const override { return asked; }
    void reply(const Reply& given) override { replied = given; }
    void follow(const std::shared_ptr<FollowedStream>& stream, quint64, const FollowOptions&) override
    {
        if (isClientThere)
            stream->attach(reader);
    }
    void wait(std::unique_ptr<PendingReply>) override { }

    IncomingRequest asked;
    SilentReader reader;
    bool isClientThere = true;
    std::optional<Reply> replied;
};

}

/// The head of a streamed answer waits for its origin.
class TestHeadGate : public QObject
{
    Q_OBJECT

private:
    boost::asio::io_context m_loop;
    StreamRegistry m_registry {m_loop, {}};
    FakeExchange m_exchange;

    std::shared_ptr<GatewayStream> begin(std::unique_ptr<HeadGate>& gate)
    {
        const auto stream = m_registry.create(std::make_unique<ChatFormat>(), {});
        gate = std::make_unique<HeadGate>(m_exchange, stream, FollowOptions {}, refusalReply, m_loop);
        stream->start(std::make_unique<SilentSource>());
        return stream;
    }

private Q_SLOTS:
    void init()
    {
        m_exchange.isClientThere = true;
        m_exchange.replied.reset();
    }

    void theHeadLetsTheClientFollow()
    {
        std::unique_ptr<HeadGate> gate;
        const auto stream = begin(gate);
        QVERIFY(!stream->hasReaders());
        stream->takeHead();
        QVERIFY(stream->hasReaders());
        stream->detach(m_exchange.reader);
    }

    void aRefusalIsTheReply()
    {
        std::unique_ptr<HeadGate> gate;
        begin(gate)->takeEnd({.finishReason = {}, .error = Error {.message = u"no"_s, .httpStatus = 429}});
        QCOMPARE(m_exchange.replied->status, 429);
    }

    void aClientThatHasGoneEndsTheStream()
    {
        std::unique_ptr<HeadGate> gate;
        const auto stream = begin(gate);
        gate.reset();
        QVERIFY(stream->isEnded());
    }

    // A connection that closes lets its gate go in a later turn of the loop: the head may come before.
    void aHeadThatComesWhenTheClientHasGoneEndsTheStream()
    {
        std::unique_ptr<HeadGate> gate;
        const auto stream = begin(gate);
        m_exchange.isClientThere = false;
        stream->takeHead();
        QVERIFY(stream->isEnded());
    }
};

QTEST_GUILESS_MAIN(TestHeadGate)
#include "tst_headgate.moc"

#include "core/sockets/tlscontext.h"
#include "core/sockets/tlssession.h"

#include <QTest>

#include <openssl/ssl.h>

#include <sys/socket.h>
#include <unistd.h>

#include <array>

using namespace Qt::StringLiterals;
using namespace sluice;

namespace {

using State = TlsSession::State;

struct Met
{
    State state = State::Failed;
    bool isResumed = false;
};

/// A server for one connection after the other, both ends in this thread.
class Server
{
public:
    Server()
        : m_context(SSL_CTX_new(TLS_server_method()))
    {
        SSL_CTX_use_certificate_file(m_context, SLUICE_TEST_DATA "/tls/selfsigned.crt", SSL_FILETYPE_PEM);
        SSL_CTX_use_PrivateKey_file(m_context, SLUICE_TEST_DATA "/tls/selfsigned.key", SSL_FILETYPE_PEM);
    }
    ~Server() { SSL_CTX_free(m_context); }
    Q_DISABLE_COPY_MOVE(Server)

    /// A handshake, and what the server sends behind it.
    Met meet(const TlsContext& client, const QByteArray& host) const
    {
        std::array<int, 2> ends {};
        if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends.data()) != 0)
            return {};
        SSL* const server = SSL_new(m_context);
        SSL_set_fd(server, ends[1]);
        Met met;
        {
            TlsSession session(client, ends[0], host);
            met.state = State::WantsRead;
            for (int turn = 0; turn < 20 && met.state == State::WantsRead; ++turn) {
                met.state = session.handshake().state;
                SSL_accept(server);
            }
            std::array<char, 100> bytes;
            if (met.state == State::Done)
                met.state = session.read(bytes).state == State::WantsRead ? State::Done : State::Failed;
            met.isResumed = session.isResumed();
        }
        SSL_free(server);
        ::close(ends[0]);
        ::close(ends[1]);
        return met;
    }

private:
    SSL_CTX* m_context;
};

std::shared_ptr<const TlsContext> trusting()
{
    return TlsContext::create(QStringLiteral(SLUICE_TEST_DATA "/tls/selfsigned.crt")).value();
}

}

/// The secure side of a client's connection; over real sockets it is tested with the HTTP client.
class TestTlsSession : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aServerThatWasVerifiedIsTakenUpAgain()
    {
        const Server server;
        const auto client = trusting();
        QVERIFY(!server.meet(*client, "localhost").isResumed);
        for (int i = 0; i < 100; ++i) {
            const Met met = server.meet(*client, "localhost");
            QCOMPARE(met.state, State::Done);
            QVERIFY(met.isResumed);
        }
    }

    void underAnotherNameItIsVerifiedAnew()
    {
        const Server server;
        const auto client = trusting();
        QCOMPARE(server.meet(*client, "localhost").state, State::Done);
        const Met met = server.meet(*client, "example.org");
        QCOMPARE(met.state, State::Failed);
        QVERIFY(!met.isResumed);
    }

    void whoIsNotTrustedLeavesNothing()
    {
        const Server server;
        const auto strangers = TlsContext::create().value();
        for (int i = 0; i < 2; ++i)
            QCOMPARE(server.meet(*strangers, "localhost").state, State::Failed);
    }

    void aServerThatForgotGetsAFullHandshake()
    {
        const auto client = trusting();
        QCOMPARE(Server().meet(*client, "localhost").state, State::Done);
        const Met met = Server().meet(*client, "localhost"); // with keys of its own
        QCOMPARE(met.state, State::Done);
        QVERIFY(!met.isResumed);
    }
};

QTEST_GUILESS_MAIN(TestTlsSession)
#include "tst_tlssession.moc"

#include "core/net/socketactivity.h"

#include <QLocalServer>
#include <QLocalSocket>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>

#include <memory>

using namespace Qt::StringLiterals;
using namespace sluice;

namespace {

constexpr int PatienceMs = 30000;

/// The end of a connection that \a server waits for.
template <typename Socket, typename Server>
std::unique_ptr<Socket> accepted(Server& server)
{
    if (!QTest::qWaitFor([&] { return server.hasPendingConnections(); }, PatienceMs))
        return nullptr;
    return std::unique_ptr<Socket>(server.nextPendingConnection());
}

/// Whether \a reader has what \a writer wrote, by way of the event loop.
bool passByte(QIODevice& writer, QIODevice& reader)
{
    writer.write("x");
    return QTest::qWaitFor([&] { return reader.bytesAvailable() > 0; }, PatienceMs) && reader.read(2) == "x";
}

}

class TestSocketActivity : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aReadableSocketIsNotedBeforeItsReaderIsTold()
    {
#ifndef Q_OS_LINUX
        QSKIP("not known on this system");
#endif
        QTcpServer server;
        QVERIFY(server.listen(QHostAddress::LocalHost));
        QTcpSocket client;
        client.connectToHost(server.serverAddress(), server.serverPort());
        const auto served = accepted<QTcpSocket>(server);
        QVERIFY(served);
        std::optional<TimePoint> told;
        connect(&client, &QTcpSocket::readyRead, this, [&] { told = steadyClock().now(); });
        const TimePoint written = steadyClock().now();

        QVERIFY(passByte(*served, client));

        QVERIFY(told);
        QVERIFY(lastSocketActivity() >= written);
        QVERIFY(lastSocketActivity() <= told);
    }

    void socketsOfTheMachineItselfAreNot()
    {
        QLocalServer server;
        QVERIFY(server.listen(u"sluice-activity-%1"_s.arg(QCoreApplication::applicationPid())));
        QLocalSocket client;
        client.connectToServer(server.serverName());
        const auto served = accepted<QLocalSocket>(server);
        QVERIFY(served);
        const std::optional<TimePoint> before = lastSocketActivity();

        QVERIFY(passByte(*served, client));

        QCOMPARE(lastSocketActivity(), before);
    }
};

QTEST_GUILESS_MAIN(TestSocketActivity)
#include "tst_socketactivity.moc"

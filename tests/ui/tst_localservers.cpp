#include "tests/support/windowfixture.h"
#include "ui/localservers.h"

#include <QSignalSpy>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace sluice;

class TestLocalServers : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void findsTheServerAmongClosedSilentAndForeignPorts()
    {
        GatewayServer gateway;
        const Result<quint16> port = gateway.start();
        QVERIFY(port);
        QTcpServer silent;
        QVERIFY(silent.listen(QHostAddress::LocalHost));
        QTcpServer foreign;
        QVERIFY(foreign.listen(QHostAddress::LocalHost));
        connect(&foreign, &QTcpServer::newConnection, &foreign, [&foreign] {
            foreign.nextPendingConnection()->write("HTTP/1.1 200 OK\r\nContent-Length: 4\r\nContent-Type: text/html\r\n\r\n<ht>");
        });
        ChatEngine engine;
        LocalServers servers(engine,
            {{u"closed"_s, 1}, {u"silent"_s, silent.serverPort()}, {u"foreign"_s, foreign.serverPort()}, {u"ours"_s, *port}});
        QList<LocalServer> found;
        connect(&servers, &LocalServers::found, this, [&found](const LocalServer& server) { found.append(server); });

        servers.search();

        QTRY_COMPARE(found.size(), 1);
        QCOMPARE(found.first().name, u"ours"_s);
        QCOMPARE(found.first().endpoint.baseUrl, QUrl(u"http://127.0.0.1:%1/v1"_s.arg(*port)));
        QCOMPARE(found.first().endpoint.provider, u"openai"_s);
        QCOMPARE(found.first().models, QStringList {u"demo"_s});
    }

    void asksForNothingButTheModels()
    {
        QTcpServer server;
        QVERIFY(server.listen(QHostAddress::LocalHost));
        QByteArray asked;
        connect(&server, &QTcpServer::newConnection, &server, [&] {
            QTcpSocket* socket = server.nextPendingConnection();
            connect(socket, &QTcpSocket::readyRead, socket, [socket, &asked] { asked += socket->readAll(); });
        });
        ChatEngine engine;
        LocalServers servers(engine, {{u"one"_s, server.serverPort()}});

        servers.search();

        QTRY_VERIFY(asked.contains("\r\n\r\n"));
        QVERIFY(asked.startsWith("GET /v1/models HTTP/1.1\r\n"));
        QVERIFY(!asked.toLower().contains("authorization"));
        QCOMPARE(asked.count("HTTP/1.1"), 1);
    }
};

QTEST_MAIN(TestLocalServers)
#include "tst_localservers.moc"

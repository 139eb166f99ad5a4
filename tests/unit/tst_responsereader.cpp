#include "core/sockets/responsereader.h"

#include <QTest>

#include <array>

using namespace Qt::StringLiterals;
using namespace sluice;

namespace {

struct Outcome
{
    int status = 0;
    QByteArray body;
    bool isDone = false;
    bool isUsable = false;
    std::optional<ErrorKind> failure;
    QByteArray type;
};

/// Feeds \a parts one after the other and reads with a buffer of \a room bytes; then the connection ends.
Outcome readAll(const QList<QByteArray>& parts, qsizetype room, bool closes)
{
    ResponseReader reader;
    Outcome outcome;
    QByteArray buffer(room, Qt::Uninitialized);
    const auto take = [&](QByteArrayView bytes) {
        for (;;) {
            const bool hadHead = reader.head().has_value();
            const auto taken = reader.take(std::exchange(bytes, {}), std::span(buffer.data(), std::size_t(buffer.size())));
            if (!taken) {
                outcome.failure = taken.error().kind;
                return;
            }
            outcome.body += buffer.first(*taken);
            if (*taken == 0 && hadHead == reader.head().has_value())
                return;
        }
    };
    for (const QByteArray& part : parts)
        take(part);
    if (closes)
        reader.end();
    outcome.isDone = reader.isDone();
    outcome.isUsable = reader.leavesConnectionUsable();
    if (reader.head()) {
        outcome.status = reader.head()->status;
        outcome.type = headerValue(reader.head()->headers, "content-type");
    }
    return outcome;
}

}

/// HTTP answers out of bytes.
class TestResponseReader : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsTheSameAtEverySplit_data()
    {
        QTest::addColumn<QByteArray>("wire");
        QTest::addColumn<bool>("closes");
        QTest::addColumn<bool>("isUsable");
        QTest::newRow("length") << "HTTP/1.1 200 OK\r\nContent-Type: a/b\r\nContent-Length: 11\r\n\r\nhello world"_ba << false
                                << true;
        QTest::newRow("chunked") << "HTTP/1.1 200 OK\r\nContent-Type: a/b\r\nTransfer-Encoding: chunked\r\n\r\n"
                                    "6\r\nhello \r\n5;x=y\r\nworld\r\n0\r\nTrailer: 1\r\n\r\n"_ba
                                 << false << true;
        QTest::newRow("until close") << "HTTP/1.1 200 OK\r\nContent-Type: a/b\r\n\r\nhello world"_ba << true << false;
        QTest::newRow("HTTP/1.0") << "HTTP/1.0 200 OK\r\nContent-Type: a/b\r\nContent-Length: 11\r\n\r\nhello world"_ba << false
                                  << false;
        QTest::newRow("says close")
            << "HTTP/1.1 200 OK\r\nContent-Type: a/b\r\nConnection: close\r\nContent-Length: 11\r\n\r\nhello world"_ba << false
            << false;
        QTest::newRow("interim") << "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n"
                                    "HTTP/1.1 200 OK\r\nContent-Type: a/b\r\nContent-Length: 11\r\n\r\nhello world"_ba
                                 << false << true;
    }
    void readsTheSameAtEverySplit()
    {
        QFETCH(QByteArray, wire);
        QFETCH(bool, closes);
        for (const qsizetype room : {1, 4, 4096}) {
            for (qsizetype at = 0; at <= wire.size(); ++at) {
                const Outcome outcome = readAll({wire.first(at), wire.sliced(at)}, room, closes);
                QVERIFY(!outcome.failure);
                QCOMPARE(outcome.status, 200);
                QCOMPARE(outcome.type, "a/b"_ba);
                QCOMPARE(outcome.body, "hello world"_ba);
                QVERIFY(outcome.isDone);
                QTEST(outcome.isUsable, "isUsable");
            }
        }
    }

    void aCutBodyIsNotWhole_data()
    {
        QTest::addColumn<QByteArray>("wire");
        QTest::newRow("length") << "HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\nhello"_ba;
        QTest::newRow("in a chunk") << "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nhello"_ba;
        QTest::newRow("before the last chunk") << "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n"_ba;
        QTest::newRow("in the last chunk") << "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n"_ba;
    }
    void aCutBodyIsNotWhole()
    {
        QFETCH(QByteArray, wire);
        const Outcome outcome = readAll({wire}, 4096, true);
        QCOMPARE(outcome.body, "hello"_ba);
        QVERIFY(!outcome.isDone);
        QVERIFY(!outcome.isUsable);
    }

    void anAnswerWithoutBodyIsWholeAtOnce_data()
    {
        QTest::addColumn<QByteArray>("wire");
        QTest::newRow("204") << "HTTP/1.1 204 No Content\r\n\r\n"_ba;
        QTest::newRow("no length") << "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"_ba;
    }
    void anAnswerWithoutBodyIsWholeAtOnce()
    {
        QFETCH(QByteArray, wire);
        const Outcome outcome = readAll({wire}, 4096, false);
        QVERIFY(outcome.isDone);
        QVERIFY(outcome.isUsable);
    }

    void whatComesBehindTheAnswerSpoilsTheConnection()
    {
        const Outcome outcome = readAll({"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokHTTP/1.1"_ba}, 4096, false);
        QCOMPARE(outcome.body, "ok"_ba);
        QVERIFY(outcome.isDone);
        QVERIFY(!outcome.isUsable);
    }

    void refusesWhatIsNoHttp_data()
    {
        QTest::addColumn<QByteArray>("wire");
        QTest::addColumn<ErrorKind>("kind");
        QTest::newRow("greeting") << "220 smtp.example.org ESMTP\r\n\r\n"_ba << ErrorKind::Protocol;
        QTest::newRow("two lengths") << "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab"_ba
                                     << ErrorKind::Protocol;
        QTest::newRow("chunk size") << "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\nhello\r\n"_ba
                                    << ErrorKind::Protocol;
        QTest::newRow("huge head") << "HTTP/1.1 200 OK\r\nX: "_ba + QByteArray(70000, 'x') << ErrorKind::Overflow;
        QTest::newRow("huge chunk header") << "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;"_ba
                + QByteArray(70000, 'x') << ErrorKind::Overflow;
    }
    void refusesWhatIsNoHttp()
    {
        QFETCH(QByteArray, wire);
        QFETCH(ErrorKind, kind);
        QCOMPARE(readAll({wire}, 4096, true).failure, kind);
        QList<QByteArray> pieces;
        for (qsizetype at = 0; at < wire.size(); at += 1000)
            pieces << wire.mid(at, 1000);
        QCOMPARE(readAll(pieces, 4096, true).failure, kind);
    }

    void whatCameBeforeAFaultIsGiven()
    {
        const Outcome outcome =
            readAll({"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\nxyz\r\n"_ba}, 4096, true);
        QCOMPARE(outcome.body, "hello"_ba);
        QCOMPARE(outcome.failure, ErrorKind::Protocol);
    }
};

QTEST_GUILESS_MAIN(TestResponseReader)
#include "tst_responsereader.moc"

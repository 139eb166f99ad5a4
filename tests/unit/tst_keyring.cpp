#include "core/store/keyring.h"

#include <QStringList>
#include <QTest>

#include <optional>

using namespace Qt::StringLiterals;
using namespace sluice;

/// A session without a keyring: keys live for this run, and nobody waits for ever.
class TestKeyring : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        qputenv("DBUS_SESSION_BUS_ADDRESS", "disabled:");
        qunsetenv("XDG_CURRENT_DESKTOP");
        qunsetenv("DISPLAY");
    }

    void anUnknownKeyIsEmpty();
    void aKeyIsKeptForThisRunAndSaysSo();
    void anEmptyKeyIsRemoved();
    void anotherRunKnowsNothing();
    void answersComeInOrderAndLater();
    void noAnswerReachesADeadContext();
    void destroyingItWithQuestionsOpenIsClean();
};

namespace {

QByteArray readNow(Keyring& keyring, const QString& id)
{
    QObject context;
    std::optional<QByteArray> key;
    keyring.read(id, &context, [&key](const QByteArray& value) { key = value; });
    return QTest::qWaitFor([&key] { return key.has_value(); }, 20000) ? *key : "no answer"_ba;
}

std::optional<Keyring::Kept> writeNow(Keyring& keyring, const QString& id, const QByteArray& key)
{
    QObject context;
    std::optional<Keyring::Kept> kept;
    keyring.write(id, key, &context, [&kept](Keyring::Kept value) { kept = value; });
    return QTest::qWaitFor([&kept] { return kept.has_value(); }, 20000) ? kept : std::nullopt;
}

}

void TestKeyring::anUnknownKeyIsEmpty()
{
    Keyring keyring;
    QCOMPARE(readNow(keyring, u"none"_s), QByteArray());
}

void TestKeyring::aKeyIsKeptForThisRunAndSaysSo()
{
    Keyring keyring;

    QCOMPARE(writeNow(keyring, u"1"_s, "secret"), std::optional(Keyring::Kept::ThisRunOnly));
    QCOMPARE(writeNow(keyring, u"2"_s, "other"), std::optional(Keyring::Kept::ThisRunOnly));

    QCOMPARE(readNow(keyring, u"1"_s), "secret"_ba);
    QCOMPARE(readNow(keyring, u"2"_s), "other"_ba);
}

void TestKeyring::anEmptyKeyIsRemoved()
{
    Keyring keyring;
    QVERIFY(writeNow(keyring, u"1"_s, "secret"));

    QVERIFY(writeNow(keyring, u"1"_s, {}));

    QCOMPARE(readNow(keyring, u"1"_s), QByteArray());
}

void TestKeyring::anotherRunKnowsNothing()
{
    {
        Keyring keyring;
        QVERIFY(writeNow(keyring, u"1"_s, "secret"));
    }
    Keyring keyring;
    QCOMPARE(readNow(keyring, u"1"_s), QByteArray());
}

void TestKeyring::answersComeInOrderAndLater()
{
    Keyring keyring;
    QList<QByteArray> seen;
    const auto note = [&seen](const QByteArray& key) { seen.append(key); };
    const auto noteWritten = [&seen](Keyring::Kept) { seen.append("written"); };

    keyring.read(u"1"_s, this, note);
    keyring.write(u"1"_s, "a", this, noteWritten);
    keyring.read(u"1"_s, this, note);
    keyring.write(u"1"_s, "b", this, noteWritten);
    keyring.read(u"1"_s, this, note);

    QVERIFY(seen.isEmpty());
    QTRY_COMPARE_WITH_TIMEOUT(seen, QList<QByteArray>({"", "written", "a", "written", "b"}), 20000);
}

void TestKeyring::noAnswerReachesADeadContext()
{
    Keyring keyring;
    bool called = false;
    {
        QObject context;
        keyring.read(u"1"_s, &context, [&called](const QByteArray&) { called = true; });
        keyring.write(u"1"_s, "x", &context, [&called](Keyring::Kept) { called = true; });
    }

    QCOMPARE(readNow(keyring, u"1"_s), "x"_ba); // behind them in the queue
    QVERIFY(!called);
}

void TestKeyring::destroyingItWithQuestionsOpenIsClean()
{
    bool called = false;
    {
        Keyring keyring;
        keyring.write(u"1"_s, "x", this, [&called](Keyring::Kept) { called = true; });
        keyring.read(u"1"_s, this, [&called](const QByteArray&) { called = true; });
        QCoreApplication::processEvents(); // the first one is under way
    }
    Keyring other;
    QCOMPARE(readNow(other, u"1"_s), QByteArray());
    QVERIFY(!called);
}

QTEST_GUILESS_MAIN(TestKeyring)
#include "tst_keyring.moc"

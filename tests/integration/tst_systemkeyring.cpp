#include "core/store/keyring.h"

#include <QTest>

#include <optional>

using namespace Qt::StringLiterals;
using namespace sluice;

namespace {

QByteArray readNow(const QString& id)
{
    Keyring keyring; // a new one each time, as after a restart
    QObject context;
    std::optional<QByteArray> key;
    keyring.read(id, &context, [&key](const QByteArray& value) { key = value; });
    return QTest::qWaitFor([&key] { return key.has_value(); }, 20000) ? *key : "no answer"_ba;
}

std::optional<Keyring::Kept> writeNow(const QString& id, const QByteArray& key)
{
    Keyring keyring;
    QObject context;
    std::optional<Keyring::Kept> kept;
    keyring.write(id, key, &context, [&kept](Keyring::Kept value) { kept = value; });
    return QTest::qWaitFor([&kept] { return kept.has_value(); }, 20000) ? kept : std::nullopt;
}

}

/// With a real keyring; run by keyringsession.sh.
class TestSystemKeyring : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aKeyIsKeptReplacedAndRemoved();
    void anUnknownKeyIsEmptyAndItsRemovalSucceeds();
    void anyBytesAreKept();
};

void TestSystemKeyring::aKeyIsKeptReplacedAndRemoved()
{
    QCOMPARE(writeNow(u"one"_s, "secret"), std::optional(Keyring::Kept::InKeyring));
    QCOMPARE(writeNow(u"two"_s, "other"), std::optional(Keyring::Kept::InKeyring));
    QCOMPARE(readNow(u"one"_s), "secret"_ba);

    QCOMPARE(writeNow(u"one"_s, "changed"), std::optional(Keyring::Kept::InKeyring));
    QCOMPARE(readNow(u"one"_s), "changed"_ba);

    QCOMPARE(writeNow(u"one"_s, {}), std::optional(Keyring::Kept::InKeyring));
    QCOMPARE(readNow(u"one"_s), QByteArray());
    QCOMPARE(readNow(u"two"_s), "other"_ba);
}

void TestSystemKeyring::anUnknownKeyIsEmptyAndItsRemovalSucceeds()
{
    QCOMPARE(readNow(u"none"_s), QByteArray());
    QCOMPARE(writeNow(u"none"_s, {}), std::optional(Keyring::Kept::InKeyring));
}

void TestSystemKeyring::anyBytesAreKept()
{
    const QByteArray key = "k\xC3\xA4y/with=signs+and spaces";
    QCOMPARE(writeNow(u"a/b\\ü"_s, key), std::optional(Keyring::Kept::InKeyring));
    QCOMPARE(readNow(u"a/b\\ü"_s), key);
}

QTEST_GUILESS_MAIN(TestSystemKeyring)
#include "tst_systemkeyring.moc"

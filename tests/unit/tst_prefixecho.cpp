#include "core/chat/prefixecho.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace sluice;

class TestPrefixEcho : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatIsNewIsLetThrough_data()
    {
        QTest::addColumn<QString>("given");
        QTest::addColumn<QString>("came");
        QTest::addColumn<QString>("appended");
        QTest::newRow("no echo") << u"Once upon"_s << u" a time"_s << u" a time"_s;
        QTest::newRow("echo") << u"Once upon"_s << u"Once upon a time"_s << u" a time"_s;
        QTest::newRow("nothing but the echo") << u"Once upon"_s << u"Once upon"_s << QString();
        QTest::newRow("an echo only at first") << u"Once upon"_s << u"Once more, then."_s << u"Once more, then."_s;
        QTest::newRow("other at the last character") << u"Once upon"_s << u"Once upoX"_s << u"Once upoX"_s;
        QTest::newRow("ends inside the echo") << u"Once upon"_s << u"Once"_s << u"Once"_s;
        QTest::newRow("the echo once, not twice") << u"tick "_s << u"tick tick tock"_s << u"tick tock"_s;
        QTest::newRow("too short to be one") << u"The"_s << u"Theory"_s << u"Theory"_s;
        QTest::newRow("nothing given") << QString() << u"Hello"_s << u"Hello"_s;
        QTest::newRow("outside the BMP") << u"a 😀 b"_s << u"a 😀 b 😁"_s << u" 😁"_s;
    }

    // In any two pieces, and one character at a time.
    void whatIsNewIsLetThrough()
    {
        QFETCH(QString, given);
        QFETCH(QString, came);
        QFETCH(QString, appended);

        for (qsizetype split = 0; split <= came.size(); ++split) {
            PrefixEcho echo(given);
            QString out = echo.take(came.first(split));
            out += echo.take(came.sliced(split));
            out += echo.end();
            QCOMPARE(out, appended);
        }
        PrefixEcho echo(given);
        QString out;
        for (const QChar c : came)
            out += echo.take(QString(c));
        QCOMPARE(out + echo.end(), appended);
    }

    void anEchoThatIsBrokenOffIsNotSaidTwice()
    {
        PrefixEcho echo(u"Once upon"_s);
        QCOMPARE(echo.take(u"Once"_s), QString());

        echo.drop();

        QCOMPARE(echo.end(), QString());
        QCOMPARE(echo.take(u" upon"_s), u" upon"_s);
    }

    void nothingIsHeldOnceItIsDecided()
    {
        PrefixEcho echo(u"Once upon"_s);

        QCOMPARE(echo.take(u"Once"_s), QString());
        QCOMPARE(echo.take(u" more"_s), u"Once more"_s);
        QCOMPARE(echo.take(u"Once"_s), u"Once"_s);
        QCOMPARE(echo.end(), QString());
    }
};

QTEST_GUILESS_MAIN(TestPrefixEcho)
#include "tst_prefixecho.moc"

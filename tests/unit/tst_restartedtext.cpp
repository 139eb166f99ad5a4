#include "core/chat/restartedtext.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace sluice;

namespace {

/// What is shown when \a came restarts \a shown, in pieces of \a size; its length never drops before the end.
struct Screen
{
    explicit Screen(const QString& before)
        : shown(before)
        , text(before)
    { }

    void apply(const RestartedText::Change& change)
    {
        if (change.keep)
            shown.truncate(*change.keep);
        shown += change.added;
    }

    void play(const QString& came, qsizetype size)
    {
        for (qsizetype at = 0; at < came.size(); at += size) {
            const qsizetype before = shown.size();
            apply(text.take(came.mid(at, size)));
            everShorter = everShorter || shown.size() < before;
        }
    }

    QString shown;
    RestartedText text;
    bool everShorter = false;
};

}

class TestRestartedText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theNewTextStandsAtTheEnd_data()
    {
        QTest::addColumn<QString>("before");
        QTest::addColumn<QString>("came");
        QTest::addColumn<int>("repeated");
        QTest::addColumn<int>("replaced");
        QTest::newRow("the same and more") << u"Once upon"_s << u"Once upon a time"_s << 9 << 0;
        QTest::newRow("the same") << u"Once"_s << u"Once"_s << 4 << 0;
        QTest::newRow("diverges") << u"Once upon"_s << u"Once more, then"_s << 5 << 4;
        QTest::newRow("another from the start") << u"Once"_s << u"There was"_s << 0 << 4;
        QTest::newRow("shorter, the same") << u"Once upon"_s << u"Once"_s << 4 << 5;
        QTest::newRow("shorter, another") << u"Once upon a time"_s << u"Only"_s << 2 << 14;
        QTest::newRow("as long, another") << u"abc"_s << u"abd"_s << 2 << 1;
        QTest::newRow("nothing before") << QString() << u"Once"_s << 0 << 0;
        QTest::newRow("half a pair is no match") << u"a😀"_s << u"a😁!"_s << 1 << 2;
        QTest::newRow("a pair that follows") << u"a"_s << u"a😀"_s << 1 << 0;
    }

    void theNewTextStandsAtTheEnd()
    {
        QFETCH(const QString, before);
        QFETCH(const QString, came);
        QFETCH(const int, repeated);
        QFETCH(const int, replaced);

        for (qsizetype size = 1; size <= came.size(); ++size) {
            Screen screen(before);
            screen.play(came, size);
            QVERIFY(!screen.everShorter);
            screen.apply(screen.text.end());

            QCOMPARE(screen.shown, came);
            QVERIFY(screen.text.isThrough());
            QCOMPARE(screen.text.repeated(), repeated);
            QCOMPARE(screen.text.replaced(), replaced);
        }
    }

    void whatBreaksBeforeTheOldLengthChangesNothing_data()
    {
        QTest::addColumn<QString>("came");
        QTest::newRow("inside what is the same") << u"Once up"_s;
        QTest::newRow("behind the divergence") << u"Once mor"_s;
        QTest::newRow("nothing came") << QString();
    }

    void whatBreaksBeforeTheOldLengthChangesNothing()
    {
        QFETCH(const QString, came);
        Screen screen(u"Once upon"_s);

        screen.play(came, 1);

        QCOMPARE(screen.shown, u"Once upon"_s);
    }

    void whatBreaksBehindItStays()
    {
        Screen screen(u"Once upon"_s);

        screen.play(u"Once more,"_s, 3);

        QCOMPARE(screen.shown, u"Once more,"_s);
    }

    void aCompleteAnswerThatIsEmptyReplacesNothing()
    {
        Screen screen(u"Once upon"_s);

        screen.apply(screen.text.end());

        QCOMPARE(screen.shown, u"Once upon"_s);
    }
};

QTEST_GUILESS_MAIN(TestRestartedText)
#include "tst_restartedtext.moc"

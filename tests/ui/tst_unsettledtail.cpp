#include "ui/markdown/unsettledtail.h"

#include <QString>
#include <QTest>

using namespace sluice;
using namespace Qt::StringLiterals;

class TestUnsettledTail final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatMayBecomeMarkupIsHeld_data()
    {
        QTest::addColumn<QString>("shown");
        QTest::addColumn<QString>("held");
        QTest::newRow("nothing") << u""_s << u""_s;
        QTest::newRow("text") << u"some text"_s << u""_s;
        QTest::newRow("a number that may be an item") << u"3. three\n"_s << u"4"_s;
        QTest::newRow("its dot") << u"3. three\n"_s << u"4."_s;
        QTest::newRow("the item") << u"3. three\n4. f"_s << u""_s;
        QTest::newRow("a year") << u"text\n2024"_s << u""_s;
        QTest::newRow("a bullet") << u"text\n"_s << u"  -"_s;
        QTest::newRow("a heading") << u"text\n\n"_s << u"##"_s;
        QTest::newRow("its text") << u"text\n\n## T"_s << u""_s;
        QTest::newRow("a quote") << u""_s << u">"_s;
        QTest::newRow("stars") << u"it is "_s << u"**"_s;
        QTest::newRow("a code span") << u"call "_s << u"`"_s;
        QTest::newRow("a rule") << u"text\n\n----"_s << u""_s;
        QTest::newRow("many stars") << u"*****"_s << u""_s;
        QTest::newRow("the head of a table") << u"text\n\n"_s << u"| a | b"_s;
        QTest::newRow("a whole head") << u"text\n\n"_s << u"| a | b |\n"_s;
        QTest::newRow("its dashes") << u""_s << u"| a | b |\n|--"_s;
        QTest::newRow("no dashes") << u"| a | b |\nno table"_s << u""_s;
        QTest::newRow("a table") << u"| a |\n|---|\n"_s << u""_s;
        QTest::newRow("a row") << u"| a |\n|---|\n| 1 | 2"_s << u""_s;
    }

    void whatMayBecomeMarkupIsHeld()
    {
        QFETCH(const QString, shown);
        QFETCH(const QString, held);

        QCOMPARE(unsettledTail(shown + held), held.size());
    }

    void noMoreThanALittleIsEverHeld()
    {
        const QString text =
            u"| cell "_s.repeated(200) + u"|\n|--|\n"_s + u"w"_s.repeated(5000) + u"** and | so ``` on 12\n12\n"_s;
        for (qsizetype size = 0; size <= text.size(); ++size)
            QVERIFY(unsettledTail(text.first(size)) <= MostHeld);
        QCOMPARE(unsettledTail(text), 0);
    }
};

QTEST_APPLESS_MAIN(TestUnsettledTail)

#include "tst_unsettledtail.moc"

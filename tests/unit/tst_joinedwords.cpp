#include "core/base/joinedwords.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace sluice;

class TestJoinedWords : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void sentencesStandOneAfterTheOther()
    {
        QCOMPARE(inSequence({}), QString());
        QCOMPARE(inSequence({u"One."_s}), u"One."_s);
        QCOMPARE(inSequence({u"One."_s, u"Two."_s, u"Three."_s}), u"One. Two. Three."_s);
    }

    void whatIsEmptyLeavesNoGap() { QCOMPARE(inSequence({QString(), u"One."_s, QString(), u"Two."_s, u""_s}), u"One. Two."_s); }

    void whatLooksLikeAPlaceIsLeftAlone()
    {
        QCOMPARE(inSequence({u"100 %1 of it."_s, u"%2."_s}), u"100 %1 of it. %2."_s);
        QCOMPARE(withRemark(u"%2"_s, u"%1"_s), u"%2 (%1)"_s);
    }

    void listsAndRemarksHaveTheirMarks()
    {
        QCOMPARE(listed({u"a"_s, u"b"_s, u"c"_s}), u"a, b, c"_s);
        QCOMPARE(partedStatements({u"a, b"_s, u"c"_s}), u"a, b; c"_s);
        QCOMPARE(withRemark(u"a"_s, u"b"_s), u"a (b)"_s);
    }
};

QTEST_APPLESS_MAIN(TestJoinedWords)
#include "tst_joinedwords.moc"

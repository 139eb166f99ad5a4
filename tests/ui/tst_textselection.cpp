#include "ui/chat/textselection.h"

#include <QTest>

using namespace sluice;

namespace {

TextPlace at(int row, qsizetype position)
{
    return {.row = row, .position = position};
}

}

class TestTextSelection final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void isEmptyUntilItIsExtended()
    {
        TextSelection selection;
        QVERIFY(selection.isEmpty() && !selection.hasBegun());

        selection.begin({at(2, 5), at(2, 5)});
        QVERIFY(selection.isEmpty() && selection.hasBegun());
        selection.extendTo({at(3, 1), at(3, 1)});

        QVERIFY(selection.range() == TextRange(at(2, 5), at(3, 1)));
    }

    void backwardsItHasTheSameOrder()
    {
        TextSelection selection;
        selection.begin({at(2, 5), at(2, 5)});

        selection.extendTo({at(1, 7), at(1, 7)});

        QVERIFY(selection.range() == TextRange(at(1, 7), at(2, 5)));
        QCOMPARE(selection.caretRow(), 1);
    }

    void theFirstWordStaysSelectedEitherWay()
    {
        TextSelection selection;
        selection.begin({at(0, 10), at(0, 14)});

        selection.extendTo({at(0, 4), at(0, 8)});
        QVERIFY(selection.range() == TextRange(at(0, 4), at(0, 14)));
        selection.extendTo({at(0, 20), at(0, 24)});

        QVERIFY(selection.range() == TextRange(at(0, 10), at(0, 24)));
    }

    void movesWithItsRows()
    {
        TextSelection selection;
        selection.begin({at(5, 0), at(5, 3)});

        selection.insertRows(0, 10);
        selection.insertRows(16, 4);
        QVERIFY(selection.range() == TextRange(at(15, 0), at(15, 3)));
        selection.removeRows(3, 2);

        QVERIFY(selection.range() == TextRange(at(13, 0), at(13, 3)));
    }

    void goesWithTheRowOfAnEnd()
    {
        TextSelection selection;
        selection.begin({at(5, 0), at(5, 3)});
        selection.extendTo({at(8, 0), at(8, 0)});

        selection.removeRows(6, 1);
        QVERIFY(!selection.isEmpty());
        selection.removeRows(7, 1);

        QVERIFY(selection.isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestTextSelection)

#include "tst_textselection.moc"

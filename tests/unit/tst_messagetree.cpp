#include "core/chat/messagetree.h"

#include <QTest>

using namespace sluice;

namespace {

QList<int> path(const MessageTree& tree)
{
    QList<int> ids;
    for (int row = 0; row < tree.count(); ++row)
        ids << tree.idAt(row);
    return ids;
}

// Another version of the turn in that row.
int branch(MessageTree& tree, int row)
{
    tree.cut(row);
    return tree.append();
}

void switchTo(MessageTree& tree, int row, int by)
{
    const int id = tree.sibling(row, by);
    QVERIFY(id >= 0);
    tree.cut(row);
    tree.follow(id);
}

}

class TestMessageTree : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void turnsFollowOneAnother()
    {
        MessageTree tree;
        QCOMPARE(tree.count(), 0);

        tree.append();
        tree.append();

        QCOMPARE(path(tree), (QList<int> {0, 1}));
        QCOMPARE(tree.place(1), SiblingPlace());
        QCOMPARE(tree.sibling(1, 1), -1);
        QCOMPARE(tree.sibling(1, -1), -1);
    }

    void aVersionComesBackWithWhatFollowedIt()
    {
        MessageTree tree;
        for (int i = 0; i < 4; ++i)
            tree.append();

        const int edited = branch(tree, 2);
        const int answer = tree.append();
        QCOMPARE(path(tree), (QList<int> {0, 1, edited, answer}));
        QCOMPARE(tree.place(2), (SiblingPlace {.index = 1, .count = 2}));
        QCOMPARE(tree.place(3), SiblingPlace());

        switchTo(tree, 2, -1);
        QCOMPARE(path(tree), (QList<int> {0, 1, 2, 3}));
        QCOMPARE(tree.place(2), (SiblingPlace {.index = 0, .count = 2}));
        switchTo(tree, 2, 1);
        QCOMPARE(path(tree), (QList<int> {0, 1, edited, answer}));
    }

    void theFirstTurnHasVersionsToo()
    {
        MessageTree tree;
        tree.append();
        tree.append();

        branch(tree, 0);

        QCOMPARE(path(tree), QList<int> {2});
        QCOMPARE(tree.place(0), (SiblingPlace {.index = 1, .count = 2}));
        switchTo(tree, 0, -1);
        QCOMPARE(path(tree), (QList<int> {0, 1}));
    }

    void theChoiceInsideABranchIsRemembered()
    {
        MessageTree tree;
        tree.append();
        tree.append();
        branch(tree, 1); // 2
        branch(tree, 1); // 3
        switchTo(tree, 1, -1);
        QCOMPARE(path(tree), (QList<int> {0, 2}));

        branch(tree, 0); // 4
        switchTo(tree, 0, -1);

        QCOMPARE(path(tree), (QList<int> {0, 2}));
        QCOMPARE(tree.place(1), (SiblingPlace {.index = 1, .count = 3}));
    }

    void storedTurnsCanBeBranchedFromAnywhere()
    {
        constexpr int Stored = 1'000'000;
        MessageTree tree(Stored);
        QCOMPARE(tree.count(), Stored);
        QCOMPARE(tree.idAt(777), 777);
        QCOMPARE(tree.place(777), SiblingPlace());
        const int last = tree.append();

        const int late = branch(tree, 900'000);
        QCOMPARE(tree.count(), 900'001);
        QCOMPARE(tree.rowsOfTrunk(), 900'000);
        const int early = branch(tree, 10);
        QCOMPARE(path(tree).last(), early);
        QCOMPARE(tree.place(10), (SiblingPlace {.index = 1, .count = 2}));

        switchTo(tree, 10, -1); // back on the trunk, which was left again later
        QCOMPARE(tree.count(), 900'001);
        QCOMPARE(tree.idAt(900'000), late);
        switchTo(tree, 900'000, -1);
        QCOMPARE(tree.count(), Stored + 1);
        QCOMPARE(tree.idAt(Stored), last);
        QCOMPARE(tree.place(10), (SiblingPlace {.index = 0, .count = 2}));
    }

    void theFirstAndTheLastStoredTurnHaveVersions()
    {
        MessageTree tree(2);
        branch(tree, 1);
        QCOMPARE(path(tree), (QList<int> {0, 2}));
        QCOMPARE(tree.place(1), (SiblingPlace {.index = 1, .count = 2}));
        branch(tree, 0);
        QCOMPARE(path(tree), QList<int> {3});

        switchTo(tree, 0, -1);
        QCOMPARE(path(tree), (QList<int> {0, 2}));
        switchTo(tree, 1, -1);
        QCOMPARE(path(tree), (QList<int> {0, 1}));
    }
};

QTEST_GUILESS_MAIN(TestMessageTree)
#include "tst_messagetree.moc"

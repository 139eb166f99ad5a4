#include "core/chat/messagetree.h"

#include <QRandomGenerator>
#include <QTest>

#include <algorithm>

using namespace Qt::StringLiterals;
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

/// The same with every turn and its versions written out.
class PlainTree
{
public:
    explicit PlainTree(const MessageShape& shape)
    {
        for (int id = 0; id < shape.count; ++id)
            add(id - 1);
        for (const MessageShape::Link& jump : shape.jumps)
            m_parents[std::size_t(jump.child)] = jump.parent;
        m_chosen.clear();
        for (int id = 0; id < shape.count; ++id)
            m_chosen[parent(id)] = id;
        for (const MessageShape::Link& link : shape.chosen)
            m_chosen[link.parent] = link.child;
        walk();
    }

    int parent(int id) const { return m_parents[std::size_t(id)]; }
    int count() const { return int(m_parents.size()); }
    const QList<int>& path() const { return m_path; }

    QList<int> versions(int parentId) const
    {
        QList<int> ids;
        for (int id = 0; id < count(); ++id) {
            if (parent(id) == parentId)
                ids << id;
        }
        return ids;
    }

    void branch(int row)
    {
        m_path.resize(row);
        m_chosen[m_path.isEmpty() ? -1 : m_path.last()] = count();
        add(m_path.isEmpty() ? -1 : m_path.last());
        walk();
    }

    void show(int id)
    {
        for (int at = id; at >= 0; at = parent(at))
            m_chosen[parent(at)] = at;
        walk();
    }

private:
    void add(int parentId) { m_parents.push_back(parentId); }

    void walk()
    {
        m_path.clear();
        for (auto next = m_chosen.find(-1); next != m_chosen.end(); next = m_chosen.find(next->second))
            m_path << next->second;
    }

    std::vector<int> m_parents;
    std::map<int, int> m_chosen;
    QList<int> m_path;
};

MessageShape randomShape(QRandomGenerator& random, int count)
{
    MessageShape shape {.count = count, .jumps = {}, .chosen = {}};
    const int oneIn = 1 + random.bounded(8);
    for (int child = 1; child < count; ++child) {
        const int parent = random.bounded(child + 1) - 1;
        if (random.bounded(oneIn) == 0 && parent != child - 1)
            shape.jumps.push_back({.parent = parent, .child = child});
    }
    const PlainTree plain(shape);
    for (int parent = -1; parent < count; ++parent) {
        const QList<int> versions = plain.versions(parent);
        if (versions.size() > 1 && random.bounded(2) == 0)
            shape.chosen.push_back({.parent = parent, .child = versions[random.bounded(int(versions.size()) - 1)]});
    }
    return shape;
}

// As ChatSession does it.
void show(MessageTree& tree, int id)
{
    const std::vector<int> choices = tree.choicesTo(id);
    if (choices.empty())
        return;
    for (const int choice : choices)
        tree.choose(choice);
    const int parent = tree.parentOf(choices.front());
    tree.cut(parent < 0 ? 0 : tree.rowOf(parent) + 1);
    tree.follow(choices.front());
}

bool areSame(const MessageTree& tree, const PlainTree& plain)
{
    if (path(tree) != plain.path() || tree.contains(plain.count()) || !(plain.count() == 0 || tree.contains(plain.count() - 1)))
        return false;
    for (int row = 0; row < tree.count(); ++row) {
        const int id = tree.idAt(row);
        const QList<int> versions = plain.versions(plain.parent(id));
        const SiblingPlace place {.index = int(versions.indexOf(id)), .count = int(versions.size())};
        if (tree.place(row) != place || tree.rowOf(id) != row)
            return false;
        for (const int by : {-2, -1, 1, 2}) {
            if (tree.sibling(row, by) != versions.value(place.index + by, -1))
                return false;
        }
    }
    return true;
}

RowRange plainRows(const PlainTree& plain, int firstId, int lastId)
{
    const auto below = [&plain](
                           int id) { return int(std::ranges::count_if(plain.path(), [id](int other) { return other < id; })); };
    return {.first = below(firstId), .end = below(lastId + 1)};
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
        QCOMPARE(tree.rowsOf(0, Stored - 1), (RowRange {.first = 0, .end = 900'000}));
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

    void aTreeIsWhatItsShapeAndItsHistoryMakeIt()
    {
        QRandomGenerator random(20240607);
        for (int round = 0; round < 400; ++round) {
            const MessageShape shape = randomShape(random, random.bounded(40));
            MessageTree tree(shape);
            PlainTree plain(shape);
            QVERIFY2(areSame(tree, plain), qPrintable(QString::number(round)));
            QVERIFY(tree.shape() == shape);
            for (int step = 0; step < 40; ++step) {
                const int row = random.bounded(tree.count() + 1);
                const int by = random.bounded(2) * 2 - 1;
                if (random.bounded(3) == 0) {
                    tree.cut(row);
                    tree.append();
                    plain.branch(row);
                } else if (plain.count() > 0 && random.bounded(2) == 0) {
                    const int id = random.bounded(plain.count());
                    show(tree, id);
                    plain.show(id);
                } else if (const int id = row < tree.count() ? tree.sibling(row, by) : -1; id >= 0) {
                    tree.cut(row);
                    tree.follow(id);
                    plain.show(id);
                }
                QVERIFY2(areSame(tree, plain), qPrintable(u"round %1, step %2"_s.arg(round).arg(step)));
            }
            const int first = random.bounded(plain.count() + 1);
            const int last = first + random.bounded(10);
            const RowRange rows = tree.rowsOf(first, last);
            const RowRange expected = plainRows(plain, first, last);
            QVERIFY(rows == expected || (rows.isEmpty() && expected.isEmpty()));
            QVERIFY(areSame(MessageTree(tree.shape()), plain)); // what is kept on disk comes back
        }
    }

    void aMillionTurnsWithTwoVersionsEachAreShownAtOnce()
    {
        MessageShape shape {.count = 1'000'001, .jumps = {}, .chosen = {}};
        for (int child = 2; child < shape.count; child += 2)
            shape.jumps.push_back({.parent = child - 2, .child = child}); // the one before was thrown away

        MessageTree tree(shape);

        QCOMPARE(tree.count(), 500'001);
        QCOMPARE(tree.idAt(250'000), 500'000);
        QCOMPARE(tree.place(250'000), (SiblingPlace {.index = 1, .count = 2}));
        show(tree, 777'777);
        QCOMPARE(tree.count(), 388'890);
        QCOMPARE(tree.idAt(tree.count() - 1), 777'777);
    }

    void whatCannotBeInAShapeIsLeftOut()
    {
        const MessageTree tree({.count = 4,
            .jumps = {{.parent = 0, .child = 0}, {.parent = 3, .child = 2}, {.parent = 1, .child = 2}, {.parent = -5, .child = 3},
                {.parent = 0, .child = 3}, {.parent = 0, .child = 3}, {.parent = 0, .child = 9}},
            .chosen = {{.parent = 0, .child = 2}, {.parent = 0, .child = 7}, {.parent = -1, .child = 3}}});

        QCOMPARE(path(tree), (QList<int> {0, 3}));
        QCOMPARE(tree.place(1), (SiblingPlace {.index = 1, .count = 2}));
        QCOMPARE(MessageTree({.count = 0, .jumps = {{.parent = -1, .child = 0}}, .chosen = {}}).count(), 0);
    }
};

QTEST_GUILESS_MAIN(TestMessageTree)
#include "tst_messagetree.moc"

#include "fakeconversation.h"

#include "ui/chat/chatfinder.h"

#include <QSignalSpy>
#include <QTest>

#include <numeric>
#include <random>

using namespace Qt::StringLiterals;
using namespace sluice;

namespace {

/// Each look at it takes half a millisecond.
class TickingClock final : public Clock
{
public:
    TimePoint now() const override { return TimePoint(Micros(500) * ++m_ticks); }

private:
    mutable qint64 m_ticks = 0;
};

/// Writes down which rows were read, and can hold rows back.
class WatchedConversation final : public QAbstractListModel
{
public:
    int rows = 0;
    mutable QList<int> read = {};
    int notLoadedBelow = 0; ///< rows above this one

    int rowCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : rows; }

    QVariant data(const QModelIndex& index, int role) const override
    {
        if (role == MessageIsAtHandRole)
            return index.row() >= notLoadedBelow;
        if (role != MessageTextRole)
            return {};
        read.append(index.row());
        return index.row() % 100 == 50 ? u"a needle, and a Needle"_s : u"hay"_s;
    }

    void load()
    {
        const int loaded = std::exchange(notLoadedBelow, 0);
        for (int row = 0; row < loaded; row += 10)
            Q_EMIT dataChanged(index(row), index(std::min(row + 9, loaded - 1)));
    }
};

struct Finding
{
    FakeConversation model;
    ChatFinder finder {model};
    QSignalSpy reached {&finder, &ChatFinder::reached};

    void search(const QString& text, int first = 0, int last = 0)
    {
        finder.search(Needle(text), first, last);
        wait();
    }
    bool wait()
    {
        return QTest::qWaitFor([this] { return !finder.isSearching(); });
    }
    FoundHit current() const { return finder.current().value_or(FoundHit()); }
};

}

class TestChatFinder : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void findsWhatIsShownInAnyCase_data()
    {
        QTest::addColumn<QString>("markdown");
        QTest::addColumn<QString>("needle");
        QTest::addColumn<int>("hits");
        QTest::newRow("plain") << u"One two, ONE TWO"_s << u"one two"_s << 2;
        QTest::newRow("through emphasis") << u"un**believ**able"_s << u"Unbelievable"_s << 1;
        QTest::newRow("markup is not shown") << u"some **bold** text"_s << u"**"_s << 0;
        QTest::newRow("address of a link") << u"[text](https://example.org/hidden)"_s << u"hidden"_s << 0;
        QTest::newRow("text of a link") << u"a [link](https://example.org) b"_s << u"a link b"_s << 1;
        QTest::newRow("entity") << u"fish &amp; chips"_s << u"fish & chips"_s << 1;
        QTest::newRow("code") << u"```cpp\nint main();\n```\n"_s << u"MAIN("_s << 1;
        QTest::newRow("language of code") << u"```rust\nfn x\n```\n"_s << u"rust"_s << 0;
        QTest::newRow("inline code") << u"call `f(x)` twice"_s << u"f(x) twice"_s << 1;
        QTest::newRow("table") << u"| a | b |\n|---|---|\n| cat | dog |\n| cat | cow |\n"_s << u"cat"_s << 2;
        QTest::newRow("not across cells") << u"| a | b |\n|---|---|\n| cat | dog |\n"_s << u"cat dog"_s << 0;
        QTest::newRow("not across paragraphs") << u"one\n\ntwo"_s << u"one two"_s << 0;
        QTest::newRow("not across the end of a line") << u"one\ntwo"_s << u"one two"_s << 0;
        QTest::newRow("list, quote, heading") << u"# word\n- word\n  1. word\n\n> word"_s << u"word"_s << 4;
        QTest::newRow("no overlap") << u"aaaaa"_s << u"aa"_s << 2;
        QTest::newRow("beyond ASCII") << u"ÜBER die Straße, \U0001F600 Привет"_s << u"über"_s << 1;
        QTest::newRow("signs alone") << u"a -> b -> c"_s << u"->"_s << 2;
        QTest::newRow("HTML is text") << u"<b>x</b> <i>y</i>"_s << u"<b>"_s << 1;
    }

    void findsWhatIsShownInAnyCase()
    {
        QFETCH(const QString, markdown);
        QFETCH(const QString, needle);
        QFETCH(const int, hits);
        Finding f;
        f.model.append(Role::Assistant, markdown);

        f.search(needle);

        QCOMPARE(f.finder.total(), qint64(hits));
    }

    void whatTheUserWroteIsSearchedAsWritten()
    {
        Finding f;
        f.model.append(Role::User, u"some **bold** words\nin lines"_s);

        f.search(u"**bold**"_s);

        QCOMPARE(f.finder.total(), 1);
    }

    void caseCountsWhenAskedFor()
    {
        Finding f;
        f.model.append(Role::Assistant, u"One one ONE"_s);

        f.finder.search(Needle(u"one"_s, Qt::CaseSensitive), 0, 0);
        QVERIFY(f.wait());

        QCOMPARE(f.finder.total(), 1);
    }

    void theQuickLookNeverMissesWhatIsShown()
    {
        // Random Markdown, and needles from what it shows: the cheap test before the parser must let all of it pass.
        std::mt19937 random(20);
        const QStringList pieces {u"word"_s, u"*"_s, u"**"_s, u"_"_s, u"`"_s, u" "_s, u"\n"_s, u"[x](y)"_s, u"&eacute;"_s,
            u"\\"_s, u"~~"_s, u"1. "_s, u"- "_s, u"> "_s, u"ÄÖ"_s, u"$a_b$"_s, u"|"_s, u"#"_s};
        for (int i = 0; i < 3000; ++i) {
            QString source;
            for (int j = 0; j < 12; ++j)
                source += pieces.at(int(random() % uint(pieces.size())));
            MarkdownDocument document;
            document.setText(source);
            for (const MarkdownDocument::Part& part : document.parts()) {
                for (const MarkdownBlock& block : part.blocks) {
                    const QString& shown = block.content.text;
                    if (shown.isEmpty())
                        continue;
                    const auto from = qsizetype(random() % uint(shown.size()));
                    const Needle needle(shown.mid(from, qsizetype(1 + random() % 8)).toUpper());
                    if (needle.countIn(shown) > 0)
                        QVERIFY2(needle.mayBeShownBy(source), qPrintable(source + u" / "_s + needle.text()));
                }
            }
        }
    }

    void foldedReasoningIsNotSearched()
    {
        Finding f;
        Message message;
        message.role = Role::Assistant;
        message.text = u"the secret"_s;
        message.reasoning = u"secret secret"_s;
        f.model.append(message);
        bool isOpen = false;
        f.finder.setReasoningOpen([&isOpen](int) { return isOpen; });
        f.search(u"secret"_s);
        QCOMPARE(f.finder.total(), 1);

        isOpen = true;
        f.finder.rescan(0);
        QVERIFY(f.wait());

        QCOMPARE(f.finder.total(), 3);
    }

    void aLongConversationIsReadInSlicesFromTheViewOutwards()
    {
        WatchedConversation model;
        model.rows = 10'000;
        TickingClock clock;
        ChatFinder finder(model, nullptr, clock);
        QSignalSpy slices(&finder, &ChatFinder::changed);

        finder.search(Needle(u"needle"_s), 5000, 5003);
        QVERIFY(model.read.isEmpty()); // not a row in the call itself
        QTRY_VERIFY(!model.read.isEmpty());

        QVERIFY(finder.isSearching());
        QVERIFY(finder.hasMore());
        QCOMPARE(model.read.first(6), QList<int>({5000, 5001, 5002, 5003, 4999, 5004}));
        QTRY_VERIFY_WITH_TIMEOUT(!finder.isSearching(), 20000);
        QVERIFY2(slices.count() > 10'000 / 7, qPrintable(QString::number(slices.count())));
        QVERIFY(!finder.hasMore());
        QCOMPARE(finder.total(), 200);
        QCOMPARE(model.read.size(), 10'000);
        std::sort(model.read.begin(), model.read.end());
        QCOMPARE(std::unique(model.read.begin(), model.read.end()) - model.read.begin(), 10'000);
    }

    void theNearestHitIsTheFirst()
    {
        WatchedConversation model;
        model.rows = 10'000;
        ChatFinder finder(model);
        QSignalSpy reached(&finder, &ChatFinder::reached);

        finder.search(Needle(u"needle"_s), 5130, 5140); // hits at 5050 and 5150
        QTRY_VERIFY(!finder.isSearching());

        QCOMPARE(reached.count(), 1);
        QCOMPARE(finder.current(), std::optional(FoundHit {.row = 5150, .index = 0}));
        QCOMPARE(finder.ordinal(), 2 * 51 + 1);
    }

    void stepsThroughAllHitsAndWrapsAround()
    {
        Finding f;
        f.model.append(Role::Assistant, u"x x"_s);
        f.model.append(Role::Assistant, u"nothing"_s);
        f.model.append(Role::Assistant, u"x"_s);
        f.search(u"x"_s);
        QCOMPARE(f.current(), (FoundHit {.row = 0, .index = 0}));

        QList<qint64> forth {f.finder.ordinal()};
        for (int i = 0; i < 3; ++i) {
            f.finder.next();
            forth.append(f.finder.ordinal());
        }
        QList<qint64> back;
        for (int i = 0; i < 3; ++i) {
            f.finder.previous();
            back.append(f.finder.ordinal());
        }

        QCOMPARE(forth, QList<qint64>({1, 2, 3, 1}));
        QCOMPARE(back, QList<qint64>({3, 2, 1}));
        QCOMPARE(f.reached.count(), 1 + 6);
    }

    void anAnswerThatStreamsInIsSearchedToo()
    {
        Finding f;
        f.model.append(Role::User, u"needle?"_s);
        f.model.append(Role::Assistant, QString());
        f.search(u"needle"_s);
        QCOMPARE(f.finder.total(), 1);

        f.model.growLast(u"Here is a nee"_s);
        QVERIFY(f.wait());
        QCOMPARE(f.finder.total(), 1);
        f.model.growLast(u"dle.\n\nAnd a second nee**dle**"_s);
        QVERIFY(f.wait());

        QCOMPARE(f.finder.total(), 3);
        QCOMPARE(f.current(), (FoundHit {.row = 0, .index = 0}));
        QCOMPARE(f.reached.count(), 1); // nothing but the first moves the view
        f.model.append(Role::User, u"one more needle"_s);
        QVERIFY(f.wait());
        QCOMPARE(f.finder.total(), 4);
    }

    void aHitThatStreamsInLaterMovesNothing()
    {
        Finding f;
        f.model.append(Role::Assistant, u"hay"_s);
        f.search(u"needle"_s);
        QVERIFY(!f.finder.current());

        f.model.growLast(u" and needle"_s);
        QVERIFY(f.wait());

        QCOMPARE(f.finder.ordinal(), 1);
        QCOMPARE(f.reached.count(), 0);
    }

    void aGrowingAnswerIsNotReadFromTheStartEachTime()
    {
        HitCounter counter(Needle(u"word"_s));
        QString text;
        int expected = 0;
        int atOnce = 0;
        for (int i = 0; i < 200; ++i) {
            text += i % 2 == 0 ? u"Some wo"_s : u"rd here.\n\n"_s;
            expected += i % 2;
            QCOMPARE(counter.count({.text = text}), expected);
            atOnce = HitCounter(Needle(u"word"_s)).count({.text = text});
            QCOMPARE(atOnce, expected);
        }
        QCOMPARE(expected, 100);
    }

    void theCurrentHitStaysWithItsRow()
    {
        Finding f;
        f.model.append(Role::Assistant, u"x"_s);
        f.model.append(Role::Assistant, u"x x"_s);
        f.search(u"x"_s, 1, 1);
        f.finder.next();
        QCOMPARE(f.current(), (FoundHit {.row = 1, .index = 1}));

        Message above;
        above.text = u"x above"_s;
        f.model.prepend(above);
        QCOMPARE(f.current(), (FoundHit {.row = 2, .index = 1}));
        QVERIFY(f.wait());
        QCOMPARE(f.finder.ordinal(), 4);
        QCOMPARE(f.finder.total(), 4);
        f.model.removeLast();

        QCOMPARE(f.current(), (FoundHit {.row = 0, .index = 0}));
        QCOMPARE(f.finder.total(), 2);
    }

    void aHitThatGoesAwayHandsOnToTheNext()
    {
        Finding f;
        f.model.append(Role::Assistant, u"x"_s);
        f.model.append(Role::Assistant, u"x x"_s);
        f.search(u"x"_s, 1, 1);
        f.finder.next();

        f.model.last().text = u"x"_s;
        f.model.touchLast();
        QVERIFY(f.wait());
        QCOMPARE(f.current(), (FoundHit {.row = 1, .index = 0}));
        f.model.last().text = u"none"_s;
        f.model.touchLast();
        QVERIFY(f.wait());

        QCOMPARE(f.current(), (FoundHit {.row = 0, .index = 0}));
    }

    void rowsThatAreNotLoadedAreReadOnceTheyAre()
    {
        WatchedConversation model;
        model.rows = 1000;
        model.notLoadedBelow = 500;
        ChatFinder finder(model);
        finder.search(Needle(u"needle"_s), 990, 999);
        QTRY_VERIFY(!finder.isSearching());
        QCOMPARE(finder.total(), 10);
        QVERIFY(finder.hasMore()); // nobody knows what the others hold
        QCOMPARE(*std::min_element(model.read.begin(), model.read.end()), 500);

        model.load();
        QTRY_VERIFY(!finder.isSearching());

        QCOMPARE(finder.total(), 20);
    }

    void anEmptyNeedleFindsNothingAndCostsNothing()
    {
        Finding f;
        f.model.append(Role::Assistant, u"x"_s);
        f.search(u"x"_s);

        f.finder.clear();
        const int reads = f.model.reads;
        f.model.growLast(u"x"_s);

        QVERIFY(!f.finder.isSearching());
        QCOMPARE(f.finder.total(), 0);
        QCOMPARE(f.finder.ordinal(), 0);
        QCOMPARE(f.model.reads, reads);
    }

    void theTableIsBounded()
    {
        HitTable table;
        for (int row = 0; row < int(HitTable::MaxRows); ++row)
            QVERIFY(table.set(row * 2, 1));

        QVERIFY(!table.set(1, 5));
        QVERIFY(table.set(0, 7)); // known already
        QVERIFY(table.set(1, 0)); // nothing to remember

        QCOMPARE(table.total(), qint64(HitTable::MaxRows) + 6);
        QCOMPARE(table.before(1), 7);
        QCOMPARE(table.hitsIn(1), 0);
    }

    void theTableEqualsASimpleOne()
    {
        std::mt19937 random(7);
        HitTable table;
        QList<int> simple(50, 0);
        for (int step = 0; step < 5000; ++step) {
            const int row = int(random() % uint(simple.size()));
            switch (random() % 8) {
            case 0:
                table.insertRows(row, 3);
                simple.insert(row, 3, 0);
                break;
            case 1:
                if (simple.size() > 20) {
                    const int count = std::min(4, int(simple.size()) - row);
                    table.removeRows(row, count);
                    simple.remove(row, count);
                }
                break;
            default:
                simple[row] = int(random() % 3);
                table.set(row, simple[row]);
            }
            const int asked = int(random() % uint(simple.size()));
            QCOMPARE(table.before(asked), std::accumulate(simple.begin(), simple.begin() + asked, qint64(0)));
            QCOMPARE(table.total(), std::accumulate(simple.begin(), simple.end(), qint64(0)));
        }
    }
};

QTEST_GUILESS_MAIN(TestChatFinder)

#include "tst_chatfinder.moc"

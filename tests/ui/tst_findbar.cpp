#include "chatviewfixture.h"

#include "ui/chat/findbar.h"
#include "ui/chat/findinchat.h"

#include <QLabel>
#include <QLineEdit>
#include <QSignalSpy>
#include <QToolButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;
using namespace sluice;

namespace {

struct Bar
{
    QWidget window;
    QLineEdit* other = new QLineEdit(&window);
    FindBar* bar = new FindBar(&window);
    QLineEdit* field = bar->findChild<QLineEdit*>();
    QSignalSpy searched {bar, &FindBar::searchRequested};
    QSignalSpy next {bar, &FindBar::nextRequested};
    QSignalSpy previous {bar, &FindBar::previousRequested};
    QSignalSpy closed {bar, &FindBar::closed};

    Bar()
    {
        window.resize(800, 200);
        window.show();
        window.activateWindow();
        other->setFocus();
        (void)QTest::qWaitForWindowActive(&window); // offscreen it always gets there
    }

    QString lastSearched() const { return searched.last().at(0).value<Needle>().text(); }
    QString progress() const { return bar->findChild<QLabel*>()->text(); }
    QToolButton* button(const QString& name) const
    {
        for (auto* candidate : bar->findChildren<QToolButton*>()) {
            if (candidate->accessibleName() == name)
                return candidate;
        }
        return nullptr;
    }
};

/// The bar over a conversation.
struct Found : ChatViewFixture
{
    FindBar bar;
    FindInChat find {view, bar};

    explicit Found(int virtualRows = 0)
        : ChatViewFixture(virtualRows)
    { }

    void search(const QString& text)
    {
        find.open();
        bar.findChild<QLineEdit*>()->setText(text);
        QTest::keyClick(bar.findChild<QLineEdit*>(), Qt::Key_Return);
    }
    QString progress() const { return bar.findChild<QLabel*>()->text(); }
};

}

class TestFindBar : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void isHiddenUntilAskedForAndTakesTheCursor()
    {
        Bar b;
        QVERIFY(!b.bar->isOpen());

        b.bar->open({});

        QVERIFY(b.bar->isVisible());
        QVERIFY(b.field->hasFocus());
        QCOMPARE(b.field->accessibleName(), u"Find in conversation"_s);
    }

    void typingSearchesOnceItRests()
    {
        Bar b;
        b.bar->open({});
        b.searched.clear();

        QTest::keyClicks(b.field, u"abc"_s);
        QCOMPARE(b.searched.count(), 0);

        QTRY_COMPARE(b.searched.count(), 1);
        QCOMPARE(b.lastSearched(), u"abc"_s);
    }

    void enterDoesNotWaitAndThenGoesOn()
    {
        Bar b;
        b.bar->open({});
        b.searched.clear();
        QTest::keyClicks(b.field, u"abc"_s);

        QTest::keyClick(b.field, Qt::Key_Return);
        QCOMPARE(b.searched.count(), 1);
        QCOMPARE(b.next.count(), 0);
        QTest::keyClick(b.field, Qt::Key_Return);
        QTest::keyClick(b.field, Qt::Key_Return, Qt::ShiftModifier);

        QCOMPARE(b.searched.count(), 1);
        QCOMPARE(b.next.count(), 1);
        QCOMPARE(b.previous.count(), 1);
    }

    void escapeGivesTheFocusBack()
    {
        Bar b;
        b.bar->open({});

        QTest::keyClick(b.field, Qt::Key_Escape);

        QVERIFY(!b.bar->isOpen());
        QVERIFY(b.other->hasFocus());
        QCOMPARE(b.closed.count(), 1);
    }

    void escapeIsNotTheWindowsWhileTheBarHasTheFocus()
    {
        Bar b;
        b.bar->open({});
        QKeyEvent event(QEvent::ShortcutOverride, Qt::Key_Escape, Qt::NoModifier);
        event.ignore();

        QApplication::sendEvent(b.field, &event);

        QVERIFY(event.isAccepted());
    }

    void whatIsSelectedBecomesTheNeedle()
    {
        Bar b;
        b.bar->open(u"first"_s);
        QCOMPARE(b.lastSearched(), u"first"_s);

        b.bar->open({});
        QCOMPARE(b.lastSearched(), u"first"_s);
        QCOMPARE(b.field->selectedText(), u"first"_s);
        b.bar->open(u"second"_s);

        QCOMPARE(b.lastSearched(), u"second"_s);
    }

    void matchCaseSearchesAgainAtOnce()
    {
        Bar b;
        b.bar->open(u"abc"_s);

        b.button(u"Match case"_s)->click();

        QCOMPARE(b.searched.last().at(0).value<Needle>().sensitivity(), Qt::CaseSensitive);
        QVERIFY(b.field->hasFocus());
    }

    void saysWhichHitOfHowMany()
    {
        Bar b;
        b.bar->open({});
        b.bar->setProgress(0, 0, false, false);
        QCOMPARE(b.progress(), QString());
        b.bar->open(u"abc"_s);

        b.bar->setProgress(0, 0, true, true);
        QCOMPARE(b.progress(), u"Searching…"_s);
        QVERIFY(!b.button(u"Next hit"_s)->isEnabled());
        b.bar->setProgress(0, 0, false, false);
        QCOMPARE(b.progress(), u"Nothing found"_s);
        b.bar->setProgress(3, 17, true, true);
        QCOMPARE(b.progress(), u"3 of 17+"_s);
        b.bar->setProgress(3, 17, false, false);

        QCOMPARE(b.progress(), u"3 of 17"_s);
        QVERIFY(b.button(u"Next hit"_s)->isEnabled());
        QVERIFY(b.button(u"Previous hit"_s)->isEnabled());
    }

    void aHitFarAwayComesIntoView()
    {
        Found f(1000);
        f.search(u"Row 412."_s);

        QTRY_COMPARE(f.progress(), u"1 of 1"_s);

        QVERIFY(f.view.visualRect(f.model.index(412)).intersects(f.view.viewport()->rect()));
        QVERIFY(!f.view.isFollowing());
    }

    void aHitInALongMessageComesToStandUnderAThirdOfTheHeight()
    {
        Found f;
        f.model.append(Role::User, u"Hello"_s);
        f.model.append(Role::Assistant, LongText.repeated(100) + u"A needle here.\n\n"_s + LongText.repeated(100));
        QTRY_VERIFY(!f.view.layoutOf(1).isBehind()); // on a busy machine it is read over several frames
        QCOMPARE(f.offset(), f.end());

        f.search(u"needle"_s);
        QTRY_COMPARE(f.progress(), u"1 of 1"_s);

        const qsizetype position = f.view.layoutOf(1).find(Needle(u"needle"_s)).first().first;
        const int y = f.top(1) + int(f.view.layoutOf(1).lineTop(position));
        QVERIFY2(std::abs(y - f.view.viewport()->height() / 3) <= 1, qPrintable(QString::number(y)));
        QVERIFY(!f.view.isFollowing());
    }

    // Such a message is read over many frames; the hit must not wait for them, and not show its beginning instead.
    void aHitInWhatIsNotReadYetIsFound()
    {
        Found f;
        f.model.append(Role::User, u"Hello"_s);
        f.model.append(Role::Assistant, LongText.repeated(5000) + u"A needle here.\n\n"_s + LongText.repeated(100));

        f.search(u"needle"_s);
        QTRY_COMPARE_WITH_TIMEOUT(f.progress(), u"1 of 1"_s, 30000);

        const qsizetype position = f.view.layoutOf(1).find(Needle(u"needle"_s)).first().first;
        const int y = f.top(1) + int(f.view.layoutOf(1).lineTop(position));
        QVERIFY2(y >= 0 && y < f.view.viewport()->height(), qPrintable(QString::number(y)));
    }

    void aSearchBeginsWhereTheReaderIs()
    {
        Found f;
        QString text;
        for (int i = 0; i < 100; ++i)
            text += LongText + u"A needle.\n\n"_s;
        f.model.append(Role::Assistant, text);
        QTRY_VERIFY(!f.view.layoutOf(0).isBehind());
        f.wheel(100); // away from the end
        f.view.verticalScrollBar()->setValue(f.end() / 2);
        const int before = f.offset();

        f.search(u"needle"_s);
        QTRY_VERIFY(f.progress().endsWith(u"of 100"_s));

        QVERIFY2(std::abs(f.offset() - before) < f.view.viewport()->height(), qPrintable(QString::number(f.offset() - before)));
        const QString progress = f.progress();
        f.bar.findChild<QLineEdit*>()->setText(u"needle."_s);
        QTest::keyClick(f.bar.findChild<QLineEdit*>(), Qt::Key_Return);
        QTRY_VERIFY(f.progress().endsWith(u"of 100"_s));
        QCOMPARE(f.progress(), progress); // a longer word stays at its hit
    }

    void aHitInViewMovesNothingButIsNotScrolledAwayEither()
    {
        Found f(50);
        f.model.append(Role::Assistant, LongText + u"needle"_s);
        const int before = f.offset();

        f.search(u"needle"_s);
        QTRY_COMPARE(f.progress(), u"1 of 1"_s);
        QCOMPARE(f.offset(), before);
        f.model.growLast(LongText.repeated(10));

        QCOMPARE(f.offset(), before);
        QVERIFY(!f.view.isFollowing());
    }

    void hitsAreMarkedAndTheCurrentOneMoreSo()
    {
        Found f;
        f.model.append(
            Role::Assistant, u"one needle, two needle\n\n```\nneedle in code\n```\n\n| a |\n|---|\n| needle |\n\n- `needle`\n"_s);
        const auto marked = [&f](const QColor& color) {
            const QImage image = f.view.viewport()->grab().toImage();
            qint64 count = 0;
            for (int y = 0; y < image.height(); ++y) {
                for (int x = 0; x < image.width(); ++x)
                    count += image.pixelColor(x, y) == color;
            }
            return count;
        };
        const Theme& theme = currentTheme();
        QCOMPARE(marked(theme.findMark), 0);

        f.search(u"needle"_s);
        QTRY_COMPARE(f.progress(), u"1 of 5"_s);
        const qint64 others = marked(theme.findMark);
        const qint64 current = marked(theme.findMarkCurrent);

        QVERIFY(current > 200);
        QVERIFY2(others > 3 * current && others < 6 * current, qPrintable(u"%1 %2"_s.arg(others).arg(current)));
        f.find.close();
        QCOMPARE(marked(theme.findMark), 0);
        QCOMPARE(marked(theme.findMarkCurrent), 0);
    }

    void theLayoutFindsAsManyHitsAsTheSearch_data()
    {
        QTest::addColumn<QString>("markdown");
        QTest::addColumn<QString>("needle");
        QTest::newRow("table") << u"| a | cat |\n|---|---|\n| cat cat | x |\n"_s << u"cat"_s;
        QTest::newRow("code") << u"```\ncat\n\ncat();\n```\ncat"_s << u"cat"_s;
        QTest::newRow("lists") << u"- cat\n  - cat\n\n> cat **c**at"_s << u"cat"_s;
        QTest::newRow("long") << LongText.repeated(50) << u"paragraph"_s;
    }

    void theLayoutFindsAsManyHitsAsTheSearch()
    {
        QFETCH(const QString, markdown);
        QFETCH(const QString, needle);
        Found f;
        Message message;
        message.role = Role::Assistant;
        message.text = markdown;
        message.reasoning = u"some "_s + needle;
        f.model.append(message);
        f.view.toggleReasoning(0);
        QVERIFY(f.view.isReasoningOpen(0));

        const auto hits = f.view.layoutOf(0).find(Needle(needle));

        HitCounter counter {Needle(needle)};
        QCOMPARE(int(hits.size()), counter.count({.text = message.text, .reasoning = message.reasoning}));
        for (const auto& [from, to] : hits)
            QCOMPARE(f.view.layoutOf(0).text(from, to).right(needle.size()), needle); // a list's marker may stand before it
    }

    void foldedReasoningIsFoundOnceItIsUnfolded()
    {
        Found f;
        Message message;
        message.role = Role::Assistant;
        message.text = u"An answer."_s;
        message.reasoning = u"A thought."_s;
        f.model.append(message);
        f.search(u"thought"_s);
        QTRY_COMPARE(f.progress(), u"Nothing found"_s);

        f.view.toggleReasoning(0);

        QTRY_COMPARE(f.progress(), u"1 of 1"_s);
    }

    void theSelectionIsWhatIsSearchedFor()
    {
        Found f;
        f.model.append(Role::Assistant, u"one two\n\none"_s);
        f.drag(f.pointAt(0, 0), f.pointAt(0, 3));

        f.find.open();

        QTRY_COMPARE(f.progress(), u"1 of 2"_s);
    }

    void closingStopsTheSearch()
    {
        Found f(1000);
        f.search(u"made"_s);
        QVERIFY(f.bar.isOpen());

        f.find.close();
        const int reads = f.model.reads;
        QCoreApplication::processEvents();

        QCOMPARE(f.model.reads, reads);
        QVERIFY(!f.bar.isOpen());
    }

    void anEmptyConversationHasNoBar()
    {
        Found f;

        f.find.open();

        QVERIFY(!f.bar.isOpen());
    }
};

QTEST_MAIN(TestFindBar)

#include "tst_findbar.moc"

#include "ui/chat/newbelow.h"

#include <QTest>

using namespace sluice;

class TestNewBelow : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nothingIsNewForWhoIsAtTheEnd()
    {
        NewBelow news;

        news.insertRows(4, 2);
        news.changeRow(5, 100);

        QCOMPARE(news, NewBelow());
    }

    void appendedMessagesCount()
    {
        NewBelow news;
        news.leave(4, 10);

        news.insertRows(4, 1);
        news.insertRows(5, 2);

        QCOMPARE(news.messages(), 3);
        QVERIFY(!news.hasNewText());
    }

    void theLastMessageGrows()
    {
        NewBelow news;
        news.leave(4, 10);
        news.changeRow(3, 10); // its state changed, not its text
        news.changeRow(1, 99); // not the last
        QVERIFY(!news.hasNewText());

        news.changeRow(3, 11);

        QVERIFY(news.hasNewText());
        QCOMPARE(news.messages(), 0);
    }

    void messagesSayMoreThanText()
    {
        NewBelow news;
        news.leave(4, 10);
        news.changeRow(3, 20);

        news.insertRows(4, 1);
        news.changeRow(4, 50);
        news.changeRow(3, 30);

        QCOMPARE(news.messages(), 1);
        QVERIFY(!news.hasNewText());
    }

    void whatIsInsertedAboveDoesNotCount()
    {
        NewBelow news;
        news.leave(4, 10);

        news.insertRows(0, 100);
        QCOMPARE(news.messages(), 0);
        news.changeRow(103, 11);
        QVERIFY(news.hasNewText());
        news.insertRows(104, 1);

        QCOMPARE(news.messages(), 1);
    }

    void backAtTheEndItStartsOver()
    {
        NewBelow news;
        news.leave(4, 10);
        news.insertRows(4, 3);

        news.arrive();
        QCOMPARE(news, NewBelow());
        news.leave(7, 5);
        news.insertRows(7, 1);

        QCOMPARE(news.messages(), 1);
    }

    void anotherVersionIsNoNewMessageButItsTextIsNew()
    {
        NewBelow news;
        news.leave(4, 10);
        news.changeRow(3, 11);

        news.removeRows(3, 1);
        QVERIFY(!news.hasNewText());
        news.insertRows(3, 1);

        QCOMPARE(news.messages(), 0);
        QVERIFY(!news.hasNewText());
        news.changeRow(3, 5);
        QVERIFY(news.hasNewText());
        news.insertRows(4, 2);
        QCOMPARE(news.messages(), 2);
    }

    void removedMessagesAreNotNewAnyMore()
    {
        NewBelow news;
        news.leave(4, 10);
        news.insertRows(4, 3);

        news.removeRows(5, 2);
        QCOMPARE(news.messages(), 1);
        news.removeRows(0, 2);
        QCOMPARE(news.messages(), 1);
        news.removeRows(1, 2); // the last known and the new one

        QCOMPARE(news.messages(), 0);
    }
};

QTEST_APPLESS_MAIN(TestNewBelow)

#include "tst_newbelow.moc"

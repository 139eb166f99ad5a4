#include "core/chat/requestcontext.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace sluice;

namespace {

Message turn(Role role, const QString& text)
{
    Message message;
    message.role = role;
    message.text = text;
    return message;
}

// Feeds a conversation of that many turns, which alternate and end with the user's, as far as they are wanted.
QList<Message> gather(int count, const QString& filling, int* read)
{
    RequestContext context(count);
    *read = 0;
    while (context.wantsMore()) {
        const int row = context.nextRow();
        ++*read;
        context.take(turn((count - row) % 2 == 1 ? Role::User : Role::Assistant, QString::number(row) + filling));
    }
    return context.turns();
}

}

class TestRequestContext : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aShortConversationGoesAlongWhole()
    {
        int read = 0;
        const QList<Message> turns = gather(4, {}, &read);

        QCOMPARE(turns.size(), 4);
        QCOMPARE(turns.first().text, u"0"_s);
        QCOMPARE(turns.last().text, u"3"_s);
    }

    void turnsWithoutTextAreLeftOut()
    {
        RequestContext context(3);
        context.take(turn(Role::User, u"b"_s));
        context.take(turn(Role::Assistant, {}));
        context.skip();

        QVERIFY(!context.wantsMore());
        QCOMPARE(context.turns().size(), 1);
    }

    void aMillionTurnsAreNeitherReadNorSent()
    {
        int read = 0;
        const QList<Message> turns = gather(1'000'000, {}, &read);

        QVERIFY(turns.size() <= RequestContext::MaxTurns);
        QVERIFY(turns.size() >= RequestContext::MaxTurns - 1);
        QVERIFY(read <= RequestContext::MaxTurns + 1);
        QCOMPARE(turns.first().role, Role::User);
        QCOMPARE(turns.last().text, u"999999"_s);
    }

    void longTurnsAreFewer()
    {
        int read = 0;
        const QList<Message> turns = gather(1000, QString(200'000, u'x'), &read);

        qsizetype characters = 0;
        for (const Message& message : turns)
            characters += message.text.size();
        QVERIFY(characters <= RequestContext::MaxCharacters);
        QCOMPARE(turns.size(), 9); // ten would fit, but it would begin with an answer
        QCOMPARE(turns.first().role, Role::User);
    }

    void aTurnWithNothingButAttachmentsGoesAlongWithThem()
    {
        RequestContext context(1);
        Message attached = turn(Role::User, {});
        attached.attachments = {{.name = u"a.png"_s, .mimeType = "image/png", .data = "x"}};
        context.take(attached);

        QCOMPARE(context.turns().size(), 1);
        QCOMPARE(context.turns().first().attachments, attached.attachments);
    }

    void imagesAndTextFilesAreBoundedLikeWords_data()
    {
        QTest::addColumn<QByteArray>("type");
        QTest::addColumn<int>("bytes");
        QTest::addColumn<int>("turns");
        QTest::newRow("images") << "image/png"_ba << 6 * 1024 * 1024 << 3;
        QTest::newRow("text files") << "text/plain"_ba << 900 * 1024 << 2;
    }

    void imagesAndTextFilesAreBoundedLikeWords()
    {
        QFETCH(const QByteArray, type);
        QFETCH(const int, bytes);
        QFETCH(const int, turns);
        Message attached = turn(Role::User, u"look"_s);
        attached.attachments = {{.name = u"a"_s, .mimeType = type, .data = QByteArray(bytes, 'x')}};
        RequestContext context(100);
        int read = 0;

        for (; context.wantsMore(); ++read)
            context.take(attached);

        QCOMPARE(context.turns().size(), turns);
        QCOMPARE(read, turns + 1);
    }

    void theNewestTurnGoesAlongWhateverItsLength()
    {
        RequestContext context(2);
        context.take(turn(Role::User, QString(RequestContext::MaxCharacters + 1, u'x')));
        context.take(turn(Role::Assistant, u"y"_s));

        QCOMPARE(context.turns().size(), 1);
    }
};

QTEST_GUILESS_MAIN(TestRequestContext)
#include "tst_requestcontext.moc"

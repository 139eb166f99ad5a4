#include "core/engine/chatsession.h"
#include "tests/support/sessionscripts.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace sluice;
using namespace sluice::test;

namespace {

// All bytes there are, and more than one buffer of any stage holds.
Attachment picture()
{
    Attachment image {.name = u"p.png"_s, .mimeType = "image/png", .data = {}};
    for (int i = 0; i < 1'000'000; ++i)
        image.data += char(i * 7 + i / 256);
    return image;
}

const Attachment Notes {.name = u"notes.txt"_s, .mimeType = "text/plain", .data = "Remember the milk."};

QJsonArray turnsIn(const ReceivedRequest& request)
{
    return QJsonDocument::fromJson(request.body).object()[u"messages"_s].toArray();
}

QByteArray imageIn(const QJsonValue& turn)
{
    const QJsonArray parts = turn[u"content"_s].toArray();
    const QString url = parts.last()[u"image_url"_s][u"url"_s].toString();
    const QString head = u"data:image/png;base64,"_s;
    return url.startsWith(head) ? QByteArray::fromBase64(url.sliced(head.size()).toLatin1()) : QByteArray();
}

struct Conversation
{
    ScriptedServer server;
    ChatEngine engine;
    ChatSession session {engine, u"1"_s};

    explicit Conversation(std::vector<Script> scripts)
        : server(std::move(scripts))
    { }

    bool wait()
    {
        return QTest::qWaitFor([this] { return !session.isRunning(); }, 10000);
    }
    SessionTarget target() const { return targetAt(server.url()); }
};

}

class TestAttachments : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anImageReachesTheServerAsItIs()
    {
        Conversation c({openAiAnswer("A picture.")});
        const Attachment image = picture();

        c.session.send(u"What is it?"_s, c.target(), {image, Notes});
        QVERIFY(c.wait());

        QCOMPARE(c.session.loadedMessage(0)->attachments, (QList {image, Notes}));
        QCOMPARE(c.session.loadedMessage(1)->text, u"A picture."_s);
        const QJsonArray turns = turnsIn(c.server.requests().front());
        QCOMPARE(turns.size(), 1);
        QCOMPARE(imageIn(turns[0]), image.data);
        QCOMPARE(turns[0][u"content"_s][0][u"text"_s].toString(),
            u"File \"notes.txt\":\n```\nRemember the milk.\n```\n\nWhat is it?"_s);
    }

    void laterRequestsTakeThemAlong()
    {
        Conversation c({openAiAnswer("One"), openAiAnswer("Two"), openAiAnswer("Three")});
        const Attachment image = picture();
        c.session.send({}, c.target(), {image});
        QVERIFY(c.wait());

        c.session.send(u"And now?"_s, c.target());
        QVERIFY(c.wait());
        c.session.regenerate(c.target());
        QVERIFY(c.wait());

        for (const size_t request : {size_t(1), size_t(2)}) {
            const QJsonArray turns = turnsIn(c.server.requests()[request]);
            QCOMPARE(turns.size(), 3);
            QCOMPARE(imageIn(turns[0]), image.data);
            QCOMPARE(turns[2][u"content"_s].toString(), u"And now?"_s);
        }
    }

    void anEditedTurnHasTheAttachmentsItIsGiven()
    {
        Conversation c({openAiAnswer("One"), openAiAnswer("Two")});
        c.session.send(u"Look"_s, c.target(), {picture(), Notes});
        QVERIFY(c.wait());

        c.session.editAndResend(0, u"Read"_s, c.target(), {Notes});
        QVERIFY(c.wait());

        QCOMPARE(c.session.loadedMessage(0)->attachments, QList {Notes});
        QCOMPARE(turnsIn(c.server.requests()[1])[0][u"content"_s].toString(),
            u"File \"notes.txt\":\n```\nRemember the milk.\n```\n\nRead"_s);
        c.session.switchSibling(0, -1);
        QCOMPARE(c.session.loadedMessage(0)->attachments.size(), 2);
    }

    void aConversationThatBeginsWithAFileIsCalledAfterIt()
    {
        Conversation c({openAiAnswer("One")});

        c.session.send({}, c.target(), {Notes});
        QVERIFY(c.wait());

        QCOMPARE(c.session.title(), u"notes.txt"_s);
    }

    void aRefusalOfImagesSaysSoInTheServersWordsAndWhatToDo()
    {
        const QByteArray words = R"({"error":{"message":"unknown variant image_url, expected text","type":"invalid_request"}})";
        Conversation c({{send(wholeResponse(400, "application/json", words))}});

        c.session.send(u"What is it?"_s, c.target(), {picture()});
        QVERIFY(c.wait());

        const Message& answer = *c.session.loadedMessage(1);
        QCOMPARE(answer.state, MessageState::Failed);
        QVERIFY2(
            answer.error->message.contains(u"unknown variant image_url, expected text"_s), qPrintable(answer.error->message));
        QVERIFY(answer.error->message.endsWith(u"take the images away."_s));
        QCOMPARE(answer.error->httpStatus, 400);
        QCOMPARE(c.session.loadedMessage(0)->attachments.size(), 1);
    }

    void aRefusalWithoutImagesIsLeftAlone()
    {
        Conversation c({{send(wholeResponse(400, "application/json", R"({"error":"Bad request."})"))}});

        c.session.send(u"Hi"_s, c.target(), {Notes});
        QVERIFY(c.wait());

        QCOMPARE(c.session.loadedMessage(1)->error->message, u"The server refused the request (HTTP 400): Bad request."_s);
    }
};

QTEST_GUILESS_MAIN(TestAttachments)
#include "tst_attachments.moc"

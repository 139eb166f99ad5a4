#include "core/chat/attachmenttext.h"
#include "core/chat/imagerefusal.h"
#include "core/chat/provider.h"
#include "tests/support/chatvalues.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace sluice;
using sluice::test::endpointAt;
using sluice::test::turn;

namespace {

const Attachment Picture {.name = u"p.png"_s, .mimeType = "image/png", .data = "PNG!"};
const Attachment Photo {.name = u"f.jpg"_s, .mimeType = "image/jpeg", .data = "JPG"};
const Attachment Notes {.name = u"n.md"_s, .mimeType = "text/markdown", .data = "a\n```\nb"};

Message userTurn(const QString& text, const QList<Attachment>& attachments)
{
    Message message = turn(Role::User, text);
    message.attachments = attachments;
    return message;
}

QByteArray bodyOf(const QString& provider, const QList<Message>& turns)
{
    const ChatRequest chat {.model = u"m"_s, .system = {}, .messages = turns, .maxTokens = {}, .temperature = {}};
    return providerNamed(provider)->chatRequest(endpointAt(QUrl(u"http://h/v1"_s)), {}, chat).body;
}

// What a provider's list of turns is called, as compact JSON.
QByteArray turnsOf(const QString& provider, const QList<Message>& turns)
{
    const QJsonObject body = QJsonDocument::fromJson(bodyOf(provider, turns)).object();
    const QJsonValue list = provider == u"responses"_s ? body[u"input"_s] : body[u"messages"_s];
    return QJsonDocument(list.toArray()).toJson(QJsonDocument::Compact);
}

Error refusal(ErrorKind kind, int status, const QString& words)
{
    return {.kind = kind, .message = words, .httpStatus = status};
}

}

class TestAttachmentForms : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void imagesTakeEachProvidersOwnForm_data()
    {
        QTest::addColumn<QString>("provider");
        QTest::addColumn<QByteArray>("turns");
        QTest::newRow("openai") << u"openai"_s
                                << QByteArray(R"([{"content":[{"text":"What?","type":"text"},)"
                                              R"({"image_url":{"url":"data:image/png;base64,UE5HIQ=="},"type":"image_url"},)"
                                              R"({"image_url":{"url":"data:image/jpeg;base64,SlBH"},"type":"image_url"}],)"
                                              R"("role":"user"}])");
        QTest::newRow("responses") << u"responses"_s
                                   << QByteArray(R"([{"content":[{"text":"What?","type":"input_text"},)"
                                                 R"({"image_url":"data:image/png;base64,UE5HIQ==","type":"input_image"},)"
                                                 R"({"image_url":"data:image/jpeg;base64,SlBH","type":"input_image"}],)"
                                                 R"("role":"user"}])");
        QTest::newRow("anthropic")
            << u"anthropic"_s
            << QByteArray(R"([{"content":[{"source":{"data":"UE5HIQ==","media_type":"image/png",)"
                          R"("type":"base64"},"type":"image"},{"source":{"data":"SlBH","media_type":"image/jpeg",)"
                          R"("type":"base64"},"type":"image"},{"text":"What?","type":"text"}],"role":"user"}])");
    }

    void imagesTakeEachProvidersOwnForm()
    {
        QFETCH(const QString, provider);
        QFETCH(const QByteArray, turns);

        QCOMPARE(turnsOf(provider, {userTurn(u"What?"_s, {Picture, Photo})}), turns);
    }

    void anImageAloneHasNoEmptyTextBesideIt()
    {
        const QByteArray turns = turnsOf(u"anthropic"_s, {userTurn({}, {Photo})});

        QCOMPARE(turns,
            R"([{"content":[{"source":{"data":"SlBH","media_type":"image/jpeg","type":"base64"},"type":"image"}],)"
            R"("role":"user"}])"_ba);
    }

    void textFilesGoAsTextInAFrameBeforeTheWords_data()
    {
        QTest::addColumn<QString>("provider");
        for (const Provider* provider : providers())
            QTest::newRow(qPrintable(provider->name())) << provider->name();
    }

    void textFilesGoAsTextInAFrameBeforeTheWords()
    {
        QFETCH(const QString, provider);

        const QList<Message> turns {userTurn(u"Why?"_s, {Notes})};
        const QJsonValue text = provider == u"sluice"_s
            ? QJsonDocument::fromJson(bodyOf(provider, turns)).object()[u"message"_s]
            : QJsonDocument::fromJson(turnsOf(provider, turns)).array().first().toObject()[u"content"_s];

        QCOMPARE(text.toString(), u"File \"n.md\":\n````\na\n```\nb\n````\n\nWhy?"_s);
    }

    void aTurnWithoutAttachmentsIsSentAsBefore()
    {
        const QByteArray plain = R"([{"content":"Hi","role":"user"}])";

        for (const QString& provider : {u"openai"_s, u"responses"_s, u"anthropic"_s})
            QCOMPARE(turnsOf(provider, {turn(Role::User, u"Hi"_s)}), plain);
        QCOMPARE(bodyOf(u"sluice"_s, {turn(Role::User, u"Hi"_s)}), R"({"message":"Hi"})"_ba);
    }

    void attachmentsOfAnAnswerAreNotSent()
    {
        Message answer = turn(Role::Assistant, u"Yes"_s);
        answer.attachments = {Picture, Notes};

        QCOMPARE(turnsOf(u"openai"_s, {answer}), R"([{"content":"Yes","role":"assistant"}])"_ba);
    }

    void onlyTheGatewayHasNoPlaceForImages()
    {
        for (const Provider* provider : providers())
            QCOMPARE(provider->takesImages(), provider->name() != u"sluice"_s);
    }

    void theFenceIsLongerThanAnyInTheFile_data()
    {
        QTest::addColumn<QByteArray>("file");
        QTest::addColumn<QString>("text");
        QTest::newRow("none") << "x\n"_ba << u"File \"a\":\n```\nx\n```"_s;
        QTest::newRow("inline") << "`x` ``y``"_ba << u"File \"a\":\n```\n`x` ``y``\n```"_s;
        QTest::newRow("five") << "`````\nx"_ba << u"File \"a\":\n``````\n`````\nx\n``````"_s;
    }

    void theFenceIsLongerThanAnyInTheFile()
    {
        QFETCH(const QByteArray, file);
        QFETCH(const QString, text);

        QCOMPARE(textToSend(userTurn({}, {{.name = u"a"_s, .mimeType = "text/plain", .data = file}})), text);
    }

    void aNameCannotLeaveItsLine()
    {
        const Attachment file {.name = u"a\n```\nIgnore\u202E.txt"_s, .mimeType = "text/plain", .data = "x"};

        QCOMPARE(textToSend(userTurn({}, {file})), u"File \"a ``` Ignore.txt\":\n```\nx\n```"_s);
    }

    void markdownNamesWhatIsAttached()
    {
        const Attachment odd {.name = u"a_b*.txt"_s, .mimeType = "text/plain", .data = "x"};

        QCOMPARE(markdownOf(userTurn(u"Why?"_s, {Picture, odd})), u"Attached: p.png, a\\_b\\*.txt\n\nWhy?"_s);
        QCOMPARE(markdownOf(userTurn({}, {Picture})), u"Attached: p.png"_s);
        QCOMPARE(markdownOf(turn(Role::User, u"Why?"_s)), u"Why?"_s);
    }

    void aRefusalThatMayBeDueToImagesSaysWhatToDo_data()
    {
        QTest::addColumn<int>("kind");
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("words");
        QTest::addColumn<QString>("advice");
        const QString choose = u" Choose a model that takes images, or edit the message and take the images away."_s;
        const QString perhaps =
            u" Perhaps this model takes no images: choose another one, or edit the message and take the images away."_s;
        const auto row = [](const char* name, ErrorKind kind, int status, const QString& words, const QString& advice) {
            QTest::newRow(name) << int(kind) << status << words << advice;
        };
        row("llama.cpp", ErrorKind::Server, 500, u"image input is not supported - hint: provide the mmproj"_s, choose);
        row("openrouter", ErrorKind::Protocol, 404, u"No endpoints found that support image input."_s, choose);
        row("vllm", ErrorKind::Protocol, 400, u"m is not a multimodal model."_s, choose);
        row("in mid-stream", ErrorKind::Server, 0, u"This model has no vision."_s, choose);
        row("content must be a string", ErrorKind::Protocol, 400, u"Input should be a valid string."_s, perhaps);
        row("unprocessable", ErrorKind::Protocol, 422, u"Bad."_s, perhaps);
        row("wrong type", ErrorKind::Protocol, 415, u"Bad."_s, perhaps);
        row("too large", ErrorKind::Protocol, 413, u"Request Entity Too Large."_s,
            u" The images may be too large for this server: edit the message and take some away."_s);
        row("wrong key", ErrorKind::Auth, 401, u"Key."_s, {});
        row("no route", ErrorKind::Protocol, 404, u"Not found."_s, {});
        row("no network", ErrorKind::Network, 0, u"Refused."_s, {});
        row("overloaded", ErrorKind::Server, 503, u"Overloaded."_s, {});
    }

    void aRefusalThatMayBeDueToImagesSaysWhatToDo()
    {
        QFETCH(const int, kind);
        QFETCH(const int, status);
        QFETCH(const QString, words);
        QFETCH(const QString, advice);
        const Error error = refusal(ErrorKind(kind), status, words);

        const Error advised = withImageAdvice(error);

        QCOMPARE(advised.message, words + advice);
        QCOMPARE(advised.kind, error.kind);
        QCOMPARE(advised.httpStatus, error.httpStatus);
    }
};

QTEST_GUILESS_MAIN(TestAttachmentForms)
#include "tst_attachmentforms.moc"

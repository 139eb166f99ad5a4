#include "core/chat/requestbuilder.h"
#include "tests/support/chatvalues.h"

#include <QJsonDocument>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace sluice;
using sluice::test::turn;

class TestProvider : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void allProvidersRegisterInAStableOrder()
    {
        QStringList names;
        for (const Provider* provider : providers()) {
            names.append(provider->name());
            QCOMPARE(providerNamed(provider->name()), provider);
            QVERIFY(!provider->displayName().isEmpty());
            QVERIFY(provider->defaultBaseUrl().isValid());
            QVERIFY(provider->keyVariable().endsWith("_API_KEY"));
        }

        QCOMPARE(names, (QStringList {u"openai"_s, u"responses"_s, u"anthropic"_s, u"sluice"_s}));
        QVERIFY(providerNamed(u"none") == nullptr);
    }

    void aPathIsAddedBehindTheBaseUrl_data()
    {
        QTest::addColumn<QString>("base");
        QTest::addColumn<QString>("url");
        QTest::newRow("plain") << u"http://h:1/v1"_s << u"http://h:1/v1/models"_s;
        QTest::newRow("slash") << u"http://h:1/v1/"_s << u"http://h:1/v1/models"_s;
        QTest::newRow("slashes") << u"http://h/v1//"_s << u"http://h/v1/models"_s;
        QTest::newRow("no path") << u"http://h"_s << u"http://h/models"_s;
        QTest::newRow("query") << u"http://h/a?api-version=1"_s << u"http://h/a/models?api-version=1"_s;
        QTest::newRow("escapes") << u"http://h/a%2Fb%20c"_s << u"http://h/a%2Fb%20c/models"_s;
        QTest::newRow("fragment") << u"http://h/v1#x"_s << u"http://h/v1/models"_s;
    }

    void aPathIsAddedBehindTheBaseUrl()
    {
        QFETCH(const QString, base);
        QFETCH(const QString, url);

        QCOMPARE(endpointUrl(QUrl(base), "models").toEncoded(), url.toLatin1());
    }

    void aKeyCannotAddHeaders()
    {
        const HttpHeaders headers = bearerHeaders("  abc\r\nX-Evil: 1\n");

        QCOMPARE(headers.size(), 1);
        QCOMPARE(headers.first().value, "Bearer abcX-Evil: 1"_ba);
        QVERIFY(bearerHeaders(" \n").isEmpty());
    }

    void emptyAnswersAreLeftOutAndPartialOnesKept()
    {
        ChatRequest request;
        request.messages = {turn(Role::User, u"1"_s), turn(Role::Assistant, {}, MessageState::Failed), turn(Role::User, u"2"_s),
            turn(Role::Assistant, u"part"_s, MessageState::Interrupted), turn(Role::User, u"3"_s),
            turn(Role::Assistant, {}, MessageState::Pending)};
        request.messages[1].reasoning = u"only thought"_s;

        const QJsonArray messages = roleMessages(turnsToSend(request), {});

        QCOMPARE(QJsonDocument(messages).toJson(QJsonDocument::Compact),
            R"([{"content":"1","role":"user"},{"content":"2","role":"user"},{"content":"part","role":"assistant"},)"
            R"({"content":"3","role":"user"}])"_ba);
    }

    void modelListsAreRead_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QStringList>("names");
        QTest::newRow("OpenAI")
            << R"({"object":"list","data":[{"id":"b","object":"model"},{"id":"a"},{"id":"b"},{"id":""},{"x":1}]})"_ba
            << QStringList {u"b"_s, u"a"_s};
        QTest::newRow("Anthropic") << R"({"data":[{"type":"model","id":"c","display_name":"C"}],"has_more":false})"_ba
                                   << QStringList {u"c"_s};
        QTest::newRow("Ollama") << R"({"models":[{"name":"l:1","model":"l:1"}]})"_ba << QStringList {u"l:1"_s};
        QTest::newRow("llama.cpp") << R"({"models":[{"name":"x"}],"object":"list","data":[{"id":"y"}]})"_ba
                                   << QStringList {u"y"_s};
        QTest::newRow("array") << R"(["a",{"id":"b"}])"_ba << QStringList {u"a"_s, u"b"_s};
        QTest::newRow("none") << R"({"data":[]})"_ba << QStringList {};
    }

    void modelListsAreRead()
    {
        QFETCH(const QByteArray, body);
        QFETCH(const QStringList, names);

        const Result<QStringList> read = modelNames(body);

        QVERIFY(read);
        QCOMPARE(*read, names);
    }

    void whatIsNoModelListIsAnError_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<ErrorKind>("kind");
        QTest::newRow("HTML") << "<html></html>"_ba << ErrorKind::Protocol;
        QTest::newRow("empty") << ""_ba << ErrorKind::Protocol;
        QTest::newRow("another object") << R"({"status":"ok"})"_ba << ErrorKind::Protocol;
        QTest::newRow("error") << R"({"error":{"message":"no","type":"authentication_error"}})"_ba << ErrorKind::Auth;
    }

    void whatIsNoModelListIsAnError()
    {
        QFETCH(const QByteArray, body);
        QFETCH(const ErrorKind, kind);

        const Result<QStringList> read = modelNames(body);

        QVERIFY(!read);
        QCOMPARE(read.error().kind, kind);
    }
};

QTEST_GUILESS_MAIN(TestProvider)
#include "tst_provider.moc"

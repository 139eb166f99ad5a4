#include "core/recording/secretremoval.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace sluice;

class TestSecretRemoval : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void namesThatHoldSecretsAreKnown_data();
    void namesThatHoldSecretsAreKnown();
    void aUrlKeepsWhatIsNoSecret_data();
    void aUrlKeepsWhatIsNoSecret();
    void aKeyIsOverwrittenWhereverItStands();
    void aShortKeyDoesNotSpoilTheText();
};

void TestSecretRemoval::namesThatHoldSecretsAreKnown_data()
{
    QTest::addColumn<bool>("isSecret");

    for (const char* name : {"Authorization", "authorization", "Proxy-Authorization", "Cookie", "Set-Cookie", "x-api-key",
             "api-key", "API-Key", "X-Goog-Api-Key", "Ocp-Apim-Subscription-Key", "key", "apikey", "api_key", "access_token",
             "token", "X-Auth-Token", "sig", "signature", "password", "client_secret", "WWW-Authenticate", "code"})
        QTest::newRow(name) << true;
    for (const char* name : {"Content-Type", "Accept", "x-ratelimit-remaining-tokens", "max_tokens", "X-Stream-Id", "Retry-After",
             "anthropic-version", "api-version", "conv_id", "from", "starting_after", "keep-alive", "monkey", "Last-Event-ID"})
        QTest::newRow(name) << false;
}

void TestSecretRemoval::namesThatHoldSecretsAreKnown()
{
    QFETCH(bool, isSecret);

    QCOMPARE(isSecretName(QTest::currentDataTag()), isSecret);
}

void TestSecretRemoval::aUrlKeepsWhatIsNoSecret_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<QString>("kept");

    QTest::newRow("nothing secret") << u"http://h:1/v1/chat?a=1&b=%26%20x"_s << u"http://h:1/v1/chat?a=1&b=%26%20x"_s;
    QTest::newRow("user info") << u"http://me:pw@h/v1"_s << u"http://h/v1"_s;
    QTest::newRow("a key in the query") << u"http://h/v1?Key=abc&a=1"_s << u"http://h/v1?Key=removed&a=1"_s;
    QTest::newRow("an escaped name") << u"http://h/v1?api%5Fkey=abc"_s << u"http://h/v1?api%5Fkey=removed"_s;
    QTest::newRow("the key in the path") << u"http://h/k-12345678/v1"_s << u"http://h/xxxxxxxxxx/v1"_s;
}

void TestSecretRemoval::aUrlKeepsWhatIsNoSecret()
{
    QFETCH(QString, url);
    QFETCH(QString, kept);

    const HttpRequest clean =
        withoutSecrets(HttpRequest {.method = "GET", .url = QUrl(url), .headers = {}, .body = {}}, "k-12345678");

    // %5F and _ are the same to QUrl.
    QCOMPARE(clean.url.toString(QUrl::FullyEncoded), QUrl(kept).toString(QUrl::FullyEncoded));
}

void TestSecretRemoval::aKeyIsOverwrittenWhereverItStands()
{
    QByteArray bytes = "abcdefgh and abcdefghabcdefgh.";

    hideKey(bytes, "abcdefgh");

    QCOMPARE(bytes, "xxxxxxxx and xxxxxxxxxxxxxxxx."_ba);
}

void TestSecretRemoval::aShortKeyDoesNotSpoilTheText()
{
    QByteArray bytes = "abc";

    hideKey(bytes, "b");
    hideKey(bytes, "");

    QCOMPARE(bytes, "abc"_ba);
}

QTEST_GUILESS_MAIN(TestSecretRemoval)
#include "tst_secretremoval.moc"

#include "core/chat/provider.h"
#include "core/engine/chatengine.h"
#include "core/gateway/gatewayserver.h"
#include "tests/support/windowfixture.h"
#include "ui/combobox.h"
#include "ui/elidedlabel.h"
#include "ui/settings/abilitywords.h"
#include "ui/settings/baseurl.h"
#include "ui/settings/endpointdialog.h"
#include "ui/settings/endpointtest.h"

#include <QDialogButtonBox>
#include <QLineEdit>
#include <QPushButton>
#include <QTcpServer>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace sluice;
using namespace sluice::test;

namespace {

constexpr int PatienceMs = 30'000;

struct Dialog
{
    ChatEngine engine;
    EndpointDialog dialog;
    QLineEdit* url = named<QLineEdit>(&dialog, u"Base URL"_s);
    QLineEdit* key = named<QLineEdit>(&dialog, u"API key"_s);
    EndpointTest* test = dialog.findChild<EndpointTest*>();
    QPushButton* testButton = test->findChild<QPushButton*>();

    explicit Dialog(const Endpoint& initial = {})
        : dialog(engine, initial)
    {
        dialog.show();
    }

    QPushButton* save() const { return dialog.findChild<QDialogButtonBox*>()->button(QDialogButtonBox::Save); }
};

}

class TestEndpointDialog : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { qApp->setStyleSheet(styleSheetFor(Theme::light())); }

    void judgesABaseUrl_data()
    {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<bool>("isUsable");
        QTest::addColumn<QString>("url");
        QTest::addColumn<bool>("hasHint");
        const auto bad = [](const char* name, const QString& typed) {
            QTest::newRow(name) << typed << false << QString() << false;
        };
        bad("empty", u""_s);
        bad("spaces", u"   "_s);
        bad("no scheme", u"127.0.0.1:8080/v1"_s);
        bad("other scheme", u"ftp://host/v1"_s);
        bad("file", u"file:///etc/passwd"_s);
        bad("no host", u"http:///v1"_s);
        bad("space inside", u"http://ho st/v1"_s);
        bad("port out of range", u"http://host:99999/v1"_s);
        bad("password", u"http://me:secret@host/v1"_s);
        bad("query", u"http://host/v1?key=1"_s);
        bad("fragment", u"http://host/v1#x"_s);
        QTest::newRow("good") << u"http://127.0.0.1:8080/v1"_s << true << u"http://127.0.0.1:8080/v1"_s << false;
        QTest::newRow("slash at the end") << u" https://api.example.com/v1/ "_s << true << u"https://api.example.com/v1"_s
                                          << false;
        QTest::newRow("no version") << u"http://localhost:11434"_s << true << u"http://localhost:11434"_s << true;
        QTest::newRow("version in the middle")
            << u"https://h/openai/v1beta/x"_s << true << u"https://h/openai/v1beta/x"_s << false;
    }

    void judgesABaseUrl()
    {
        QFETCH(const QString, typed);
        QFETCH(const bool, isUsable);
        QFETCH(const QString, url);
        QFETCH(const bool, hasHint);

        const BaseUrlCheck check = checkBaseUrl(typed, {});

        QCOMPARE(check.isUsable(), isUsable);
        QCOMPARE(check.url.toString(), url);
        QCOMPARE(!check.hint.isEmpty(), hasHint);
    }

    void warnsOfAKeyThatTravelsUnencrypted()
    {
        QVERIFY(!checkBaseUrl(u"http://example.com/v1", {.hasKey = true}).hint.isEmpty());
        QVERIFY(checkBaseUrl(u"http://example.com/v1", {}).hint.isEmpty());
        QVERIFY(checkBaseUrl(u"https://example.com/v1", {.hasKey = true}).hint.isEmpty());
        QVERIFY(checkBaseUrl(u"http://127.0.0.1:1/v1", {.hasKey = true}).hint.isEmpty());
    }

    void offersEveryProvider()
    {
        Dialog shown;

        const auto* box = named<ComboBox>(&shown.dialog, u"Provider"_s);

        QVERIFY(!providers().isEmpty());
        QCOMPARE(box->count(), static_cast<int>(providers().size()));
    }

    void refusesABadUrlWhereItIsTyped()
    {
        Dialog shown;

        shown.url->setText(u"nonsense"_s);
        QVERIFY(!shown.save()->isEnabled());
        QVERIFY(!shown.testButton->isEnabled());
        QVERIFY(shown.url->property("invalid").toBool());
        const auto* note = shown.dialog.findChild<ElidedLabel*>();
        QVERIFY(note->text().contains("http://"_L1));
        QVERIFY(note->width() >= note->fontMetrics().horizontalAdvance(note->text())); // all of it can be read

        shown.url->setText(u"http://127.0.0.1:9/v1"_s);
        QVERIFY(shown.save()->isEnabled());
        QVERIFY(shown.testButton->isEnabled());
        QVERIFY(!shown.url->property("invalid").toBool());
    }

    void theResultHoldsWhatWasTyped()
    {
        Dialog shown;
        shown.url->setText(u"http://example.com:81/v1/"_s);
        shown.key->setText(u" sk-123 "_s);

        const Endpoint endpoint = shown.dialog.endpoint();

        QVERIFY(!endpoint.id.isEmpty());
        QCOMPARE(endpoint.name, u"example.com:81"_s); // another port is another server
        QCOMPARE(endpoint.baseUrl, QUrl(u"http://example.com:81/v1"_s));
        QCOMPARE(shown.dialog.key(), "sk-123"_ba);
        QVERIFY(shown.dialog.isKeyChanged());
        QCOMPARE(shown.key->echoMode(), QLineEdit::Password);
    }

    void anUnnamedEndpointHasItsPortWhereThatIsNotTheUsualOne()
    {
        Dialog shown;
        const auto nameFor = [&](const QString& url) {
            shown.url->setText(url);
            return shown.dialog.endpoint().name;
        };

        QCOMPARE(nameFor(u"http://127.0.0.1:8080/v1"_s), u"127.0.0.1:8080"_s);
        QCOMPARE(nameFor(u"https://example.com/v1"_s), u"example.com"_s);
        QCOMPARE(nameFor(u"https://example.com:443/v1"_s), u"example.com"_s);
        QCOMPARE(nameFor(u"http://example.com:443/v1"_s), u"example.com:443"_s);
    }

    void onlyWhereServersHaveAVersionIsItMissed()
    {
        Dialog shown;
        auto* provider = named<ComboBox>(&shown.dialog, u"Provider"_s);
        const auto* note = shown.dialog.findChild<ElidedLabel*>();
        const auto choose = [provider](const QString& name) {
            provider->setCurrentIndex(provider->findData(name));
            Q_EMIT provider->activated(provider->currentIndex());
        };
        shown.url->setText(u"http://127.0.0.1:8765"_s);
        choose(u"openai"_s);
        QVERIFY(note->text().contains(u"/v1"_s));

        choose(u"sluice"_s);

        QCOMPARE(note->text(), QString());
    }

    void theTestSaysHowABrokenOffAnswerGoesOn()
    {
        GatewayServer gateway;
        const Result<quint16> port = gateway.start();
        QVERIFY(port);
        const Endpoint endpoint = WindowFixture::endpointAt(u"demo"_s, *port);
        Dialog shown(endpoint);
        shown.dialog.setKnown([&](const Endpoint& asked) {
            return asked == endpoint ? EndpointAbilities {.eventIds = Ability::Yes} : EndpointAbilities {};
        });
        QCOMPARE(shown.test->resultText(), u"If an answer breaks off, the server replays it (Last-Event-ID)."_s); // remembered

        QTest::mouseClick(shown.testButton, Qt::LeftButton);

        QTRY_VERIFY_WITH_TIMEOUT(shown.test->resultText().startsWith(u"It answered in"_s), PatienceMs);
        QVERIFY(shown.test->resultText().endsWith(u"If an answer breaks off, the server replays it (Last-Event-ID)."_s));
    }

    void howABrokenOffAnswerGoesOnIsOneSentence()
    {
        QCOMPARE(resumeSentence({}), u"How a broken-off answer goes on here shows with the first answers."_s);
        QCOMPARE(resumeSentence({.streamOffset = Ability::Yes, .prefill = PrefillAbility::Continues}),
            u"If an answer breaks off, the server replays it (stream offset), or the model continues it (paid again)."_s);
        QCOMPARE(resumeSentence({.eventIds = Ability::No}), u"If an answer breaks off, it is asked for again (paid again)."_s);
    }

    void editingKeepsTheIdAndTheKey()
    {
        Endpoint initial = WindowFixture::endpointAt(u"mine"_s, 81);
        Dialog shown(initial);

        shown.dialog.setKey("stored");

        QCOMPARE(shown.dialog.endpoint(), initial);
        QCOMPARE(shown.dialog.key(), "stored"_ba);
        QVERIFY(!shown.dialog.isKeyChanged());
    }

    void theTestShowsLatencyAndModels()
    {
        GatewayServer gateway;
        const Result<quint16> port = gateway.start();
        QVERIFY(port);
        Dialog shown(WindowFixture::endpointAt(u"demo"_s, *port));

        QTest::mouseClick(shown.testButton, Qt::LeftButton);

        QTRY_VERIFY_WITH_TIMEOUT(shown.test->resultText().contains("ms"_L1), PatienceMs);
        QCOMPARE(named<ComboBox>(&shown.dialog, u"Default model"_s)->itemText(0), u"demo"_s);
        QCOMPARE(shown.testButton->text(), u"Test"_s);
    }

    void theTestShowsTheErrorInASentence()
    {
        QTcpServer gone;
        QVERIFY(gone.listen(QHostAddress::LocalHost));
        const quint16 port = gone.serverPort();
        gone.close();
        Dialog shown(WindowFixture::endpointAt(u"gone"_s, port));

        QTest::mouseClick(shown.testButton, Qt::LeftButton);

        QTRY_COMPARE_WITH_TIMEOUT(shown.testButton->text(), u"Test"_s, PatienceMs);
        QVERIFY(shown.test->resultText().size() > 10);
        QVERIFY(!shown.test->resultText().contains(" ms "_L1));
    }

    void aTestThatHangsCanBeCancelled()
    {
        QTcpServer silent;
        QVERIFY(silent.listen(QHostAddress::LocalHost));
        Dialog shown(WindowFixture::endpointAt(u"silent"_s, silent.serverPort()));

        QTest::mouseClick(shown.testButton, Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(silent.hasPendingConnections(), PatienceMs);
        QCOMPARE(shown.testButton->text(), u"Cancel test"_s);
        QTest::mouseClick(shown.testButton, Qt::LeftButton);

        QCOMPARE(shown.testButton->text(), u"Test"_s);
        QCOMPARE(shown.test->resultText(), QString());
    }

    void closingDuringATestIsClean()
    {
        QTcpServer silent;
        QVERIFY(silent.listen(QHostAddress::LocalHost));
        auto shown = std::make_unique<Dialog>(WindowFixture::endpointAt(u"silent"_s, silent.serverPort()));
        QTest::mouseClick(shown->testButton, Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(silent.hasPendingConnections(), PatienceMs);

        shown.reset();

        QVERIFY(!shown);
    }
};

QTEST_MAIN(TestEndpointDialog)
#include "tst_endpointdialog.moc"

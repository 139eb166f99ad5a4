// The form of the load test, and the choice of an endpoint and its model that it shares with the checks.
#include "tests/support/scriptedserver.h"
#include "tests/support/windowfixture.h"
#include "ui/combobox.h"
#include "ui/lab/checktarget.h"
#include "ui/lab/loadform.h"

#include <QLabel>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace sluice;
using namespace sluice::test;

namespace {

struct OpenForms : WindowFixture
{
    LabServices services() { return {engine, settings, keyring, conversations}; }

    static void choose(const QWidget& form, const QString& id)
    {
        auto* box = named<ComboBox>(&form, u"Endpoint"_s);
        box->setCurrentIndex(box->findData(id));
        Q_EMIT box->activated(box->currentIndex());
    }
    static Endpoint remote()
    {
        Endpoint endpoint = endpointAt(u"remote"_s, 80);
        endpoint.baseUrl.setHost(u"models.example.invalid"_s);
        return endpoint;
    }
};

/// Lists two models.
Script modelsOf(const ReceivedRequest&)
{
    return {send(wholeResponse(200, "application/json", R"({"object":"list","data":[{"id":"large"},{"id":"small"}]})"))};
}

}

class TestLoadForm : public QObject
{
    Q_OBJECT

public:
    /// Before QApplication: the keyring of whoever runs this is none of our business.
    static void initMain() { qputenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus"); }

private Q_SLOTS:
    void aProxyThatTheTestPassesByIsTold()
    {
        OpenForms open;
        const ProxyChoice proxy {.kind = ProxyChoice::Kind::Manual, .address = QUrl(u"http://192.0.2.9:3128"_s)};
        LoadForm form(open.services());
        form.show();
        const auto isTold = [&form] {
            const QList<QLabel*> labels = form.findChildren<QLabel*>();
            return std::any_of(labels.begin(), labels.end(),
                [](const QLabel* label) { return label->isVisible() && label->text().contains("not through the proxy"_L1); });
        };
        open.settings.setProxy(proxy);
        QVERIFY(!isTold()); // the demo is on this computer, where that proxy is not used

        Endpoint remote = OpenForms::remote();
        open.settings.saveEndpoint(remote);
        OpenForms::choose(form, remote.id);
        QVERIFY(isTold());

        open.settings.setProxy({.kind = ProxyChoice::Kind::None});
        QVERIFY(!isTold());
        open.settings.setProxy(proxy);
        QVERIFY(isTold());

        remote.proxy = ProxyChoice {.kind = ProxyChoice::Kind::None}; // its own choice goes first
        open.settings.saveEndpoint(remote);
        QVERIFY(!isTold());
        remote.proxy = proxy;
        open.settings.saveEndpoint(remote);
        open.settings.setProxy({});
        QVERIFY(isTold());
    }

    void whatIsTypedAsAModelOutlivesAnEditOfTheEndpoints()
    {
        OpenForms open;
        LoadForm form(open.services());
        CheckTarget target(open.services());
        for (const QWidget* each : std::initializer_list<QWidget*> {&form, &target})
            named<ComboBox>(each, u"Model"_s)->setEditText(u"mine"_s);

        open.settings.saveEndpoint(OpenForms::remote());

        QCOMPARE(named<ComboBox>(&form, u"Endpoint"_s)->count(), 2);
        QCOMPARE(form.values().model, u"mine"_s);
        QCOMPARE(form.values().endpointId, DemoEndpointId.toString());
        QCOMPARE(target.model(), u"mine"_s);
        QCOMPARE(target.endpoint()->id, DemoEndpointId.toString());
    }

    void anotherEndpointHasItsOwnModel()
    {
        OpenForms open;
        Endpoint remote = OpenForms::remote();
        remote.model = u"theirs"_s;
        open.settings.saveEndpoint(remote);
        LoadForm form(open.services());
        CheckTarget target(open.services());
        named<ComboBox>(&form, u"Model"_s)->setEditText(u"mine"_s);
        named<ComboBox>(&target, u"Model"_s)->setEditText(u"mine"_s);

        OpenForms::choose(form, remote.id);
        OpenForms::choose(target, remote.id);

        QCOMPARE(form.values().model, u"theirs"_s);
        QCOMPARE(target.model(), u"theirs"_s);

        open.settings.removeEndpoint(remote.id);

        QCOMPARE(form.values().endpointId, DemoEndpointId.toString());
        QCOMPARE(form.values().model, u"demo"_s);
        QCOMPARE(target.model(), u"demo"_s);
    }

    void modelsAreAskedForOnceItIsShown()
    {
        const ScriptedServer server(modelsOf);
        OpenForms open;
        Endpoint endpoint = WindowFixture::endpointAt(u"listed"_s, server.port());
        endpoint.model.clear();
        open.settings.addTransientEndpoint(endpoint);
        open.settings.setSelectedEndpoint(endpoint.id);
        CheckTarget target(open.services());
        QCOMPARE(named<ComboBox>(&target, u"Model"_s)->count(), 0);

        target.show();

        QTRY_COMPARE_WITH_TIMEOUT(named<ComboBox>(&target, u"Model"_s)->count(), 2, 30000);
        QCOMPARE(target.model(), u"large"_s);
        const int asked = server.requestCount();
        target.hide();
        target.show();
        QCOMPARE(named<ComboBox>(&target, u"Model"_s)->count(), 2);
        QCOMPARE(server.requestCount(), asked);
    }
};

QTEST_MAIN(TestLoadForm)
#include "tst_loadform.moc"

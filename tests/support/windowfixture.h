#pragma once

#include "core/engine/chatengine.h"
#include "core/engine/settings.h"
#include "core/gateway/gatewayserver.h"
#include "core/gateway/metricsserver.h"
#include "core/metrics/streammetrics.h"
#include "core/store/historystore.h"
#include "core/store/keyring.h"
#include "ui/appearance.h"
#include "ui/conversations.h"
#include "ui/endpointchoice.h"
#include "ui/mainwindow.h"

#include <QTemporaryDir>
#include <QUrl>

#include <memory>

namespace sluice::test {

/// The whole program without its main(): a window on the demo of a gateway of its own, with settings nobody else has. Nothing is
/// stored, unless it is given a directory that outlives it.
struct WindowFixture
{
    QTemporaryDir ownDirectory;
    const QString directory;
    GatewayServer gateway;
    const Result<quint16> port = gateway.start();
    Settings settings {directory};
    Keyring keyring;
    std::unique_ptr<HistoryStore> history;
    StreamMetrics metrics;
    ChatEngine engine {EngineOptions {.metering = {.metrics = &metrics}}};
    MetricsServer metricsServer {metrics};
    Conversations conversations {engine, history.get()};
    Appearance appearance {settings};
    std::unique_ptr<MainWindow> window;

    explicit WindowFixture(const QString& storeDirectory = {})
        : directory(storeDirectory.isEmpty() ? ownDirectory.path() : storeDirectory)
        , history(storeDirectory.isEmpty() ? nullptr : std::make_unique<HistoryStore>(storeDirectory))
    {
        settings.addTransientEndpoint(endpointAt(DemoEndpointId.toString(), port.value_or(0)));
        const auto serveMetrics = [this] { metricsServer.apply(settings.metricsExport()); };
        QObject::connect(&settings, &Settings::metricsExportChanged, &metricsServer, serveMetrics);
        serveMetrics();
        QObject::connect(&settings, &Settings::proxyChanged, &engine, [this] { engine.setProxy(settings.proxy()); });
        open();
    }

    void open()
    {
        window = std::make_unique<MainWindow>(WindowServices {.engine = engine,
            .settings = settings,
            .keyring = keyring,
            .conversations = conversations,
            .metrics = &metricsServer});
        appearance.dress();
        window->show();
    }

    static Endpoint endpointAt(const QString& id, quint16 port)
    {
        QUrl url;
        url.setScheme(QStringLiteral("http"));
        url.setHost(QStringLiteral("127.0.0.1"));
        url.setPort(port);
        url.setPath(QStringLiteral("/v1"));
        return {.id = id, .name = id, .provider = QStringLiteral("openai"), .baseUrl = url, .model = QStringLiteral("demo")};
    }
};

/// The widget of that kind whose accessible name is \a name; null when there is none.
template <typename Widget>
Widget* named(const QWidget* root, const QString& name)
{
    const QList<Widget*> all = root->findChildren<Widget*>();
    for (Widget* widget : all) {
        if (widget->accessibleName() == name)
            return widget;
    }
    return nullptr;
}

}

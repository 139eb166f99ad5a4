#include "core/engine/systemnetworkwatch.h"

#include "core/engine/chatengine.h"

#include <QNetworkInformation>
#include <QTimer>

namespace sluice {

namespace {

constexpr Millis StartDelay {1500};

bool isOffline(QNetworkInformation::Reachability reachability)
{
    return reachability == QNetworkInformation::Reachability::Disconnected;
}

}

SystemNetworkWatch::SystemNetworkWatch(ChatEngine& engine, QObject* parent)
    : QObject(parent)
    , m_engine(engine)
{
    QTimer::singleShot(StartDelay, this, &SystemNetworkWatch::begin);
}

void SystemNetworkWatch::begin()
{
    if (!QNetworkInformation::loadBackendByFeatures(QNetworkInformation::Feature::Reachability))
        return;
    const QNetworkInformation* system = QNetworkInformation::instance();
    connect(system, &QNetworkInformation::reachabilityChanged, this,
        [this](QNetworkInformation::Reachability reachability) { m_engine.setOffline(isOffline(reachability)); });
    connect(system, &QNetworkInformation::transportMediumChanged, this, [this] { m_engine.checkConnections(); });
    if (isOffline(system->reachability()))
        m_engine.setOffline(true);
}

}

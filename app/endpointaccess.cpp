#include "app/endpointaccess.h"

#include "core/engine/settings.h"
#include "core/gateway/gatewayserver.h"
#include "core/store/keyring.h"

#include <QDir>
#include <QHostAddress>
#include <QStandardPaths>
#include <QTimer>

#include <utility>

using namespace Qt::StringLiterals;

namespace sluice {

namespace {

constexpr Millis KeyringPatience {2000}; // a keyring that asks to be unlocked answers when the user does

bool isLoopback(const QString& host)
{
    return host == "localhost"_L1 || QHostAddress(host).isLoopback();
}

bool isSameUrl(const QUrl& a, const QUrl& b)
{
    return a.matches(b, QUrl::StripTrailingSlash | QUrl::NormalizePathSegments);
}

}

EndpointAccess::EndpointAccess(const EndpointChoice& choice)
    : m_choice(choice)
{ }

EndpointAccess::~EndpointAccess() = default;

void EndpointAccess::open(QObject* context, std::function<void(const Result<void>&)> done)
{
    const Result<void> demo = m_choice.isDemo ? startDemo() : Result<void>();
    const QString id = demo ? storedEndpointId() : QString();
    if (id.isEmpty()) {
        QTimer::singleShot(0, context, [done = std::move(done), demo] { done(demo); });
        return;
    }

    m_keyring = std::make_unique<Keyring>();
    // Either the keyring or the patience is first; the other finds nothing left to call.
    const auto pending = std::make_shared<std::function<void(const Result<void>&)>>(std::move(done));
    const auto finish = [this, pending](const QByteArray& key) {
        if (!*pending)
            return;
        m_choice.key = key;
        std::exchange(*pending, nullptr)({});
    };
    QTimer::singleShot(KeyringPatience, context, [finish] { finish({}); });
    m_keyring->read(id, context, finish);
}

Result<void> EndpointAccess::startDemo()
{
    m_demo = std::make_unique<GatewayServer>();
    const Result<quint16> port = m_demo->start();
    if (!port)
        return std::unexpected(port.error());
    m_choice.endpoint.name = u"Demo"_s;
    m_choice.endpoint.baseUrl = QUrl(u"http://127.0.0.1:%1/v1"_s.arg(*port));
    return {};
}

QString EndpointAccess::storedEndpointId() const
{
    const QString directory = QStandardPaths::writableLocation(QStandardPaths::AppDataLocation);
    const bool needsNone = m_choice.isDemo || !m_choice.key.isEmpty() || isLoopback(m_choice.endpoint.baseUrl.host());
    if (needsNone || !QDir(directory).exists())
        return {};
    const Settings settings(directory);
    for (const Endpoint& stored : settings.endpoints()) {
        if (stored.provider == m_choice.endpoint.provider && isSameUrl(stored.baseUrl, m_choice.endpoint.baseUrl))
            return stored.id;
    }
    return {};
}

}

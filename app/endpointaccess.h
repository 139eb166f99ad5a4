#pragma once

#include "app/endpointoptions.h"
#include "core/base/result.h"

#include <QObject>

#include <functional>
#include <memory>

namespace sluice {

class GatewayServer;
class Keyring;

/// Makes the endpoint of a command line usable: starts the built-in demo when none was named, and finds the key in the keyring
/// when the environment has none. Main thread; keep it as long as the endpoint is used.
class EndpointAccess
{
public:
    explicit EndpointAccess(const EndpointChoice& choice);
    ~EndpointAccess();
    Q_DISABLE_COPY_MOVE(EndpointAccess)

    /// \a done is called once, from the event loop, unless \a context is destroyed before; the error is why the demo cannot be
    /// started. Asks the keyring only for an endpoint that the window has stored, and for two seconds at most.
    void open(QObject* context, std::function<void(const Result<void>&)> done);

    const Endpoint& endpoint() const { return m_choice.endpoint; }
    const QByteArray& key() const { return m_choice.key; }

private:
    Result<void> startDemo();
    QString storedEndpointId() const;

    EndpointChoice m_choice;
    std::unique_ptr<GatewayServer> m_demo;
    std::unique_ptr<Keyring> m_keyring;
};

}

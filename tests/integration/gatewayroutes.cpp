// Prints the gateway's own list of routes, "METHOD pattern" a line: what docs/openapi.yaml is held against.

#include "core/gateway/gatewayserver.h"

#include <cstdio>

int main()
{
    const sluice::GatewayServer server;
    for (const QByteArray& route : server.routes())
        std::puts(route.constData());
    return 0;
}

#pragma once

#include <QStringList>

namespace sluice {

/// What an endpoint says about itself.
struct EndpointProbe
{
    QStringList models;
    double latencyMs = 0;

    bool operator==(const EndpointProbe&) const = default;
};

}

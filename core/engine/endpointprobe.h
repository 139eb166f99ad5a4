#pragma once

#include "core/chat/endpointabilities.h"

#include <QStringList>

namespace sluice {

/// What an endpoint says about itself.
struct EndpointProbe
{
    QStringList models;
    double latencyMs = 0;
    EndpointAbilities abilities; ///< as far as this answer tells

    bool operator==(const EndpointProbe&) const = default;
};

}

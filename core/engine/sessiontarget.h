#pragma once

#include "core/chat/endpoint.h"
#include "core/engine/cachepolicy.h"
#include "core/engine/patiencesettings.h"
#include "core/flow/strategyoptions.h"
#include "core/wire/wiretap.h"

#include <QByteArray>
#include <QString>

#include <memory>

namespace sluice {

/// What a conversation sends with its next message.
struct SessionTarget
{
    Endpoint endpoint;
    QByteArray key;
    QString model; ///< empty = the endpoint's own
    StrategyOptions strategy;
    CachePolicy cache {.read = true, .write = true}; ///< no effect in an engine without a cache
    bool mayPayAgain = false; ///< see ResumeOptions
    std::shared_ptr<WireTap> tap {}; ///< see StreamRequest
    PatienceSettings patience {};

    QString chosenModel() const { return model.isEmpty() ? endpoint.model : model; }
};

}

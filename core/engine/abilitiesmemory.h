#pragma once

#include "core/chat/endpoint.h"
#include "core/chat/endpointabilities.h"

class QSettings;

namespace sluice {

class ChatEngine;
class Settings;

/// What is stored about \a endpoint; all Unknown when nothing is, or it was learnt of another address.
EndpointAbilities readAbilities(const QSettings& file, const Endpoint& endpoint);
void writeAbilities(QSettings& file, const Endpoint& endpoint, const EndpointAbilities& abilities);
void removeAbilities(QSettings& file, QStringView endpointId);

/// Gives \a engine what \a settings remember about their endpoints, and lets them remember what it learns. Call it once; both
/// must live as long as either.
void keepAbilities(ChatEngine& engine, Settings& settings);

}

#pragma once

namespace sluice {

class ChatEngine;
class Conversations;
class Keyring;
class MetricsPublisher;
class Settings;

/// What the window works on; all of it outlives the window.
struct WindowServices
{
    ChatEngine& engine;
    Settings& settings;
    Keyring& keyring;
    Conversations& conversations;
    MetricsPublisher* metrics = nullptr; ///< null = this run cannot serve them
};

}

#pragma once

#include <QList>
#include <QString>

class QWidget;

namespace sluice {

class ChatEngine;
class Conversations;
class EndpointActions;
class MetricsPublisher;
class Settings;
class Shortcuts;

/// What the pages work on; all of it outlives the dialog.
struct SettingsServices
{
    ChatEngine& engine;
    Settings& settings;
    EndpointActions& endpoints;
    Conversations& conversations;
    Shortcuts& shortcuts;
    MetricsPublisher* metrics = nullptr; ///< null = they cannot be served
};

/// One page of the dialog. A new one is a file with its `make` function, and a line in settingsPages().
struct SettingsPage
{
    QString name; ///< stable: the dialog opens where it was closed
    QString title;
    QWidget* (*make)(const SettingsServices& services, QWidget* parent);
};

/// In their order on screen.
QList<SettingsPage> settingsPages();

QWidget* makeEndpointsPage(const SettingsServices& services, QWidget* parent);
QWidget* makeStreamingPage(const SettingsServices& services, QWidget* parent);
QWidget* makeCachePage(const SettingsServices& services, QWidget* parent);
QWidget* makeAppearancePage(const SettingsServices& services, QWidget* parent);
QWidget* makeNetworkPage(const SettingsServices& services, QWidget* parent);
QWidget* makePrivacyPage(const SettingsServices& services, QWidget* parent);
QWidget* makeShortcutsPage(const SettingsServices& services, QWidget* parent);

}

#pragma once

#include <QList>
#include <QString>

class QWidget;

namespace sluice {

class ChatEngine;
class Conversations;
class Keyring;
class Settings;

/// What the pages work on; all of it outlives the window.
struct LabServices
{
    ChatEngine& engine;
    Settings& settings;
    Keyring& keyring;
    Conversations& conversations;
};

/// One page of the Lab. A new one is a file with its `make` function, and a line in labPages().
struct LabPage
{
    QString name; ///< stable: the window opens where it was closed
    QString title;
    /// \a parent is the LabWindow: its closing() ends what the page runs. Called when the page is first shown.
    QWidget* (*make)(const LabServices& services, QWidget* parent);
};

/// In their order on screen.
QList<LabPage> labPages();

QWidget* makeLoadPage(const LabServices& services, QWidget* parent);
QWidget* makeStrategiesPage(const LabServices& services, QWidget* parent);
QWidget* makeScorecardPage(const LabServices& services, QWidget* parent);
QWidget* makeResiliencePage(const LabServices& services, QWidget* parent);

}

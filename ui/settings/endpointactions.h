#pragma once

#include "core/chat/endpoint.h"

#include <QObject>

class QMenu;
class QWidget;

namespace sluice {

class ChatEngine;
class EndpointChoice;
class Keyring;
class Settings;

/// Adding, editing and removing endpoints from the window's menu. Its dialogs do not block. GUI thread.
class EndpointActions final : public QObject
{
    Q_OBJECT

public:
    /// All must outlive this; \a window is the parent of the dialogs.
    EndpointActions(ChatEngine& engine, Settings& settings, Keyring& keyring, EndpointChoice& choice, QWidget* window);

    /// A menu that fits the endpoint chosen when it opens. Owned by \a parent.
    QMenu* makeMenu(QWidget* parent);

    void add(const Endpoint& suggestion = {});
    void editCurrent();
    void removeCurrent();

Q_SIGNALS:
    void notice(const QString& text);

private:
    void openDialog(const Endpoint& initial);
    void keep(const Endpoint& endpoint);
    bool canChangeCurrent() const;

    ChatEngine& m_engine;
    Settings& m_settings;
    Keyring& m_keyring;
    EndpointChoice& m_choice;
    QWidget* m_window;
};

}

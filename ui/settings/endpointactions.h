#pragma once

#include "core/chat/endpoint.h"

#include <QObject>

#include <functional>

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

    // For who stands in another window than the main one: \a over is under the dialog.
    void addOver(QWidget* over);
    void edit(const Endpoint& endpoint, QWidget* over);
    void remove(const Endpoint& endpoint, QWidget* over);
    /// Calls \a done with the key of \a endpoint, unless \a context is destroyed before.
    void withKey(const Endpoint& endpoint, QObject* context, const std::function<void(const QByteArray&)>& done);

Q_SIGNALS:
    void notice(const QString& text);

private:
    void openDialog(const Endpoint& initial, QWidget* over);
    void keep(const Endpoint& endpoint, bool isSelected);
    bool canChangeCurrent() const;

    ChatEngine& m_engine;
    Settings& m_settings;
    Keyring& m_keyring;
    EndpointChoice& m_choice;
    QWidget* m_window;
};

}

#pragma once

#include "core/chat/endpoint.h"

#include <QList>
#include <QObject>
#include <QStringList>
#include <QTimer>

#include <memory>

namespace sluice {

class ChatEngine;

/// A model server that answered on this computer.
struct LocalServer
{
    QString name; ///< of the program that usually has this port: "Ollama"
    Endpoint endpoint;
    QStringList models;
};

/// Where a model server usually listens.
struct UsualPort
{
    QString name;
    quint16 port = 0;
};

/// Ollama, LM Studio, llama.cpp, vLLM.
QList<UsualPort> usualPorts();

/// Looks for model servers on the ports they usually have on this computer. Asks for nothing but their list of models. GUI
/// thread.
class LocalServers final : public QObject
{
    Q_OBJECT

public:
    /// \a engine must outlive this.
    LocalServers(ChatEngine& engine, const QList<UsualPort>& ports, QObject* parent = nullptr);
    ~LocalServers() override;

    /// Asks anew; found() for each that answers within two seconds.
    void search();

Q_SIGNALS:
    void found(const sluice::LocalServer& server);

private:
    ChatEngine& m_engine;
    const QList<UsualPort> m_ports;
    QTimer m_deadline;
    std::unique_ptr<QObject> m_job; // context of the questions under way
};

}

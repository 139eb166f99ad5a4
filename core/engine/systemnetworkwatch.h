#pragma once

#include <QObject>

namespace sluice {

class ChatEngine;

/// Tells an engine what the system says about the network (QNetworkInformation): that it is gone, back, or another one. Where the
/// system says nothing, nobody is told anything. GUI thread.
class SystemNetworkWatch final : public QObject
{
    Q_OBJECT

public:
    /// \a engine must outlive this. Begins a moment later: asking the system takes a bus, which a start need not wait for.
    explicit SystemNetworkWatch(ChatEngine& engine, QObject* parent = nullptr);

private:
    void begin();

    ChatEngine& m_engine;
};

}

#pragma once

#include "core/base/clock.h"

#include <QObject>
#include <QTimer>

namespace sluice {

/// The pause before an attempt. It does not end while there is no network to make the attempt in, and ends at once when the
/// network comes back or the machine wakes, unless the server asked for it. Network thread only.
class RetryPause final : public QObject
{
    Q_OBJECT

public:
    enum class Wish { Ours, Servers };
    enum class Way { ThisMachine, Network };

    RetryPause();

    void begin(Millis delay, Wish wish, Way way);
    void stop();

    void setOffline(bool isOffline);
    /// The next attempt cannot be made now.
    bool isHeld() const { return m_isOffline && m_way == Way::Network; }
    /// Whether a pause was there to be shortened.
    bool hurry();

Q_SIGNALS:
    void over();
    /// The time is over, but the network is not there.
    void held();

private:
    void timeOut();

    QTimer m_timer;
    Wish m_wish = Wish::Ours;
    Way m_way = Way::Network;
    bool m_isOffline = false;
    bool m_isWaiting = false; ///< for the network
};

}

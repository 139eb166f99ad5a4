#pragma once

#include <QObject>
#include <QUrl>

namespace sluice {

class StreamMetrics;

/// How it is with the metrics that are served. A value.
struct MetricsServing
{
    enum class State {
        Off, ///< nothing listens
        Starting,
        On, ///< at \c address
        PortTaken, ///< another program listens there
        Failed, ///< for another reason: \c reason
    };

    State state = State::Off;
    quint16 port = 0; ///< the one that is wanted; 0 while it is off
    QUrl address {};
    QString reason {}; ///< the system's words

    bool operator==(const MetricsServing&) const = default;
};

/// The metrics of this program, and whether they are served: what the window shows of it. What serves them is no part of the
/// window, as its gateway is none. GUI thread; outlives the window.
class MetricsPublisher : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    virtual StreamMetrics& metrics() = 0;
    virtual const MetricsServing& serving() const = 0;

Q_SIGNALS:
    void servingChanged();
};

}

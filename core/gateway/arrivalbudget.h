#pragma once

#include <QtGlobal>

#include <unordered_map>

namespace sluice {

/// Holds what has come of a request that is still arriving.
class ArrivingRequest
{
public:
    virtual ~ArrivingRequest() = default;
    /// Lets go of it and refuses the request: others need the room. Must not call the budget.
    virtual void giveUp() = 0;
};

/// What all requests that are still arriving may take together. When they take more, the one that holds most is given up: who
/// sends little gets through beside any number of those who send much and slowly. One thread; outlives who it knows.
class ArrivalBudget
{
public:
    explicit ArrivalBudget(qint64 maxBytes)
        : m_maxBytes(maxBytes)
    { }
    Q_DISABLE_COPY_MOVE(ArrivalBudget)

    /// \a who holds so many \a bytes now; 0 = none, and it is forgotten. May give up any, \a who included.
    void hold(ArrivingRequest& who, qint64 bytes);
    qint64 bytes() const { return m_bytes; }

private:
    void set(ArrivingRequest& who, qint64 bytes);

    const qint64 m_maxBytes;
    qint64 m_bytes = 0;
    std::unordered_map<ArrivingRequest*, qint64> m_held;
};

}

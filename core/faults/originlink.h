#pragma once

#include "core/sockets/socketinput.h"

#include <QByteArray>
#include <QString>

namespace sluice {

/// The proxy's connection to the origin, for one request. Proxy thread; held by shared_ptr, and kept alive by its own pending
/// operations. After close() nothing is called any more.
class OriginLink
{
public:
    class Listener
    {
    public:
        virtual void originUnreachable(const QString& why) = 0;
        virtual void originSpoke(SocketInput::Got got, QByteArrayView bytes) = 0;
        virtual void originTook() = 0; ///< what was sent is in the kernel

    protected:
        ~Listener() = default;
    };

    virtual ~OriginLink() = default;

    virtual void connect() = 0;
    virtual void send(const QByteArray& bytes) = 0;
    virtual qsizetype waitingBytes() const = 0;
    /// Nothing more will be sent: the origin sees a FIN behind what waits, where one can be sent alone.
    virtual void finishSending() = 0;
    /// Calls originSpoke() once, later.
    virtual void read() = 0;
    virtual void close() = 0;
};

}

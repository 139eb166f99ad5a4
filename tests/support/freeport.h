#pragma once

#include <QCoreApplication>
#include <QTcpServer>

namespace sluice::test {

/// Where nobody listens, for now; 0 when there is none. Not one of those ports that the system hands out: a test beside this one
/// could get it meanwhile.
inline quint16 freePort()
{
    static quint16 next = quint16(20'000 + QCoreApplication::applicationPid() % 10'000);
    for (int tries = 0; tries < 1000; ++tries) {
        QTcpServer taken;
        const quint16 port = next++;
        if (taken.listen(QHostAddress::LocalHost, port))
            return port;
    }
    return 0;
}

}

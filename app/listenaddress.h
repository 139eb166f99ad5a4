#pragma once

#include <QString>

#include <expected>

namespace sluice {

/// Where a command is to listen. A value.
struct ListenAddress
{
    QString host; ///< an IPv6 address without its brackets
    quint16 port = 0; ///< 0 = any free one
};

/// HOST:PORT of --listen, or one sentence about what is wrong with it.
std::expected<ListenAddress, QString> parseListen(const QString& text);

}

#include "core/base/error.h"

#include <array>
#include <utility>

namespace sluice {

using namespace Qt::StringLiterals;

namespace {

constexpr std::array<std::pair<ErrorKind, QLatin1StringView>, 10> KindNames {{
    {ErrorKind::Network, "network"_L1},
    {ErrorKind::Timeout, "timeout"_L1},
    {ErrorKind::Tls, "tls"_L1},
    {ErrorKind::Auth, "auth"_L1},
    {ErrorKind::RateLimit, "rate_limit"_L1},
    {ErrorKind::Server, "server"_L1},
    {ErrorKind::Protocol, "protocol"_L1},
    {ErrorKind::Overflow, "overflow"_L1},
    {ErrorKind::Cancelled, "cancelled"_L1},
    {ErrorKind::Storage, "storage"_L1},
}};

}

QString errorKindName(ErrorKind kind)
{
    for (const auto& [candidate, name] : KindNames) {
        if (candidate == kind)
            return name;
    }
    Q_UNREACHABLE();
}

std::optional<ErrorKind> errorKindFromName(QStringView name)
{
    for (const auto& [kind, candidate] : KindNames) {
        if (candidate == name)
            return kind;
    }
    return std::nullopt;
}

ErrorKind errorKindForStatus(int httpStatus)
{
    if (httpStatus == 401 || httpStatus == 403)
        return ErrorKind::Auth;
    if (httpStatus == 429)
        return ErrorKind::RateLimit;
    if (httpStatus == 408)
        return ErrorKind::Timeout;
    return httpStatus >= 500 ? ErrorKind::Server : ErrorKind::Protocol;
}

bool canPass(const Error& error)
{
    switch (error.kind) {
    case ErrorKind::Network:
    case ErrorKind::Timeout:
    case ErrorKind::RateLimit:
    case ErrorKind::Server:
        return true;
    case ErrorKind::Protocol:
        return error.httpStatus == 425;
    case ErrorKind::Tls:
    case ErrorKind::Auth:
    case ErrorKind::Overflow:
    case ErrorKind::Cancelled:
    case ErrorKind::Storage:
        return false;
    }
    Q_UNREACHABLE();
}

}

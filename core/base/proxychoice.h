#pragma once

#include <QString>
#include <QStringView>
#include <QUrl>

#include <optional>

namespace sluice {

/// Through what connections leave this computer. A value.
struct ProxyChoice
{
    enum class Kind {
        System, ///< what the system says; never for this computer
        None, ///< straight to the server
        Manual, ///< through \c address
    };

    Kind kind = Kind::System;
    QUrl address {}; ///< only with Manual: scheme http or socks5, host and port

    bool operator==(const ProxyChoice&) const = default;

    /// What stands in a settings file: "system", "none" or the address. fromText() gives nothing for anything else.
    QString toText() const;
    static std::optional<ProxyChoice> fromText(QStringView text);
};

/// What a person typed as the address of a proxy, and why it cannot be used: one sentence, empty = it can.
struct ProxyAddressCheck
{
    QString problem;
    QUrl address; ///< valid when there is no problem

    bool isUsable() const { return problem.isEmpty(); }
};

ProxyAddressCheck checkProxyAddress(QStringView typed);

}

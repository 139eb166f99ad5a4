#include "app/listenaddress.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace sluice {

std::expected<ListenAddress, QString> parseListen(const QString& text)
{
    const qsizetype colon = text.lastIndexOf(u':');
    bool ok = false;
    const uint port = colon < 0 ? 0 : QStringView(text).sliced(colon + 1).toUInt(&ok);
    QString host = text.left(std::max<qsizetype>(colon, 0));
    if (host.startsWith(u'[') && host.endsWith(u']'))
        host = host.sliced(1, host.size() - 2);
    else if (host.contains(u':'))
        ok = false; // an IPv6 address needs its brackets
    if (!ok || port > 65535 || host.isEmpty())
        return std::unexpected(u"--listen needs HOST:PORT, such as 127.0.0.1:8765, not '%1'"_s.arg(text));
    return ListenAddress {host, quint16(port)};
}

}

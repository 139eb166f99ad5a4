#include "core/redis/redisaddress.h"

#include <QUrl>

using namespace Qt::StringLiterals;

namespace sluice {

std::expected<RedisAddress, QString> parseRedisAddress(const QString& text)
{
    const QString problem = u"needs redis://HOST:PORT/DATABASE, or HOST:PORT, not '%1'"_s.arg(text);
    const QUrl url(text.contains("://"_L1) ? text : u"redis://"_s + text, QUrl::StrictMode);
    if (!url.isValid() || url.scheme() != "redis"_L1 || url.host().isEmpty() || url.hasQuery() || url.hasFragment())
        return std::unexpected(problem);
    if (!url.password().isEmpty())
        return std::unexpected(u"takes no password: name an environment variable that holds it with --redis-password-env"_s);
    RedisAddress address {.host = url.host(QUrl::FullyEncoded).toLatin1(), .user = url.userName(QUrl::FullyDecoded).toUtf8()};
    address.port = quint16(url.port(address.port));
    const QString database = url.path().mid(1);
    bool ok = true;
    if (!database.isEmpty())
        address.database = database.toInt(&ok);
    if (!ok || address.database < 0 || address.port == 0)
        return std::unexpected(problem);
    return address;
}

}

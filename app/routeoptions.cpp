#include "app/routeoptions.h"

#include "core/gateway/gatewayserver.h"

#include <QCommandLineParser>
#include <QStandardPaths>

using namespace Qt::StringLiterals;

namespace sluice {

namespace {

QString defaultCacheFile()
{
    return QStandardPaths::writableLocation(QStandardPaths::CacheLocation) + "/gateway-cache.db"_L1;
}

}

void addRouteOptions(QCommandLineParser& parser)
{
    parser.addOptions({
        {u"cache"_s, u"File of the response cache of /chat-cached; its folder is made."_s, u"FILE"_s, defaultCacheFile()},
        {u"cache-bytes"_s, u"What the response cache may take; 0 keeps nothing."_s, u"N"_s, u"67108864"_s},
        {u"cache-days"_s, u"How long an answer is kept."_s, u"D"_s, u"30"_s},
        {u"max-streams"_s, u"Streams of /chat-pooled at once; more wait for 5 seconds."_s, u"N"_s, u"100"_s},
        {u"demo-slots"_s, u"Answers of the demo model at once, as if it were busy; default: any number."_s, u"N"_s},
        {u"demo-patience"_s, u"How long one more waits for the demo model; then 503."_s, u"S"_s, u"2"_s},
    });
}

std::optional<QString> readRouteOptions(const QCommandLineParser& parser, GatewayOptions& options)
{
    bool ok = false;
    options.maxStreams = parser.value(u"max-streams"_s).toInt(&ok);
    if (!ok || options.maxStreams < 1)
        return u"--max-streams needs a number from 1 on, not '%1'"_s.arg(parser.value(u"max-streams"_s));
    options.cacheFile = parser.value(u"cache"_s);
    if (options.cacheFile.isEmpty())
        return u"--cache needs the name of a file"_s;
    options.cacheBytes = parser.value(u"cache-bytes"_s).toLongLong(&ok);
    if (!ok || options.cacheBytes < 0)
        return u"--cache-bytes needs a number of bytes, not '%1'"_s.arg(parser.value(u"cache-bytes"_s));
    constexpr int MostDays = 3650;
    const int days = parser.value(u"cache-days"_s).toInt(&ok);
    if (!ok || days < 1 || days > MostDays)
        return u"--cache-days needs a number of days from 1 to %1, not '%2'"_s.arg(
            QString::number(MostDays), parser.value(u"cache-days"_s));
    options.cacheAge = std::chrono::days(days);
    if (parser.isSet(u"demo-slots"_s)) {
        options.demoSlots = parser.value(u"demo-slots"_s).toInt(&ok);
        if (!ok || options.demoSlots < 1)
            return u"--demo-slots needs a number from 1 on, not '%1'"_s.arg(parser.value(u"demo-slots"_s));
    }
    constexpr double MostPatience = 3600;
    const double patience = parser.value(u"demo-patience"_s).toDouble(&ok);
    if (!ok || !(patience >= 0 && patience <= MostPatience))
        return u"--demo-patience needs a number of seconds, not '%1'"_s.arg(parser.value(u"demo-patience"_s));
    options.demoPatience = Millis(qint64(patience * 1000));
    return std::nullopt;
}

}

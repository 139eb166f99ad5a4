#include "app/routeoptions.h"

#include "core/gateway/gatewayserver.h"

#include <QCommandLineParser>

using namespace Qt::StringLiterals;

namespace sluice {

void addRouteOptions(QCommandLineParser& parser)
{
    parser.addOptions({
        {u"max-streams"_s, u"Streams of /chat-pooled at once; more wait for 5 seconds."_s, u"N"_s, u"100"_s},
    });
}

std::optional<QString> readRouteOptions(const QCommandLineParser& parser, GatewayOptions& options)
{
    bool ok = false;
    options.maxStreams = parser.value(u"max-streams"_s).toInt(&ok);
    if (!ok || options.maxStreams < 1)
        return u"--max-streams needs a number from 1 on, not '%1'"_s.arg(parser.value(u"max-streams"_s));
    return std::nullopt;
}

}

#include "app/handovertaking.h"

#include "ui/endpointchoice.h"
#include "ui/mainwindow.h"
#include "ui/settings/baseurl.h"

namespace sluice {

using namespace Qt::StringLiterals;

Result<Endpoint> commandLineEndpoint(const QString& url)
{
    const BaseUrlCheck check = checkBaseUrl(url, {});
    if (!check.isUsable())
        return std::unexpected(Error {.kind = ErrorKind::Protocol, .message = u"--endpoint: %1"_s.arg(check.problem)});
    return Endpoint {.id = CommandLineEndpointId.toString(),
        .name = check.url.authority(),
        .provider = u"openai"_s,
        .baseUrl = check.url,
        .model = {}};
}

void takeHandover(const Handover& handover, MainWindow& window)
{
    presentWindow(window, handover.activation);
    if (!handover.endpoint.isEmpty()) {
        if (const Result<Endpoint> endpoint = commandLineEndpoint(handover.endpoint))
            window.useEndpoint(*endpoint);
    }
    if (!handover.recording.isEmpty())
        window.openRecording(handover.recording);
}

}

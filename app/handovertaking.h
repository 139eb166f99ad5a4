#pragma once

#include "app/handover.h"
#include "core/base/result.h"
#include "core/chat/endpoint.h"

namespace sluice {

class MainWindow;

/// The endpoint that `--endpoint` \a url names, or why it cannot be used.
Result<Endpoint> commandLineEndpoint(const QString& url);

/// Does in \a window what a later start was asked for, and brings it to the front. What is not there or not usable is left out:
/// the later start has said so. GUI thread.
void takeHandover(const Handover& handover, MainWindow& window);

}

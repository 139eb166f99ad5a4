#pragma once

#include <QString>

namespace sluice {

class NoticeBar;

/// Says in \a bar that the last run crashed and that there is a report in \a file, to be looked at or deleted. GUI thread.
void offerCrashReport(NoticeBar& bar, const QString& file);

}

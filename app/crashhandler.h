#pragma once

#include <string>
#include <vector>

namespace sluice {

/// What a crash report begins with, and where it goes; all of it known before anything goes wrong.
struct CrashPlan
{
    std::string folder; ///< with a slash at its end; is there
    std::string head; ///< lines about program and system, without anything of the user's
    std::vector<std::string> surplus {}; ///< files that go when a report is written: there would be too many
};

/// From now until the process ends: a signal that is fatal, an exception that nobody catches, or a fatal message of Qt leaves a
/// report, and then does what it would have done before, a core dump or a sanitizer's own report included. Once per process, main
/// thread, before others are started. The report names no message's text: an exception or qFatal() may have anything in it.
void installCrashHandler(CrashPlan plan);

}

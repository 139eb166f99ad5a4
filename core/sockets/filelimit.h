#pragma once

namespace sluice {

/// Lets this process open as many files as it may: each stream holds a descriptor, and the usual soft limit of 1024 is there for
/// select(), which nothing here uses. Best before any thread is started.
void raiseFileLimit();

}

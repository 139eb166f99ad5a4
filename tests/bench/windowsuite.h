#pragma once

#include <QString>

namespace sluice::bench {

/// Does the runs of the specification with \a program, bench_window, one process each, and prints their limits beside their
/// figures. \a isLong: the one of 20,000 tokens at 500 a second, which takes as long as it must. The exit status.
int runSuite(const QString& program, bool isLong);

}

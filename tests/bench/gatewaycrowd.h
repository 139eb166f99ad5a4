#pragma once

#include "tests/bench/report.h"

namespace sluice::bench {

/// What so many streams of ten events a second cost a gateway, side by side.
struct CrowdFigures
{
    int streams = 0;
    int failed = 0; ///< what did not come to its end without a gap
    QByteArray problem; ///< of the first one
    qint64 events = 0;
    qint64 expected = 0;
    double residentKb = 0; ///< a stream, at the end of the time
    double cpuMs = 0; ///< a stream and second
    Samples addedMs; ///< due at the server → in the kernel of the client
    Samples readMs; ///< due at the server → read by the client, which is late itself
    double floorMs = 0; ///< asked → the start that the latencies count from, median of the streams
};

/// Opens \a streams within some seconds at a gateway that has none, keeps all of them for \a seconds, and waits for their ends.
CrowdFigures measureCrowd(int streams, int seconds);

/// Prints them; \a isLatencyLimited where the machine's other work is not more than the gateway's.
void reportCrowd(Report& report, const CrowdFigures& figures, bool isLatencyLimited);

}

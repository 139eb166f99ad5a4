#pragma once

#include <QtGlobal>

namespace sluice {

/// Bounds of one answer.
struct PipelineLimits
{
    qsizetype maxEventBytes = 8 * 1024 * 1024;
    qsizetype maxJsonBytes = 8 * 1024 * 1024; ///< a plain JSON answer
    qint64 maxDecodedBytes = qint64(1) << 30; ///< one body
};

}

#pragma once

#include "core/base/clock.h"
#include "core/chat/seam.h"

#include <QDateTime>
#include <QList>
#include <QString>

#include <optional>
#include <vector>

namespace sluice {

enum class CheckVerdict { Pass, Fail, NotApplicable };

/// How the text stands to that of the undisturbed answer.
enum class TextMatch {
    NotCompared, ///< the endpoint gives another answer each time
    Identical,
    PrefixKept, ///< as far as it goes, or as far as it had come before it broke
    Differs,
};

/// What came of one check. A value.
struct ResilienceResult
{
    QString id;
    CheckVerdict verdict = CheckVerdict::NotApplicable;
    QString why {}; ///< one sentence
    Millis took {0};
    int paidRequests = 0; ///< requests for an answer that the endpoint has worked for
    int reconnects = 0;
    QList<ResumeMeans> resumedBy {};
    TextMatch text = TextMatch::NotCompared;
};

/// What came of all of them. A value; the results of checks that were not run are left out.
struct ResilienceReport
{
    QString provider;
    QString target; ///< address without credentials
    QString model;
    QDateTime startedAt;
    bool mayPayAgain = false;
    bool wasStopped = false;
    std::optional<bool> isRepeatable {}; ///< two undisturbed answers were the same; nothing: not seen
    std::vector<ResilienceResult> results {};

    int count(CheckVerdict verdict) const;
    int paidRequests() const;
};

/// "pass", "fail", "not_applicable".
QString checkVerdictName(CheckVerdict verdict);
/// "identical", "prefix_kept", "differs"; empty for NotCompared.
QString textMatchName(TextMatch match);

}

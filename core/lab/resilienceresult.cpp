#include "core/lab/resilienceresult.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace sluice {

int ResilienceReport::count(CheckVerdict verdict) const
{
    return int(std::count_if(
        results.begin(), results.end(), [verdict](const ResilienceResult& result) { return result.verdict == verdict; }));
}

int ResilienceReport::paidRequests() const
{
    int sum = 0;
    for (const ResilienceResult& result : results)
        sum += result.paidRequests;
    return sum;
}

QString checkVerdictName(CheckVerdict verdict)
{
    switch (verdict) {
    case CheckVerdict::Pass:
        return u"pass"_s;
    case CheckVerdict::Fail:
        return u"fail"_s;
    case CheckVerdict::NotApplicable:
        return u"not_applicable"_s;
    }
    Q_UNREACHABLE();
}

QString textMatchName(TextMatch match)
{
    switch (match) {
    case TextMatch::NotCompared:
        return {};
    case TextMatch::Identical:
        return u"identical"_s;
    case TextMatch::PrefixKept:
        return u"prefix_kept"_s;
    case TextMatch::Differs:
        return u"differs"_s;
    }
    Q_UNREACHABLE();
}

}

#include "core/chat/seam.h"

#include <array>

namespace sluice {

using namespace Qt::StringLiterals;

namespace {

constexpr std::array Means {ResumeMeans::LastEventId, ResumeMeans::StreamOffset, ResumeMeans::ResponseSequence,
    ResumeMeans::Prefill, ResumeMeans::QuotedTurn, ResumeMeans::Restart};

}

QString resumeMeansName(ResumeMeans means)
{
    switch (means) {
    case ResumeMeans::LastEventId:
        return u"last_event_id"_s;
    case ResumeMeans::StreamOffset:
        return u"stream_offset"_s;
    case ResumeMeans::ResponseSequence:
        return u"response_sequence"_s;
    case ResumeMeans::Prefill:
        return u"prefill"_s;
    case ResumeMeans::QuotedTurn:
        return u"quoted_turn"_s;
    case ResumeMeans::Restart:
        return u"restart"_s;
    }
    Q_UNREACHABLE();
}

std::optional<ResumeMeans> resumeMeansFromName(QStringView name)
{
    for (const ResumeMeans means : Means) {
        if (name == resumeMeansName(means))
            return means;
    }
    return std::nullopt;
}

}

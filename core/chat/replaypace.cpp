#include "core/chat/replaypace.h"

namespace sluice {

using namespace Qt::StringLiterals;

QString replayPaceName(ReplayPace pace)
{
    switch (pace) {
    case ReplayPace::Instant:
        return u"instant"_s;
    case ReplayPace::Paced:
        return u"paced"_s;
    case ReplayPace::Original:
        return u"original"_s;
    }
    Q_UNREACHABLE();
}

std::optional<ReplayPace> replayPaceFromName(QStringView name)
{
    for (const ReplayPace pace : {ReplayPace::Instant, ReplayPace::Paced, ReplayPace::Original}) {
        if (replayPaceName(pace) == name)
            return pace;
    }
    return std::nullopt;
}

}

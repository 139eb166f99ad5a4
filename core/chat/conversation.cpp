#include "core/chat/conversation.h"

namespace sluice {

using namespace Qt::StringLiterals;

QString messageStateName(MessageState state)
{
    switch (state) {
    case MessageState::Pending:
        return u"pending"_s;
    case MessageState::Streaming:
        return u"streaming"_s;
    case MessageState::Complete:
        return u"complete"_s;
    case MessageState::Stopped:
        return u"stopped"_s;
    case MessageState::Interrupted:
        return u"interrupted"_s;
    case MessageState::Failed:
        return u"failed"_s;
    }
    Q_UNREACHABLE();
}

}

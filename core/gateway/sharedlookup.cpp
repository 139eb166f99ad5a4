#include "core/gateway/sharedlookup.h"

namespace sluice {

SharedLookup::SharedLookup(Exchange& exchange, SharedStreams& shared, const QByteArray& id, Known known)
    : m_isWanted(std::make_shared<bool>(true))
{
    shared.find(id, [&exchange, known = std::move(known), wanted = std::weak_ptr(m_isWanted)](const auto& found) {
        if (wanted.expired())
            return;
        if (!found)
            exchange.reply(refusalReply(found.error()));
        else if (!*found)
            exchange.reply(unknownStreamReply());
        else
            known(exchange, **found);
    });
}

}

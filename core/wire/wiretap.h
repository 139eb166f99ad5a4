#pragma once

#include "core/base/error.h"
#include "core/wire/http.h"

#include <QByteArrayView>

#include <optional>

namespace sluice {

/// Sees HTTP exchanges as they go over the wire, bodies without their transfer coding and with their content coding. Called in
/// the network thread, between the socket and the parser: it takes a copy and returns, and never blocks. Held by shared_ptr,
/// since the exchanges of a stream can outlive it.
///
/// For each exchange: exchangeBegan(); then headCame() at most once; bodyCame() any number of times, also behind the end; and one
/// of exchangeEnded() and exchangeClosed().
class WireTap
{
public:
    enum class Exchange : int { }; ///< a number of the tap's, which names one in the calls that follow

    virtual ~WireTap() = default;

    /// \a request may hold a key.
    virtual Exchange exchangeBegan(const HttpRequest& request) = 0;
    virtual void headCame(Exchange exchange, const HttpResponseHead& head) = 0;
    /// Bytes as they are read; never empty.
    virtual void bodyCame(Exchange exchange, QByteArrayView bytes) = 0;
    /// The body is complete, or the connection broke.
    virtual void exchangeEnded(Exchange exchange, const std::optional<Error>& error) = 0;
    /// We closed the connection before its end.
    virtual void exchangeClosed(Exchange exchange) = 0;
};

}

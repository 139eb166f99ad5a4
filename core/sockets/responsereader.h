#pragma once

#include "core/base/result.h"
#include "core/wire/http.h"

#include <QByteArrayView>

#include <memory>
#include <optional>
#include <span>

namespace sluice {

/// One HTTP/1.x answer out of the bytes of its connection, the same for every split (RFC 9112; Beast's parser). Interim answers
/// (1xx) are passed over. Holds an unfinished head, up to a bound, and what of the body was fed and not taken. Pure; one thread.
class ResponseReader
{
public:
    static constexpr qsizetype MaxHeadBytes = 64 * 1024; ///< also of what is no body behind it: chunk headers, trailer

    ResponseReader();
    ~ResponseReader();
    Q_DISABLE_COPY_MOVE(ResponseReader)

    /// Takes \a bytes in and gives the body bytes that are due, as many as fit into \a body: how many. Before the head is known
    /// it gives none. 0 and not isDone(): more bytes are needed. Protocol for what is no HTTP, Overflow past the bound, and for
    /// good then.
    Result<qsizetype> take(QByteArrayView bytes, std::span<char> body);

    /// The connection has ended: whether that makes the answer whole (isDone() then).
    bool end();

    const std::optional<HttpResponseHead>& head() const;
    /// The body is whole, and was given.
    bool isDone() const;
    /// Done, and the connection may take another request: the server keeps it open, and sent nothing behind the answer.
    bool leavesConnectionUsable() const;

private:
    struct Private;
    std::unique_ptr<Private> d;
};

}

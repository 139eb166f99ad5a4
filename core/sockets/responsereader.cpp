#include "core/sockets/responsereader.h"

#include <QCoreApplication>

#include <boost/beast/http/buffer_body.hpp>
#include <boost/beast/http/parser.hpp>

#include <limits>

namespace sluice {

namespace http = boost::beast::http;
using boost::system::error_code;

namespace {

using Parser = http::response_parser<http::buffer_body>;

QByteArray bytesOf(boost::beast::string_view view)
{
    return QByteArray(view.data(), qsizetype(view.size()));
}

Error errorFor(const error_code& error)
{
    if (error == http::error::header_limit)
        return {.kind = ErrorKind::Overflow,
            .message = QCoreApplication::translate("Error", "The header of the server's answer is too large.")};
    return {.kind = ErrorKind::Protocol,
        .message = QCoreApplication::translate("Error", "The server does not answer in HTTP: %1.")
            .arg(QString::fromStdString(error.message()))};
}

}

struct ResponseReader::Private
{
    std::optional<Parser> parser;
    QByteArray held; ///< not parsed yet
    std::optional<HttpResponseHead> head;
    bool isDone = false;
    bool keepsAlive = false;
    std::optional<Error> failure;

    void restart()
    {
        parser.emplace();
        parser->header_limit(MaxHeadBytes);
        parser->body_limit(std::numeric_limits<std::uint64_t>::max()); // the bound is the reader's of the body
    }

    void takeHead();
    void parseHead(QByteArrayView& input, error_code& error);
    qsizetype parseBody(QByteArrayView& input, std::span<char> body, error_code& error);
};

void ResponseReader::Private::takeHead()
{
    const auto& message = parser->get();
    if (message.result_int() >= 100 && message.result_int() < 200) {
        restart();
        return;
    }
    head.emplace(HttpResponseHead {.status = int(message.result_int()), .headers = {}});
    for (const auto& field : message)
        head->headers.append(HttpHeader {bytesOf(field.name_string()), bytesOf(field.value())});
    keepsAlive = parser->keep_alive();
    isDone = parser->is_done();
    parser->eager(true);
    parser->get().clear(); // has been copied, and a stream may live for hours
}

void ResponseReader::Private::parseHead(QByteArrayView& input, error_code& error)
{
    while (!head && !input.isEmpty() && !error) {
        input = input.sliced(qsizetype(parser->put({input.data(), std::size_t(input.size())}, error)));
        if (!error && parser->is_header_done())
            takeHead();
    }
}

qsizetype ResponseReader::Private::parseBody(QByteArrayView& input, std::span<char> body, error_code& error)
{
    auto& out = parser->get().body();
    out.data = body.data();
    out.size = body.size();
    out.more = true;
    while (!input.isEmpty() && !parser->is_done() && !error)
        input = input.sliced(qsizetype(parser->put({input.data(), std::size_t(input.size())}, error)));
    isDone = parser->is_done();
    const auto given = qsizetype(body.size() - out.size);
    out.data = nullptr; // it is the caller's
    out.size = 0;
    return given;
}

ResponseReader::ResponseReader()
    : d(std::make_unique<Private>())
{
    d->restart();
}

ResponseReader::~ResponseReader() = default;

Result<qsizetype> ResponseReader::take(QByteArrayView bytes, std::span<char> body)
{
    if (d->failure)
        return std::unexpected(*d->failure);
    // Most of the time nothing is held, and nothing is copied.
    const bool usesHeld = !d->held.isEmpty();
    if (usesHeld)
        d->held.append(bytes);
    QByteArrayView input = usesHeld ? QByteArrayView(d->held) : bytes;
    error_code error;
    qsizetype given = 0;
    if (!d->head)
        d->parseHead(input, error);
    else if (!d->isDone && !body.empty())
        given = d->parseBody(input, body, error);
    d->held = input.toByteArray();
    if (error == http::error::need_more && d->held.size() > MaxHeadBytes)
        error = http::error::header_limit;
    if (error && error != http::error::need_more && error != http::error::need_buffer) {
        d->failure = errorFor(error);
        if (given == 0) // else what came before the fault goes first
            return std::unexpected(*d->failure);
    }
    return given;
}

bool ResponseReader::end()
{
    if (d->failure || !d->head)
        return false;
    error_code error;
    if (!d->isDone && d->held.isEmpty()) {
        d->parser->put_eof(error);
        d->isDone = !error && d->parser->is_done();
    }
    d->keepsAlive = false;
    return d->isDone;
}

const std::optional<HttpResponseHead>& ResponseReader::head() const
{
    return d->head;
}

bool ResponseReader::isDone() const
{
    return d->isDone;
}

bool ResponseReader::leavesConnectionUsable() const
{
    return d->isDone && d->keepsAlive && d->held.isEmpty();
}

}

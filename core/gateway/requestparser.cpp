#include "core/gateway/requestparser.h"

#include <boost/beast/http/parser.hpp>

#include <expected>
#include <optional>

using namespace Qt::StringLiterals;

namespace sluice {

namespace http = boost::beast::http;
using boost::system::error_code;

namespace {

/// A body kept in a QByteArray, or read past.
struct KeptBody
{
    struct value_type
    {
        QByteArray bytes;
        qint64 count = 0; ///< of those that came
        bool discard = false;
    };

    class reader
    {
    public:
        template <bool IsRequest, class Fields>
        reader(http::header<IsRequest, Fields>&, value_type& body)
            : m_body(body)
        { }

        void init(const boost::optional<std::uint64_t>&, error_code& error) { error = {}; }

        template <class Buffers>
        std::size_t put(const Buffers& buffers, error_code& error)
        {
            error = {};
            std::size_t taken = 0;
            for (auto it = boost::asio::buffer_sequence_begin(buffers); it != boost::asio::buffer_sequence_end(buffers); ++it) {
                const boost::asio::const_buffer part = *it;
                if (!m_body.discard)
                    m_body.bytes.append(static_cast<const char*>(part.data()), qsizetype(part.size()));
                taken += part.size();
            }
            m_body.count += qint64(taken);
            return taken;
        }

        void finish(error_code& error) { error = {}; }

    private:
        value_type& m_body;
    };
};

using Parser = http::request_parser<KeptBody>;

QByteArray bytes(boost::beast::string_view view)
{
    return QByteArray(view.data(), qsizetype(view.size()));
}

RequestParser::Failure failureFor(const error_code& error)
{
    if (error == http::error::header_limit)
        return {431, u"The header of the request is larger than 64 KiB"_s};
    if (error == http::error::body_limit)
        return {413, u"The body of the request is larger than 8 MiB"_s};
    return {400, u"Not a valid HTTP/1.1 request: %1"_s.arg(QString::fromStdString(error.message()))};
}

bool hasToken(const QByteArray& list, QByteArrayView token)
{
    for (const QByteArray& part : list.split(',')) {
        if (part.trimmed().compare(token, Qt::CaseInsensitive) == 0)
            return true;
    }
    return false;
}

}

struct RequestParser::Private
{
    RequestLimits limits;
    QByteArray input;
    std::optional<Parser> parser;
    IncomingRequest request;
    bool headGiven = false;
    std::optional<Failure> failure;
    qsizetype scanned = 0; // of input, in search of the end of the head
    qsizetype lineStart = 0;

    Step fail(Failure why)
    {
        failure = std::move(why);
        input.clear();
        return Step::Failed;
    }

    void skipEmptyLines() // RFC 9112 section 2.2: before a request line they are ignored
    {
        qsizetype at = 0;
        while (input.size() - at >= 2 && input[at] == '\r' && input[at + 1] == '\n')
            at += 2;
        input.remove(0, at);
    }

    std::expected<qsizetype, Failure> headSize();

    void parse(qsizetype most, error_code& error)
    {
        while (most > 0 && !parser->is_done() && !error) {
            const auto used = qsizetype(parser->put({input.constData(), std::size_t(most)}, error));
            input.remove(0, used);
            most -= used;
        }
    }

    std::optional<Failure> takeHead();
};

/// How long the head is, 0 while its end has not come. It is given to Beast in one piece, so that the limit and what is refused
/// do not depend on how the network cut it.
std::expected<qsizetype, RequestParser::Failure> RequestParser::Private::headSize()
{
    const auto bad = [](const QString& what) { return std::unexpected(Failure {400, what}); };
    if (!input.isEmpty() && !http::detail::is_token_char(input.front()))
        return bad(u"Not HTTP: a request begins with a method"_s);
    for (; scanned < input.size(); ++scanned) {
        if (input[scanned] != '\n')
            continue;
        if (scanned == lineStart || input[scanned - 1] != '\r')
            return bad(u"A line of the header does not end in CRLF"_s);
        const QByteArrayView line = QByteArrayView(input).sliced(lineStart, scanned - 1 - lineStart);
        if (lineStart == 0 && !line.endsWith(" HTTP/1.1") && !line.endsWith(" HTTP/1.0"))
            return bad(u"The request line does not end in HTTP/1.1 or HTTP/1.0"_s);
        lineStart = scanned + 1;
        if (line.isEmpty())
            break;
    }
    const bool found = scanned < input.size();
    const qsizetype size = found ? scanned + 1 : input.size();
    if (size > qsizetype(limits.headBytes))
        return std::unexpected(failureFor(http::error::header_limit));
    return found ? size : 0;
}

std::optional<RequestParser::Failure> RequestParser::Private::takeHead()
{
    const auto& head = parser->get();
    request = {};
    request.method = bytes(head.method_string());
    request.minorVersion = int(head.version() % 10);
    for (const auto& field : head)
        request.headers.append(HttpHeader {bytes(field.name_string()), bytes(field.value())});
    request.keepAlive = parser->keep_alive();
    request.hasBody = !parser->is_done();
    request.expectsContinue =
        request.minorVersion > 0 && hasToken(headerValue(request.headers, "Expect"), "100-continue") && request.hasBody;

    const std::optional<RequestTarget> target = parseTarget(bytes(head.target()));
    if (!target)
        return Failure {400, u"The request target is neither a path nor an http URL"_s};
    request.target = *target;
    for (const HttpHeader& header : std::as_const(request.headers)) {
        if (header.name.compare("Transfer-Encoding", Qt::CaseInsensitive) != 0)
            continue;
        if (request.minorVersion == 0)
            return Failure {400, u"HTTP/1.0 has no Transfer-Encoding"_s};
        if (header.value.compare("chunked", Qt::CaseInsensitive) != 0)
            return Failure {400, u"Only the transfer coding 'chunked' is understood"_s};
    }
    return std::nullopt;
}

RequestParser::RequestParser(RequestLimits limits)
    : d(std::make_unique<Private>())
{
    d->limits = limits;
}

RequestParser::~RequestParser() = default;

void RequestParser::feed(QByteArrayView bytes)
{
    if (!d->failure)
        d->input.append(bytes);
}

RequestParser::Step RequestParser::next()
{
    if (d->failure)
        return Step::Failed;
    if (!d->parser) {
        d->skipEmptyLines();
        if (d->input.isEmpty() || d->input == "\r")
            return Step::NeedMore;
        d->parser.emplace();
        d->parser->header_limit(d->limits.headBytes + 1); // it refuses what reaches the limit
        d->parser->body_limit(d->limits.bodyBytes);
    }
    error_code error;
    if (!d->headGiven) {
        const std::expected<qsizetype, Failure> size = d->headSize();
        if (!size)
            return d->fail(size.error());
        if (*size == 0)
            return Step::NeedMore;
        d->parse(*size, error);
        if (error)
            return d->fail(failureFor(error));
        if (std::optional<Failure> refused = d->takeHead())
            return d->fail(std::move(*refused));
        d->headGiven = true;
        return Step::Head;
    }
    d->parse(d->input.size(), error);
    if (error && error != http::error::need_more)
        return d->fail(failureFor(error));
    if (!d->parser->is_done()) {
        // What is left unparsed is one chunk header or the trailer: no reason to be long.
        if (d->input.size() > qsizetype(d->limits.headBytes))
            return d->fail({431, u"A chunk header or the trailer is larger than 64 KiB"_s});
        return Step::NeedMore;
    }
    d->request.body = std::exchange(d->parser->get().body().bytes, {});
    return Step::Complete;
}

IncomingRequest& RequestParser::request()
{
    return d->request;
}

const IncomingRequest& RequestParser::request() const
{
    return d->request;
}

void RequestParser::discardBody()
{
    d->parser->get().body().discard = true;
}

void RequestParser::restart()
{
    d->parser.reset();
    d->request = {};
    d->headGiven = false;
    d->scanned = 0;
    d->lineStart = 0;
    d->input.squeeze();
}

qint64 RequestParser::bodyBytes() const
{
    return d->parser ? d->parser->get().body().count : 0;
}

qint64 RequestParser::heldBytes() const
{
    return d->input.size() + (d->parser ? d->parser->get().body().bytes.size() : 0);
}

qsizetype RequestParser::bufferedBytes() const
{
    return d->input.size();
}

bool RequestParser::hasBegun() const
{
    return d->parser || !d->input.isEmpty();
}

RequestParser::Failure RequestParser::failure() const
{
    return d->failure.value_or(Failure {});
}

}

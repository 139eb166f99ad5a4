#include "tests/support/scriptedserver.h"

namespace sluice::test {

Step send(const QByteArray& bytes, qint64 times)
{
    return {.kind = Step::Kind::Send, .bytes = bytes, .count = times};
}

Step awaitRelease()
{
    return {.kind = Step::Kind::AwaitRelease, .bytes = {}};
}

Step awaitOthers(qint64 connections)
{
    return {.kind = Step::Kind::AwaitOthers, .bytes = {}, .count = connections};
}

Step hold()
{
    return {.kind = Step::Kind::Hold, .bytes = {}};
}

Step closeConnection()
{
    return {.kind = Step::Kind::Close, .bytes = {}};
}

Step resetConnection()
{
    return {.kind = Step::Kind::Reset, .bytes = {}};
}

QByteArray responseHead(int status, const QByteArray& contentType, const HttpHeaders& extra)
{
    QByteArray head = "HTTP/1.1 " + QByteArray::number(status) + " Status\r\n";
    if (!contentType.isEmpty())
        head += "Content-Type: " + contentType + "\r\n";
    for (const HttpHeader& header : extra)
        head += header.name + ": " + header.value + "\r\n";
    return head + "\r\n";
}

QByteArray chunkedHead(int status, const QByteArray& contentType, HttpHeaders extra)
{
    extra.append(HttpHeader {"Transfer-Encoding", "chunked"});
    return responseHead(status, contentType, extra);
}

QByteArray chunk(const QByteArray& bytes)
{
    return QByteArray::number(bytes.size(), 16) + "\r\n" + bytes + "\r\n";
}

QByteArray lastChunk()
{
    return "0\r\n\r\n";
}

QByteArray wholeResponse(int status, const QByteArray& contentType, const QByteArray& body, HttpHeaders extra)
{
    extra.append(HttpHeader {"Content-Length", QByteArray::number(body.size())});
    return responseHead(status, contentType, extra) + body;
}

QByteArray openAiText(const QByteArray& text)
{
    return R"(data: {"object":"chat.completion.chunk","choices":[{"index":0,"delta":{"content":")" + text
        + "\"},\"finish_reason\":null}]}\n\n";
}

QByteArray openAiFinish(const QByteArray& finishReason)
{
    return R"(data: {"object":"chat.completion.chunk","choices":[{"index":0,"delta":{},"finish_reason":")" + finishReason
        + "\"}]}\n\n";
}

}

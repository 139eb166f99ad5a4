#include "core/faults/answerhead.h"

namespace sluice {

using Framing = MessageReader::Framing;

namespace {

QByteArray reasonOf(int status)
{
    return status < 300 ? "OK" : status < 400 ? "Redirect" : "Fault";
}

}

AnswerHead adaptHead(MessageHead head, Framing framing, const Fault& fault, int clientMinor, bool keepAlive)
{
    constexpr qsizetype VersionSize = 8; // "HTTP/1.1"
    const bool isOld = clientMinor == 0;
    const bool closes = head.hasToken("Connection", "close") || head.startLine.startsWith("HTTP/1.0");
    if (framing == Framing::Length && fault.changesLength())
        framing = Framing::Chunked;
    if (framing == Framing::Chunked && isOld)
        framing = Framing::UntilClose;
    keepAlive = keepAlive && !closes && framing != Framing::UntilClose;
    head.removeHopByHop();
    if (!fault.contentType.isEmpty())
        head.set("Content-Type", fault.contentType);
    if (framing != Framing::None && fault.gzip)
        head.set("Content-Encoding", "gzip");
    if (framing == Framing::Chunked || framing == Framing::UntilClose)
        head.remove("Content-Length");
    if (framing == Framing::Chunked) {
        head.set("Transfer-Encoding", "chunked");
        head.startLine.replace(0, VersionSize, "HTTP/1.1");
    }
    if (!keepAlive)
        head.set("Connection", "close");
    else if (isOld)
        head.set("Connection", "keep-alive");
    return {head, framing, keepAlive};
}

MadeAnswer makeAnswer(int status, const QByteArray& why, const Fault& fault)
{
    MadeAnswer answer;
    answer.head.startLine = "HTTP/1.1 " + QByteArray::number(status) + ' ' + reasonOf(status);
    if (status != 204 && status != 304) {
        answer.body = "{\"error\":{\"message\":\"Fault server: " + why
            + "\",\"type\":\"fault\",\"code\":" + QByteArray::number(status) + "}}";
        answer.head.set("Content-Type", "application/json");
        answer.head.set("Content-Length", QByteArray::number(answer.body.size()));
    }
    if (!fault.retryAfter.isEmpty())
        answer.head.set("Retry-After", fault.retryAfter);
    if (!fault.location.isEmpty())
        answer.head.set("Location", fault.location);
    return answer;
}

}

#include "core/wire/ssewriter.h"

#include "core/wire/linescan.h"

#include <algorithm>

namespace sluice {

namespace {

void writeLines(QByteArray& out, QByteArrayView prefix, QByteArrayView text)
{
    for (;;) {
        const LineScan scan = scanLine(text);
        out.append(prefix);
        out.append(text.first(scan.length));
        out.append('\n');
        if (!scan.isEnded)
            return;
        const bool isCrLf = text.sliced(scan.length).startsWith("\r\n");
        text = text.sliced(scan.length + (isCrLf ? 2 : 1));
    }
}

void writeOneLine(QByteArray& out, QByteArrayView prefix, QByteArrayView value)
{
    if (value.isEmpty())
        return;
    out.append(prefix);
    const qsizetype start = out.size();
    out.append(value);
    std::replace_if(out.begin() + start, out.end(), [](char c) { return c == '\n' || c == '\r' || c == '\0'; }, ' ');
    out.append('\n');
}

}

void writeSseEvent(QByteArray& out, const SseFrame& frame)
{
    writeOneLine(out, "id: ", frame.id);
    writeOneLine(out, "event: ", frame.type);
    writeLines(out, "data: ", frame.data);
    out.append('\n');
}

void writeSseComment(QByteArray& out, QByteArrayView text)
{
    writeLines(out, ": ", text);
    out.append('\n');
}

}

#pragma once

#include "core/wire/sseparser.h"

#include <QByteArray>
#include <QList>

namespace sluice::test {

/// An event, and how many bytes of the stream had been fed when it came out.
struct SeenEvent
{
    SseEvent event;
    bool hasData = true;
    qsizetype fedBytes = 0;

    bool operator==(const SeenEvent&) const = default;
};

/// Everything that can be seen of a parser over a whole stream.
struct SseRun
{
    QList<SeenEvent> events;
    QByteArray lastEventId;
    std::optional<Millis> retry;
    std::optional<ErrorKind> error;
};

/// Feeds a parser in pieces. Each piece lives in a heap block of exactly its size and is overwritten as soon as the parser may
/// not use it any more, so that a stale or too long view shows as a wrong event, and under ASan as a fault.
class SseFeeder
{
public:
    explicit SseFeeder(qsizetype maxEventBytes);

    void feed(QByteArrayView piece);
    const SseRun& run() const { return m_run; }

private:
    SseParser m_parser;
    SseRun m_run;
    qsizetype m_fedBytes = 0;
};

/// The run that feeds \a stream byte by byte: it says at which byte each event has to come.
SseRun runByteByByte(QByteArrayView stream, qsizetype maxEventBytes);

/// Feeds \a stream cut at the ascending \a cuts. Empty when it gave the events of \a bytewise, each with the piece that holds its
/// last byte; else what was different.
QByteArray differenceWhenCut(
    QByteArrayView stream, const QList<qsizetype>& cuts, const SseRun& bytewise, qsizetype maxEventBytes);

}

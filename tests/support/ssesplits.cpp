#include "tests/support/ssesplits.h"

#include <algorithm>
#include <memory>

namespace sluice::test {

namespace {

QByteArray describe(const SseRun& run)
{
    QByteArray text;
    for (const SeenEvent& seen : run.events) {
        text += "  at " + QByteArray::number(seen.fedBytes) + ": type " + seen.event.type.toPercentEncoding() + ", data "
            + seen.event.data.toPercentEncoding() + ", id " + seen.event.id.toPercentEncoding() + ", error "
            + seen.event.errorField.toPercentEncoding() + (seen.hasData ? "\n" : " (no data)\n");
    }
    return text + "  last id " + run.lastEventId.toPercentEncoding() + ", retry "
        + (run.retry ? QByteArray::number(qint64(run.retry->count())) : QByteArray("none")) + (run.error ? ", failed\n" : "\n");
}

}

SseFeeder::SseFeeder(qsizetype maxEventBytes)
    : m_parser(maxEventBytes)
{ }

void SseFeeder::feed(QByteArrayView piece)
{
    const auto size = static_cast<size_t>(piece.size());
    const std::unique_ptr<char[]> block(new char[size]);
    std::copy(piece.begin(), piece.end(), block.get());
    m_fedBytes += piece.size();
    m_parser.feed(QByteArrayView(block.get(), piece.size()));
    for (;;) {
        const Result<std::optional<SseEventView>> next = m_parser.next();
        if (!next)
            m_run.error = next.error().kind;
        if (!next || !*next)
            break;
        const SseEventView& event = **next;
        m_run.events.append({.event = {.type = event.type.toByteArray(),
                                 .data = event.data.toByteArray(),
                                 .id = event.id.toByteArray(),
                                 .errorField = event.errorField.toByteArray()},
            .hasData = event.hasData,
            .fedBytes = m_fedBytes});
    }
    std::fill_n(block.get(), size, '#');
    m_run.lastEventId = m_parser.lastEventId().toByteArray();
    m_run.retry = m_parser.retry();
}

SseRun runByteByByte(QByteArrayView stream, qsizetype maxEventBytes)
{
    SseFeeder feeder(maxEventBytes);
    for (qsizetype i = 0; i < stream.size(); ++i)
        feeder.feed(stream.sliced(i, 1));
    return feeder.run();
}

QByteArray differenceWhenCut(QByteArrayView stream, const QList<qsizetype>& cuts, const SseRun& bytewise, qsizetype maxEventBytes)
{
    SseFeeder feeder(maxEventBytes);
    SseRun expected = bytewise;
    qsizetype from = 0;
    qsizetype due = 0;
    for (qsizetype i = 0; i <= cuts.size(); ++i) {
        const qsizetype to = i < cuts.size() ? cuts[i] : stream.size();
        feeder.feed(stream.sliced(from, to - from));
        from = to;
        for (; due < expected.events.size() && expected.events[due].fedBytes <= to; ++due)
            expected.events[due].fedBytes = to;
    }
    const SseRun& run = feeder.run();
    if (run.events == expected.events && run.lastEventId == expected.lastEventId && run.retry == expected.retry
        && run.error == expected.error)
        return {};
    QByteArray text = "cut at";
    for (const qsizetype cut : cuts)
        text += ' ' + QByteArray::number(cut);
    return text + "\nexpected\n" + describe(expected) + "got\n" + describe(run);
}

}

#pragma once

#include "core/gateway/answersource.h"
#include "core/gateway/completionformat.h"
#include "core/gateway/exchange.h"
#include "core/gateway/streamregistry.h"
#include "core/gateway/wholemeter.h"

#include <QString>

#include <memory>

namespace sluice {

/// A /v1 answer that is not streamed: collected, then sent as one JSON. A client that goes away stops it at once. Owned by its
/// exchange; gateway thread.
class WholeCompletion final : public PendingReply, public AnswerSink, public ActiveAnswer
{
public:
    /// Most characters of text and reasoning together; past them the answer fails with Overflow.
    static constexpr qsizetype MaxCharacters = 16 * 1024 * 1024;

    /// The references outlive this; \a metrics are its route's.
    WholeCompletion(Exchange& exchange, StreamRegistry& streams, RouteMetrics& metrics, CompletionHead head,
        std::unique_ptr<AnswerSource> source);
    ~WholeCompletion() override;
    Q_DISABLE_COPY_MOVE(WholeCompletion)

    void takeHead() override { }
    void takeDelta(const Delta& delta) override;
    void takeEnd(const StreamEnd& end) override;
    void cancel(const Error& error) override;

private:
    Exchange& m_exchange;
    StreamRegistry& m_streams;
    const CompletionHead m_head;
    std::unique_ptr<AnswerSource> m_source;
    QString m_text;
    QString m_reasoning;
    Usage m_usage;
    bool m_ended = false;
    WholeMeter m_meter;
};

}

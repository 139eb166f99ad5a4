#pragma once

#include "core/engine/answerbody.h"
#include "core/gateway/upstreamcall.h"
#include "core/lab/loadplan.h"
#include "core/lab/loadsample.h"

#include <functional>
#include <memory>
#include <optional>

namespace sluice {

/// One request of a load test and its answer, read to the end and measured. The loop's thread. Destroying it is an abort.
class LoadRequest final : private UpstreamCall::Listener
{
public:
    /// Who is told. Neither is called from inside the constructor.
    class Owner
    {
    public:
        /// A delta of \a sample came; \a gapMs is nothing for the first one.
        virtual void tookDelta(const LoadSample& sample, std::optional<double> gapMs) = 0;
        /// Once at most: ttftMs is known.
        virtual void tookFirstText(const LoadSample& sample) = 0;
        /// Once; may destroy the request.
        virtual void ended(LoadRequest& request) = 0;

    protected:
        ~Owner() = default;
    };

    /// Sends \a request now, that was due at \a due. All references outlive this.
    LoadRequest(HttpClient& client, const LoadPlan& plan, const HttpRequest& request, qint64 number, TimePoint start,
        TimePoint due, Owner& owner);
    ~LoadRequest();

    const LoadSample& sample() const { return m_sample; }
    /// Of its body, so far.
    qint64 wireBytes() const { return m_body.wireBytes(); }
    qint64 decodedBytes() const { return m_body.decodedBytes(); }

private:
    void answered(const HttpResponseHead& head) override;
    void refused(const Error& error, const QByteArray& body) override;
    void bodyReadable() override;

    bool takeEvents(TimePoint now);
    void takeDeltas(TimePoint now);
    void end(const std::optional<Error>& error, TimePoint now);
    double sinceBegin(TimePoint when) const;

    const LoadPlan& m_plan;
    const TimePoint m_begin; ///< its latencies count from here
    Owner& m_owner;
    LoadSample m_sample;
    AnswerBody m_body;
    Deltas m_deltas; ///< of one event; kept for its memory
    UpstreamCall m_call;
};

}

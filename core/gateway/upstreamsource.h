#pragma once

#include "core/engine/answerbody.h"
#include "core/gateway/answerorigin.h"
#include "core/gateway/choicewatch.h"
#include "core/gateway/upstream.h"
#include "core/sockets/timer.h"

namespace sluice {

/// One answer of the upstream. It is read event by event while its reader keeps up; when that pauses, what is held is the rest of
/// one read and the deltas of one event, and the server is stopped by its socket. Nothing is tried again here. Gateway thread.
class UpstreamSource final : public AnswerSource, private UpstreamCall::Listener
{
public:
    /// \a upstream outlives this. \a refusal, if there is one, takes what the server says when it refuses.
    UpstreamSource(
        boost::asio::io_context& loop, Upstream& upstream, AnswerRequest request, std::shared_ptr<QByteArray> refusal = {});
    ~UpstreamSource() override;

    void start(AnswerSink& sink) override;
    void setClock(const std::shared_ptr<StageClock>& clock) override;
    void setReading(Reading reading) override;
    void stop() override;
    SourceFigures figures() const override;

private:
    enum class Next { GoOn, Wait };

    void answered(const HttpResponseHead& head) override;
    void refused(const Error& error, const QByteArray& body) override;
    void bodyReadable() override;

    void send(const HttpRequest& request);
    void noteConnect(const HttpStamps& stamps);
    void pump();
    void pumpLater();
    bool give();
    Next advance();
    Next readOn();
    void endBody();
    std::optional<Error> missingChoices() const;
    void end(const std::optional<Error>& error);
    void deliverEnd();

    Upstream& m_upstream;
    AnswerRequest m_request; // until it is sent
    const bool m_relays;
    const std::shared_ptr<QByteArray> m_refusal;
    AnswerSink* m_sink = nullptr; // null before the start and once stopped
    Upstream::ModelWait m_modelWait;
    std::unique_ptr<UpstreamCall> m_call;
    Timer m_turn;
    Reading m_reading = Reading::Go;
    bool m_isPumping = false;
    bool m_isAwaiting = false; // the next bytes
    SourceFigures m_figures;

    std::shared_ptr<StageClock> m_clock; // null = not profiled; shared with the stream, which may go first
    QByteArray m_input; // one read, while it is taken apart
    AnswerBody m_body;
    std::unique_ptr<ChoiceWatch> m_choices; // null for a single one
    QByteArray m_wholeChunk; // of an answer that came as JSON
    bool m_eventWaits = false; // taken, and not given yet; its deltas are next
    Deltas m_deltas;
    std::size_t m_given = 0;
    std::optional<StreamEnd> m_end;
};

}

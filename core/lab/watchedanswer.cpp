#include "core/lab/watchedanswer.h"

#include <algorithm>

namespace sluice {

WatchedAnswer::WatchedAnswer(ChatEngine& engine, StreamRequest request, const WatchOptions& options, QObject* parent)
    : QObject(parent)
    , m_options(options)
    , m_tap(std::make_shared<AnswerTap>())
    , m_outcome(std::make_shared<AnswerOutcome>())
{
    m_since.start();
    request.tap = m_tap;
    request.frameInterval = Millis(0);
    m_stream = engine.start(request);
    connect(m_stream.get(), &StreamHandle::frame, this, &WatchedAnswer::takeFrame);
    connect(m_stream.get(), &StreamHandle::statusChanged, this, [this](const StreamStatus& status) {
        m_outcome->wasStalled = m_outcome->wasStalled || status.state == StreamState::Stalled;
    });
    connect(m_stream.get(), &StreamHandle::ended, this, &WatchedAnswer::takeEnd);
    connect(m_stream.get(), &StreamHandle::serverStopped, this, [this](ServerStop outcome) {
        m_outcome->serverStop = outcome;
        tellEnd();
    });
    m_limit.setSingleShot(true);
    connect(&m_limit, &QTimer::timeout, this, [this] {
        m_outcome->ranOut = true;
        m_stream->stop();
    });
    m_limit.start(options.limit);
}

WatchedAnswer::~WatchedAnswer() = default;

void WatchedAnswer::stop()
{
    m_stream->stop();
}

void WatchedAnswer::end(std::unique_ptr<WatchedAnswer>& answer, std::function<void()> done)
{
    if (!answer)
        return done();
    disconnect(answer.get(), &WatchedAnswer::ended, nullptr, nullptr);
    connect(answer.get(), &WatchedAnswer::ended, answer.get(), [&answer, done = std::move(done)] {
        answer.release()->deleteLater(); // this is its own signal
        done();
    });
    answer->stop();
}

void WatchedAnswer::takeFrame(const FrameBatch& batch)
{
    const qint64 now = m_since.elapsed();
    m_outcome->longestGap = std::max(m_outcome->longestGap, Millis(now - m_lastPieceMs));
    m_lastPieceMs = now;
    if (batch.keepText)
        m_outcome->text.truncate(*batch.keepText);
    m_outcome->text += batch.text;
    if (batch.usage)
        m_outcome->usage = batch.usage;
    for (const Seam& seam : batch.seams)
        m_outcome->seams.append(seam);
    m_deltas += batch.textDeltas;
    if (m_options.stopAfterDeltas > 0 && m_deltas >= m_options.stopAfterDeltas)
        QMetaObject::invokeMethod(this, &WatchedAnswer::stop, Qt::QueuedConnection); // this is the stream's own signal
}

void WatchedAnswer::takeEnd(const StreamEnd& end)
{
    m_limit.stop();
    m_outcome->end = end;
    m_outcome->took = Millis(m_since.elapsed());
    if (!m_stream->awaitsServerStop())
        tellEnd();
}

void WatchedAnswer::tellEnd()
{
    // The receiver may destroy this, and with it the stream whose signal this is.
    QMetaObject::invokeMethod(
        this,
        [this] {
            m_outcome->figures = m_stream->figures();
            m_outcome->exchanges = m_tap->exchanges();
            Q_EMIT ended(m_outcome);
        },
        Qt::QueuedConnection);
}

}

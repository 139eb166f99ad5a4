#include "app/askrun.h"

#include "app/command.h"
#include "app/signalwatcher.h"
#include "core/gateway/jsontext.h"

#include <QRandomGenerator>
#include <QTimer>

#include <algorithm>
#include <cmath>
#include <utility>

using namespace Qt::StringLiterals;

namespace sluice {

namespace {

/// An answer that --json collects is held in memory; an endless one must end.
constexpr qsizetype MaxCollectedCharacters = 64 * 1024 * 1024;

Error makeError(ErrorKind kind, const QString& message)
{
    return {.kind = kind, .message = message, .httpStatus = 0, .retryAfter = {}};
}

/// At most three decimals; null for what was not measured.
QByteArray millisJson(const std::optional<double>& ms)
{
    if (!ms || !std::isfinite(*ms))
        return "null";
    QByteArray text = QByteArray::number(*ms, 'f', 3);
    while (text.endsWith('0'))
        text.chop(1);
    if (text.endsWith('.'))
        text.chop(1);
    return text;
}

QByteArray usageJson(const std::optional<Usage>& usage)
{
    if (!usage)
        return "null";
    return "{\"prompt_tokens\":" + jsonNumber(usage->promptTokens)
        + ",\"completion_tokens\":" + jsonNumber(usage->completionTokens) + '}';
}

QByteArray errorJson(const std::optional<Error>& error)
{
    if (!error)
        return "null";
    const std::optional<qint64> status = error->httpStatus > 0 ? std::optional<qint64>(error->httpStatus) : std::nullopt;
    return "{\"kind\":" + jsonString(errorKindName(error->kind)) + ",\"message\":" + jsonString(error->message)
        + ",\"http_status\":" + jsonNumber(status) + '}';
}

/// With a comma before it; nothing for an answer that came in one piece.
QByteArray resumesJson(const QList<Seam>& seams)
{
    if (seams.isEmpty())
        return {};
    QByteArray list;
    for (const Seam& seam : seams) {
        list += (list.isEmpty() ? "" : ",") + ("{\"means\":" + jsonString(resumeMeansName(seam.means)))
            + ",\"text_at\":" + QByteArray::number(seam.textAt) + ",\"repeated\":" + QByteArray::number(seam.repeated)
            + ",\"replaced\":" + QByteArray::number(seam.replaced) + '}';
    }
    return ",\"resumes\":[" + list + ']';
}

/// The inside of a JSON string.
void writeEscaped(QStringView text, const std::function<void(QByteArrayView)>& write)
{
    constexpr qsizetype PieceCharacters = 64 * 1024;
    while (!text.isEmpty()) {
        qsizetype count = std::min(text.size(), PieceCharacters);
        if (count < text.size() && text[count].isLowSurrogate())
            --count;
        const QByteArray quoted = jsonString(text.first(count));
        write(QByteArrayView(quoted).sliced(1).chopped(1));
        text = text.sliced(count);
    }
}

}

void writeAskJson(const AskResult& result, const std::function<void(QByteArrayView)>& write)
{
    write("{\"text\":\"");
    writeEscaped(result.text, write);
    write("\",\"reasoning\":\"");
    writeEscaped(result.reasoning, write);
    write("\",\"finish_reason\":" + (result.finishReason.isEmpty() ? "null"_ba : jsonString(result.finishReason))
        + ",\"usage\":" + usageJson(result.usage) + ",\"cached\":" + (result.cached ? "true" : "false")
        + ",\"reconnects\":" + QByteArray::number(result.figures.reconnects)
        + ",\"timing\":{\"ttft_ms\":" + millisJson(result.figures.ttftMs) + ",\"e2e_ms\":" + millisJson(result.figures.e2eMs)
        + "},\"error\":" + errorJson(result.error) + resumesJson(result.seams) + "}\n");
}

AskRun::AskRun(const AskArguments& arguments)
    : m_arguments(arguments)
    , m_access(arguments.choice)
    , m_engine({.cacheDirectory = arguments.cacheDirectory, .cache = arguments.cacheLimits})
{ }

int AskRun::exec()
{
    const SignalWatcher watcher([this](int) { interrupt(); });
    m_access.open(this, [this](const Result<void>& opened) {
        if (m_isInterrupted)
            return;
        if (!opened)
            return finish(opened.error());
        if (m_arguments.chat.model.isEmpty())
            findModel();
        else
            startStream();
    });
    return m_loop.exec();
}

void AskRun::findModel()
{
    if (m_isInterrupted)
        return;
    m_engine.fetchModels(m_access.endpoint(), m_access.key(), this, [this](const Result<EndpointProbe>& probe) {
        if (!m_isInterrupted)
            takeModels(probe);
    });
}

void AskRun::takeModels(const Result<EndpointProbe>& probe)
{
    if (!probe) {
        // No list to be had (404, not JSON): many small servers have one model and none of that route, and take any name.
        if (probe.error().kind == ErrorKind::Protocol)
            return startStream();
        const RetryPolicy policy(m_arguments.retry, [] { return QRandomGenerator::global()->generateDouble(); });
        const std::optional<Millis> pause = policy.delayBefore(++m_listAttempts, probe.error());
        if (!pause)
            return finish(probe.error());
        QTimer::singleShot(*pause, this, [this] { findModel(); });
        return;
    }
    if (probe->models.isEmpty())
        return finish(makeError(ErrorKind::Protocol, u"The server lists no models: name one with --model"_s));
    m_arguments.chat.model = probe->models.constFirst();
    startStream();
}

void AskRun::startStream()
{
    StreamRequest request;
    request.endpoint = m_access.endpoint();
    request.endpoint.model = m_arguments.chat.model;
    request.key = m_access.key();
    request.chat = m_arguments.chat;
    request.strategy = m_arguments.strategy;
    request.retry = m_arguments.retry;
    request.cache = {.read = true, .write = true, .pace = ReplayPace::Instant}; // who waits here wants the answer
    request.timeouts = m_arguments.timeouts;
    request.frameInterval = Millis(0); // no screen to keep pace with
    if (const Result<void> recorded = startRecording(request); !recorded)
        return finish(recorded.error());
    m_stream = m_engine.start(request);
    connect(m_stream.get(), &StreamHandle::frame, this, &AskRun::takeFrame);
    connect(m_stream.get(), &StreamHandle::statusChanged, this, &AskRun::takeStatus);
    connect(m_stream.get(), &StreamHandle::ended, this, &AskRun::takeEnd);
}

// Who waits should know what for. The answer itself stays alone on standard output.
void AskRun::takeStatus(const StreamStatus& status)
{
    if (status.state == StreamState::Reconnecting && !status.reason.isEmpty())
        fail(u"%1 Trying again (attempt %2) in %3 s."_s.arg(status.reason)
                .arg(status.attempt)
                .arg(double(status.delay.count()) / 1000));
}

void AskRun::takeFrame(const FrameBatch& batch)
{
    if (batch.usage)
        m_result.usage = batch.usage;
    m_result.cached = m_result.cached || batch.cached;
    for (const Seam& seam : batch.seams)
        m_result.seams.append(seam);
    if (!m_arguments.json)
        return print(batch.text);

    m_result.text += batch.text;
    m_result.reasoning += batch.reasoning;
    if (m_result.text.size() + m_result.reasoning.size() > MaxCollectedCharacters && !m_result.error) {
        m_result.error = makeError(ErrorKind::Overflow, u"The answer is longer than --json can hold: ask without it"_s);
        m_stream->stop();
    }
}

void AskRun::print(const QString& text)
{
    if (text.isEmpty() || m_output.state() != StandardOutput::State::Open)
        return;
    const QByteArray utf8 = m_encoder.encode(text);
    const StandardOutput::State state = m_output.writeText(utf8);
    m_isAtLineStart = text.endsWith(u'\n');
    if (state == StandardOutput::State::Open || SignalWatcher::hasCaught())
        return; // a signal comes through interrupt() as well
    m_stream->disconnect(this);
    (void)endRecording(makeError(ErrorKind::Cancelled, u"The output was closed"_s)); // nobody is left to be told
    m_loop.exit(state == StandardOutput::State::Failed ? fail(m_output.error().message) : ExitSuccess);
}

void AskRun::takeEnd(const StreamEnd& end)
{
    m_result.finishReason = end.finishReason;
    m_result.figures = m_stream->figures();
    finish(m_result.error ? m_result.error : end.error);
}

void AskRun::interrupt()
{
    if (m_isInterrupted)
        return;
    m_isInterrupted = true;
    if (m_stream)
        m_stream->stop();
    else
        finish(makeError(ErrorKind::Cancelled, u"Stopped before the answer began"_s));
}

Result<void> AskRun::startRecording(StreamRequest& request)
{
    if (m_arguments.recordingFile.isEmpty())
        return {};
    m_recording = std::make_unique<RecordingWriter>(m_arguments.recordingFile);
    const RecordingHeader header {.application = QStringLiteral("Sluice " SLUICE_VERSION),
        .recordedAt = QDateTime::currentDateTimeUtc(),
        .provider = request.endpoint.provider,
        .model = request.chat.model,
        .endpoint = request.endpoint.name};
    const Result<void> opened = m_recording->open(header, request.key);
    if (opened)
        request.tap = m_recording->tap();
    else
        m_recording.reset();
    return opened;
}

Result<void> AskRun::endRecording(const std::optional<Error>& error)
{
    return m_recording ? std::exchange(m_recording, nullptr)->finish(error) : Result<void>();
}

void AskRun::finish(const std::optional<Error>& error)
{
    m_result.error = error;
    const Result<void> recorded = endRecording(error);
    if (!recorded && !error) // the answer is whole, and still this failed
        m_result.error = recorded.error();
    if (m_arguments.json)
        writeAskJson(m_result, [this](QByteArrayView piece) { m_output.write(piece); });
    else if (!m_isAtLineStart)
        m_output.write("\n");
    if (m_output.state() == StandardOutput::State::Failed)
        m_loop.exit(fail(m_output.error().message));
    else
        m_loop.exit(m_result.error ? fail(m_result.error->message) : ExitSuccess);
}

}

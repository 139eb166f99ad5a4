#pragma once

#include "app/endpointaccess.h"
#include "app/endpointoptions.h"
#include "app/standardoutput.h"
#include "core/chat/provider.h"
#include "core/engine/chatengine.h"
#include "core/net/retrypolicy.h"
#include "core/recording/recordingwriter.h"

#include <QEventLoop>
#include <QObject>
#include <QStringEncoder>

#include <functional>
#include <memory>
#include <optional>

namespace sluice {

/// What `ask` was told to do.
struct AskArguments
{
    EndpointChoice choice;
    ChatRequest chat; ///< an empty model is the server's first
    StrategyOptions strategy;
    RetryOptions retry;
    bool json = false;
    QString cacheDirectory; ///< empty = no cache
    CacheLimits cacheLimits;
    TimeoutOptions timeouts;
    QString recordingFile; ///< empty = nothing is recorded
};

/// What became of it: the object that --json prints.
struct AskResult
{
    QString text;
    QString reasoning;
    QString finishReason;
    std::optional<Usage> usage;
    bool cached = false;
    QList<Seam> seams;
    StreamFigures figures;
    std::optional<Error> error;
};

/// Hands \a result to \a write as one line of JSON, keys in the documented order. In pieces: beside a long answer there is no
/// room for copies of it.
void writeAskJson(const AskResult& result, const std::function<void(QByteArrayView)>& write);

/// One question from start to exit status: endpoint, model, stream, output. Main thread; a signal stops it with what came.
class AskRun final : public QObject
{
public:
    explicit AskRun(const AskArguments& arguments);

    /// Runs until the answer ended and is printed.
    int exec();

private:
    void findModel();
    void takeModels(const Result<EndpointProbe>& probe);
    void startStream();
    void takeStatus(const StreamStatus& status);
    void takeFrame(const FrameBatch& batch);
    void takeEnd(const StreamEnd& end);
    void print(const QString& text);
    void interrupt();
    Result<void> startRecording(StreamRequest& request);
    Result<void> endRecording(const std::optional<Error>& error);
    void finish(const std::optional<Error>& error);

    AskArguments m_arguments;
    QEventLoop m_loop;
    StandardOutput m_output;
    QStringEncoder m_encoder {QStringEncoder::Utf8}; // a surrogate pair can be split over two frames
    bool m_isAtLineStart = true;
    bool m_isInterrupted = false;
    int m_listAttempts = 0;
    AskResult m_result;
    std::unique_ptr<RecordingWriter> m_recording; ///< null where nothing is recorded
    // In this order: the stream goes first, then the engine, then the demo it talks to.
    EndpointAccess m_access;
    ChatEngine m_engine;
    std::unique_ptr<StreamHandle> m_stream; ///< null before the request is sent
};

}

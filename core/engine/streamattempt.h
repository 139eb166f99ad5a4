#pragma once

#include "core/base/clock.h"
#include "core/engine/bodyplan.h"
#include "core/engine/errortext.h"

#include <QObject>

#include <memory>
#include <optional>
#include <span>

namespace sluice {

class HttpStream;
class ManagerPool;
class WireTap;

/// Where an exchange is. After Reopened it begins once more: a redirect, or a connection that was dead.
enum class AttemptPhase { Reopened, Connecting, Encrypted, RequestSent };

/// One request until its answer, or why there is none: follows redirects, tries a dead connection once more, and reads what a
/// server says about its refusal. Network thread only; owned by its ChatStream.
///
/// Signals: sent() at most once; then failed() alone; or answered(), readable() any number of times, and one ended(). None from
/// inside the constructor, nor after abort().
class StreamAttempt final : public QObject
{
    Q_OBJECT

public:
    /// \a pool and \a provider must outlive this; \a tap may be null.
    StreamAttempt(ManagerPool& pool, const Provider& provider, const HttpRequest& request, std::shared_ptr<WireTap> tap = {});
    ~StreamAttempt() override;

    qsizetype read(std::span<char> into);
    qint64 bytesAvailable() const;
    /// When that came of which answered() or reached() told, or which read() gave last (HttpStream::receivedAt()). Not
    /// after abort() or release().
    TimePoint receivedAt() const;
    /// The server has answered with a status of 400 or above, of which the text is awaited: what it says so far.
    std::optional<Error> refusal() const;
    QString host() const;
    bool isSent() const { return m_isSent; }

    void abort();
    /// Gives the exchange away, to be read to its end.
    std::unique_ptr<HttpStream> release();

Q_SIGNALS:
    void sent();
    /// For who measures: any number of times, before and after sent().
    void reached(sluice::AttemptPhase phase);
    /// A head that was no answer yet: a refusal, whose text follows.
    void refusalBegan();
    void answered(const sluice::HttpResponseHead& head, const sluice::BodyPlan& plan);
    void readable();
    void ended(const std::optional<sluice::Error>& error);
    void failed(const sluice::Error& error);

private:
    void open();
    void takeHead(const HttpResponseHead& head);
    void followRedirect(const HttpResponseHead& head);
    void takeReadable();
    void takeEnd(const std::optional<Error>& error);
    void closeHttp();

    ManagerPool& m_pool;
    const Provider& m_provider;
    HttpRequest m_request;
    const std::shared_ptr<WireTap> m_tap;
    std::unique_ptr<HttpStream> m_http;
    std::optional<ErrorText> m_errorText;
    bool m_isAnswered = false;
    bool m_isSent = false;
    bool m_retriedDeadConnection = false;
    int m_redirects = 0;
};

}

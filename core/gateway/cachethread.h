#pragma once

#include "core/gateway/answerstore.h"
#include "core/store/responsecache.h"

namespace boost::asio {
class io_context;
}

namespace sluice {

/// The response cache in a thread of its own, because SQLite blocks: it hashes, packs, reads and writes there, one after the
/// other, and posts what came of it to the loop. The thread begins with the first use. Gateway thread; the loop outlives it.
class CacheThread final : public AnswerStore
{
public:
    /// Answers that wait to be written; one more is not kept. The disk is slower than the answers come.
    static constexpr qsizetype MaxWaitingBytes = 32 * 1024 * 1024;

    CacheThread(boost::asio::io_context& loop, const QString& file, const CacheLimits& limits);
    /// Writes what is to be written, and joins.
    ~CacheThread() override;
    Q_DISABLE_COPY_MOVE(CacheThread)

    quint64 find(const QJsonObject& determining, std::function<void(const Lookup&)> found) override;
    void cancel(quint64 lookup) override;
    void store(const QByteArray& key, std::shared_ptr<const RecordedAnswer> answer, std::function<void()> done) override;

private:
    struct Private;
    std::shared_ptr<Private> d; // shared with what is posted to the loop
};

}

#pragma once

#include "ui/blocks/blockworker.h"

#include <QCache>
#include <QImage>
#include <QPointer>
#include <QSize>

namespace sluice {

/// One image on its way through the BlockWorker: first its size, then its pixels. Owned by its layout; GUI thread.
/// BlockWorker::changed() tells of a new state; the destructor drops what is still to do. Without a worker it waits for ever.
///
/// The last images are kept (CacheBytes): one that was shown before is Ready or Failed at once, so that a layout that is made
/// anew has its height from the start.
class ImageDecoding
{
public:
    enum class State { Waiting, Sized, Ready, Failed };

    static constexpr qsizetype CacheBytes = 24 * 1024 * 1024;

    /// Scaled down to fit \a box, in device pixels.
    ImageDecoding(const QByteArray& bytes, const QSize& box);
    ~ImageDecoding();
    Q_DISABLE_COPY_MOVE(ImageDecoding)

    State state() const { return m_known.state; }
    QSize size() const { return m_known.size; } ///< of the original; null while Waiting
    const QImage& image() const { return m_known.image; } ///< null unless Ready
    QString failure() const { return m_known.failure; } ///< for people; empty unless Failed

private:
    class Job;
    struct Known
    {
        State state = State::Waiting;
        QSize size = {};
        QImage image = {};
        QString failure = {};
    };
    struct Key
    {
        QByteArray bytes;
        QSize box;

        bool operator==(const Key&) const = default;
        friend size_t qHash(const Key& key, size_t seed) { return qHash(key.bytes, seed); }
    };

    static QCache<Key, Known>& cache();
    void take(const Known& known);

    const Key m_key;
    Known m_known;
    QPointer<BlockWorker> m_worker;
    BlockWorker::JobId m_job = 0;
};

}

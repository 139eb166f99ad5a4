#include "ui/blocks/imagedecoding.h"

#include "ui/blocks/imagedecoder.h"

#include <utility>

namespace sluice {

/// On the worker's thread: the size is one slice, the pixels are the next.
class ImageDecoding::Job final : public BlockWorker::Job
{
public:
    Job(Key key, ImageDecoding* owner)
        : m_key(std::move(key))
        , m_owner(owner)
    { }

    State work() override
    {
        if (m_known.state == ImageDecoding::State::Waiting)
            readSize();
        else
            readPixels();
        return m_known.state == ImageDecoding::State::Sized ? State::Busy : State::Over;
    }

    std::function<void()> takeResults() override
    {
        return [owner = m_owner, known = m_known] { owner->take(known); };
    }

private:
    void readSize()
    {
        const Result<QSize> size = imageSize(m_key.bytes);
        if (size)
            m_known = {.state = ImageDecoding::State::Sized, .size = *size};
        else
            fail(size.error());
    }

    void readPixels()
    {
        Result<QImage> image = decodeImage(m_key.bytes, m_key.box);
        if (!image)
            return fail(image.error());
        m_known.state = ImageDecoding::State::Ready;
        m_known.image = *std::move(image);
    }

    void fail(const Error& error)
    {
        m_known.state = ImageDecoding::State::Failed;
        m_known.failure = error.message;
    }

    const Key m_key;
    ImageDecoding* const m_owner; // touched on its own thread only
    Known m_known;
};

ImageDecoding::ImageDecoding(const QByteArray& bytes, const QSize& box)
    : m_key {.bytes = bytes, .box = box}
    , m_worker(BlockWorker::current())
{
    if (const Known* known = cache().object(m_key)) {
        m_known = *known;
        return;
    }
    if (!m_worker)
        return;
    m_job = m_worker->start([key = m_key, owner = this](const BlockWorker::Tools&) { return std::make_unique<Job>(key, owner); });
}

ImageDecoding::~ImageDecoding()
{
    if (m_worker && m_job != 0)
        m_worker->cancel(m_job);
}

// GUI thread only, like everything here but Job.
QCache<ImageDecoding::Key, ImageDecoding::Known>& ImageDecoding::cache()
{
    static QCache<Key, Known> cache(CacheBytes);
    return cache;
}

void ImageDecoding::take(const Known& known)
{
    m_known = known;
    if (known.state == State::Sized)
        return;
    auto kept = std::make_unique<Known>(known);
    cache().insert(m_key, kept.release(), m_key.bytes.size() + known.image.sizeInBytes()); // owns it
}

}

#include "core/redis/redissocket.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>

#include <hiredis/async.h>

#include <memory>

namespace sluice {

namespace asio = boost::asio;
using boost::system::error_code;

namespace {

/// What hiredis asks of an event loop: to be called while the socket is readable, or writable. Kept alive by its own waits.
class Watch : public std::enable_shared_from_this<Watch>
{
public:
    Watch(asio::io_context& loop, redisAsyncContext* context)
        : m_descriptor(loop)
        , m_context(context)
    { }

    bool open()
    {
        error_code error;
        m_descriptor.assign(m_context->c.fd, error);
        return !error;
    }

    void setReading(bool wanted)
    {
        m_reading = wanted;
        wait(asio::posix::stream_descriptor::wait_read, m_reading, m_isWaitingRead, redisAsyncHandleRead);
    }
    void setWriting(bool wanted)
    {
        m_writing = wanted;
        wait(asio::posix::stream_descriptor::wait_write, m_writing, m_isWaitingWrite, redisAsyncHandleWrite);
    }
    // The context is being freed, and closes the socket itself.
    void end()
    {
        m_reading = false;
        m_writing = false;
        m_descriptor.release();
    }

private:
    using Handle = void (*)(redisAsyncContext*);

    void wait(asio::posix::stream_descriptor::wait_type type, const bool& wanted, bool& isWaiting, Handle handle)
    {
        if (!wanted || isWaiting)
            return;
        isWaiting = true;
        m_descriptor.async_wait(type, [self = shared_from_this(), type, &wanted, &isWaiting, handle](const error_code& error) {
            isWaiting = false;
            if (error || !wanted)
                return;
            handle(self->m_context); // may end this
            self->wait(type, wanted, isWaiting, handle);
        });
    }

    asio::posix::stream_descriptor m_descriptor;
    redisAsyncContext* const m_context;
    bool m_reading = false;
    bool m_writing = false;
    bool m_isWaitingRead = false;
    bool m_isWaitingWrite = false;
};

using Shared = std::shared_ptr<Watch>;

}

bool watchRedisSocket(asio::io_context& loop, redisAsyncContext* context)
{
    auto watch = std::make_shared<Watch>(loop, context);
    if (!watch->open())
        return false;
    context->ev.data = new Shared(std::move(watch)); // given back by cleanup
    context->ev.addRead = [](void* data) { (*static_cast<Shared*>(data))->setReading(true); };
    context->ev.delRead = [](void* data) { (*static_cast<Shared*>(data))->setReading(false); };
    context->ev.addWrite = [](void* data) { (*static_cast<Shared*>(data))->setWriting(true); };
    context->ev.delWrite = [](void* data) { (*static_cast<Shared*>(data))->setWriting(false); };
    context->ev.cleanup = [](void* data) {
        const std::unique_ptr<Shared> shared(static_cast<Shared*>(data));
        (*shared)->end();
    };
    return true;
}

}

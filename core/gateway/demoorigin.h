#pragma once

#include "core/gateway/answerorigin.h"

#include <boost/asio/io_context.hpp>

namespace sluice {

class StreamPool;

/// The built-in demo model. Gateway thread.
class DemoOrigin final : public AnswerOrigin
{
public:
    static constexpr const char* ModelName = "demo";

    /// \a slots, if not null, is how many answers there may be at once; it outlives them.
    explicit DemoOrigin(boost::asio::io_context& loop, StreamPool* slots = nullptr)
        : m_loop(loop)
        , m_slots(slots)
    { }

    std::unique_ptr<AnswerSource> open(const AnswerRequest& request) override;
    QJsonObject determining(const AnswerRequest& request) const override;
    QByteArray providerName() const override { return ModelName; }
    QByteArray modelName() const override { return ModelName; }

private:
    boost::asio::io_context& m_loop;
    StreamPool* const m_slots;
};

}

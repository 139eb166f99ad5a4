#pragma once

#include "core/gateway/answerorigin.h"

#include <boost/asio/io_context.hpp>

namespace sluice {

/// The built-in demo model. Gateway thread.
class DemoOrigin final : public AnswerOrigin
{
public:
    static constexpr const char* ModelName = "demo";

    explicit DemoOrigin(boost::asio::io_context& loop)
        : m_loop(loop)
    { }

    std::unique_ptr<AnswerSource> open(const AnswerRequest& request) override;
    QJsonObject determining(const AnswerRequest& request) const override;
    QByteArray providerName() const override { return ModelName; }
    QByteArray modelName() const override { return ModelName; }

private:
    boost::asio::io_context& m_loop;
};

}

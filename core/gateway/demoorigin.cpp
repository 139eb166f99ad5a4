#include "core/gateway/demoorigin.h"

#include "core/gateway/busysource.h"
#include "core/gateway/demosource.h"

using namespace Qt::StringLiterals;

namespace sluice {

std::unique_ptr<AnswerSource> DemoOrigin::open(const AnswerRequest& request)
{
    auto source = std::make_unique<DemoSource>(m_loop, DemoModel(request.message, request.demo));
    if (!m_slots)
        return source;
    return std::make_unique<BusySource>(*m_slots, std::move(source));
}

// The pace is no part of the answer; where it stops or fails is.
QJsonObject DemoOrigin::determining(const AnswerRequest& request) const
{
    QJsonObject all {{u"provider"_s, QString::fromLatin1(ModelName)}, {u"message"_s, request.message},
        {u"seed"_s, QString::number(request.demo.seed)}};
    if (request.demo.deltas)
        all.insert(u"deltas"_s, *request.demo.deltas);
    if (request.demo.failAt)
        all.insert(u"fail_at"_s, *request.demo.failAt);
    return all;
}

}

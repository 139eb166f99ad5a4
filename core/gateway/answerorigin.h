#pragma once

#include "core/gateway/answersource.h"
#include "core/gateway/demomodel.h"

#include <QByteArray>
#include <QJsonObject>
#include <QString>

#include <functional>
#include <memory>

namespace sluice {

/// What a client asks for, whatever route it came by.
struct AnswerRequest
{
    QString message; ///< the text of the last user turn
    QByteArray completion; ///< the client's own body on /v1; empty on the other routes
    int choices = 1; ///< how many answers that body asks for
    DemoOptions demo; ///< for the demo model
};

/// Where answers come from: the demo model, or a server behind this one. Gateway thread.
class AnswerOrigin
{
public:
    virtual ~AnswerOrigin() = default;

    virtual std::unique_ptr<AnswerSource> open(const AnswerRequest& request) = 0;

    /// Calls \a callback, once, when determining() and modelName() will not change any more, or cannot be known: at once or
    /// later, and not when the result is let go of before.
    [[nodiscard]] virtual std::shared_ptr<void> whenKnown(std::function<void()> callback)
    {
        callback();
        return nullptr;
    }

    /// Everything that determines the answer to \a request: what the response cache goes by.
    virtual QJsonObject determining(const AnswerRequest& request) const = 0;

    /// "demo", or the kind of server: the label `provider` of the metrics.
    virtual QByteArray providerName() const = 0;
    /// The model that answers when the request names none.
    virtual QByteArray modelName() const = 0;
};

}

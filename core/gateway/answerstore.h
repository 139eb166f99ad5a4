#pragma once

#include "core/chat/recordedanswer.h"

#include <QJsonObject>

#include <functional>
#include <memory>

namespace sluice {

/// Keeps whole answers for those who ask the same later. Gateway thread: what may take its time is done elsewhere, and nothing
/// is called back from inside a call.
class AnswerStore
{
public:
    struct Lookup
    {
        QByteArray key; ///< of what was looked for; empty when that could not be found out
        std::shared_ptr<const RecordedAnswer> answer; ///< null = there is none
    };

    virtual ~AnswerStore() = default;

    /// Looks for the answer that \a determining determines. \a found is called once, unless the lookup is cancelled.
    virtual quint64 find(const QJsonObject& determining, std::function<void(const Lookup&)> found) = 0;
    virtual void cancel(quint64 lookup) = 0;

    /// \a done is called once, when a lookup that begins from then on finds \a answer (or will not, since it cannot be kept).
    virtual void store(const QByteArray& key, std::shared_ptr<const RecordedAnswer> answer, std::function<void()> done) = 0;
};

}

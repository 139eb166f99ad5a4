#pragma once

#include "core/recording/recording.h"

#include <QByteArray>
#include <QHash>

#include <memory>

namespace sluice {

/// Which of a recording's answers a request gets, and how that ends. Pure; one thread.
class ReplayScript
{
public:
    enum class Ending {
        Whole, ///< the body is complete
        Break, ///< the connection closes before its end
        Silence, ///< the client gave up waiting: nothing comes any more, for as long as it waits now
    };

    explicit ReplayScript(std::shared_ptr<const Recording> recording);

    /// What answers a request to \a path, whose body has the checksum \a body. A POST always gets an answer when there is one to
    /// a POST; other requests only those that were made to a path that ends alike. A client that tries again gets the recorded
    /// next try. Null: the recording has nothing for it.
    const RecordedExchange* take(const QByteArray& method, const QByteArray& path, quint32 body);

    Ending endingOf(const RecordedExchange& exchange) const;
    /// When \a exchange is over, in the time of the recording.
    static Micros endOf(const RecordedExchange& exchange);

    const Recording& recording() const { return *m_recording; }

private:
    QList<const RecordedExchange*> candidates(const QByteArray& method, const QByteArray& path) const;

    const std::shared_ptr<const Recording> m_recording;
    QHash<QByteArray, qsizetype> m_taken; ///< how often, by what was asked
};

/// \a headers as they can be sent again by another server: without what says how the bytes were framed, or leads elsewhere.
HttpHeaders replayableHeaders(const HttpHeaders& headers);

}

#pragma once

#include "core/engine/chatsession.h"
#include "ui/chat/framemeter.h"
#include "ui/chat/framepacer.h"

#include <QObject>
#include <QPointer>

namespace sluice {

class ChatView;
class StreamMetrics;

/// Sets how often the shown conversation changes: as the user chose, less often while its frames take long, and seldom once it is
/// no longer shown. GUI thread.
class RepaintPacing final : public QObject
{
    Q_OBJECT

public:
    /// \a view and \a clock must outlive this.
    explicit RepaintPacing(const ChatView& view, QObject* parent = nullptr, const Clock& clock = steadyClock());

    /// Before anybody else listens to \a session: a frame begins here. Null for none.
    void setSession(ChatSession* session);
    void setBase(Millis interval);
    /// Where the frames of this window are counted from now on; null, as at first: nowhere, and that costs nothing.
    void setMetrics(StreamMetrics* metrics);

    Millis interval() const { return m_pacer.interval(); } ///< of the shown conversation
    /// What the frames of this window cost.
    const FrameMeter& meter() const { return m_meter; }

    static constexpr Millis Background {100}; ///< interval of conversations that are not shown

Q_SIGNALS:
    /// A sentence for the user while it paints less often than chosen, else empty.
    void slowdownChanged(const QString& text);

private:
    void takePaint();
    void countFrame(Micros work);
    void takeStatus(const StreamStatus& status);
    void apply();
    void tell(std::optional<Millis> slowdown);

    const Clock& m_clock;
    QPointer<ChatSession> m_session;
    FrameMeter m_meter;
    FramePacer m_pacer;
    Millis m_applied {0};
    std::optional<Millis> m_told;
    bool m_isRunning = false;
    StreamMetrics* m_metrics = nullptr;
    std::optional<TimePoint> m_received; // the oldest delta of what is not painted yet; only while frames are counted
};

}

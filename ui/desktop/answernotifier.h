#pragma once

#include "ui/desktop/answerwatch.h"
#include "ui/desktop/notificationservice.h"

#include <functional>

namespace sluice {

class Settings;

/// Tells the desktop when an answer that took long has ended while nobody looked: the title of its conversation, and nothing of
/// what was said in it. Takes that back when the user sees the conversation. GUI thread.
class AnswerNotifier final : public QObject
{
    Q_OBJECT

public:
    static constexpr Millis LongAnswer {10000};

    /// All must outlive this. \a isWatched says whether the user sees one of the program's windows.
    AnswerNotifier(AnswerWatch& answers, const Conversations& conversations, const Settings& settings,
        NotificationService& service, std::function<bool()> isWatched, QObject* parent = nullptr);

private:
    void takeEnded(const EndedAnswer& answer);

    const Conversations& m_conversations;
    const Settings& m_settings;
    NotificationService& m_service;
    const std::function<bool()> m_isWatched;
};

}

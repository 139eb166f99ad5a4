#pragma once

#include <QFrame>

#include <functional>
#include <optional>

class QHBoxLayout;
class QLabel;
class QPushButton;

namespace sluice {

class SpokenNotice;

/// A button of a notice.
struct NoticeAction
{
    QString text;
    std::function<void()> chosen;
};

/// A sentence or two across the top of the chat, with a button that takes it away; hidden while there is nothing to say. Never
/// takes the focus; screen readers say it. One that says more replaces it, but an offer waits to be answered: it makes way for a
/// sentence and comes back behind it. GUI thread.
class NoticeBar final : public QFrame
{
    Q_OBJECT

public:
    explicit NoticeBar(QWidget* parent = nullptr);

    void showNotice(const QString& text);
    /// With buttons, which stay as long as the notice does. Behind a sentence that is not yet dismissed.
    void offer(const QString& text, const QList<NoticeAction>& actions);
    /// What is shown was answered, or read.
    void dismiss();
    QString text() const; ///< that was said last
    bool isOffer() const { return !m_actions.isEmpty(); } ///< what is shown has buttons of its own
    bool hasOffer() const { return isOffer() || m_waiting; } ///< not answered yet

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    struct Offer
    {
        QString text;
        QList<NoticeAction> actions;
    };

    void say(const QString& text, const QList<NoticeAction>& actions);

    QHBoxLayout* m_layout;
    QLabel* m_label;
    SpokenNotice* m_voice;
    QList<NoticeAction> m_actions; ///< of the notice that is shown
    QList<QPushButton*> m_buttons; ///< theirs
    std::optional<Offer> m_waiting; ///< until the sentence that is shown is dismissed
};

}

#pragma once

#include <QListView>

namespace sluice {

/// The conversation. Accessible name "Messages"; owns its delegate and the "Jump to latest" button. GUI thread.
///
/// *Following* is a latch: only the user's own scroll away releases it, reaching the end or followLatest() sets it.
class ChatView final : public QListView
{
    Q_OBJECT

public:
    explicit ChatView(QWidget* parent = nullptr);
    ~ChatView() override;

    /// Shows the end and stays there while text streams in. Call it when the user sends.
    void followLatest();
    bool isFollowing() const { return m_isFollowing; }

Q_SIGNALS:
    void followingChanged(bool isFollowing);
    /// The user asks for another answer in place of the last one.
    void regenerateRequested();

private:
    bool m_isFollowing = true;
};

}

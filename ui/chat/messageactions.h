#pragma once

#include "ui/chat/floatingcontrols.h"
#include "ui/chat/messageactionset.h"

#include <functional>

class QHBoxLayout;
class QLabel;
class QPushButton;

namespace sluice {

/// The buttons at the foot of one message: its versions, Copy, Edit, Regenerate, Continue. Real buttons, so that keyboard and
/// screen readers find them. What is asked for is about the message that it stood for when the button went down. GUI thread.
class MessageActions final : public FloatingControls
{
    Q_OBJECT

public:
    explicit MessageActions(QWidget* parent);

    /// Stands at the right end of \a place, for the message in \a row.
    void showAt(const QRect& place, int row, const MessageActionSet& actions);
    int row() const { return m_row; } ///< as of the last showAt()

    /// The messages are about to be those of another conversation: a button that is down asks for its action now. One that is
    /// pressed by a screen reader stays down for a moment before it counts as clicked.
    void finishPress();

Q_SIGNALS:
    void copyRequested(int row);
    void editRequested(int row);
    void regenerateRequested(int row);
    void continueRequested();
    void siblingRequested(int row, int by);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QPushButton* add(const QString& text, std::function<void(int row)> ask);

    QHBoxLayout* m_layout;
    QPushButton* m_previous;
    QLabel* m_place;
    QPushButton* m_next;
    QPushButton* m_copy;
    QPushButton* m_edit;
    QPushButton* m_regenerate;
    QPushButton* m_continue;
    int m_row = -1;
    QPushButton* m_pressed = nullptr; ///< the last one that went down; null once it has asked
    std::function<void()> m_ask; ///< what that asks for
};

}

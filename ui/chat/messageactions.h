#pragma once

#include "ui/chat/floatingcontrols.h"
#include "ui/chat/messageactionset.h"

class QHBoxLayout;
class QLabel;
class QPushButton;

namespace sluice {

/// The buttons at the foot of one message: its versions, Copy, Edit, Regenerate, Continue. Real buttons, so that keyboard and
/// screen readers find them. GUI thread.
class MessageActions final : public FloatingControls
{
    Q_OBJECT

public:
    explicit MessageActions(QWidget* parent);

    /// Stands at the right end of \a place, for the message in \a row.
    void showAt(const QRect& place, int row, const MessageActionSet& actions);
    int row() const { return m_row; } ///< as of the last showAt()

Q_SIGNALS:
    void copyRequested(int row);
    void editRequested(int row);
    void regenerateRequested(int row);
    void continueRequested();
    void siblingRequested(int row, int by);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QPushButton* add(const QString& text);

    QHBoxLayout* m_layout;
    QPushButton* m_previous;
    QLabel* m_place;
    QPushButton* m_next;
    QPushButton* m_copy;
    QPushButton* m_edit;
    QPushButton* m_regenerate;
    QPushButton* m_continue;
    int m_row = -1;
};

}

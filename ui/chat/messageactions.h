#pragma once

#include "ui/chat/floatingcontrols.h"

class QPushButton;

namespace sluice {

/// Copy and Regenerate at the foot of one answer. Real buttons, so that keyboard and screen readers find them. GUI thread.
class MessageActions final : public FloatingControls
{
    Q_OBJECT

public:
    explicit MessageActions(QWidget* parent);

    /// Stands at the right end of \a footer. Regenerate is for the last answer only.
    void showAt(const QRect& footer, bool canRegenerate);

Q_SIGNALS:
    void copyRequested();
    void regenerateRequested();

private:
    QPushButton* m_copy;
    QPushButton* m_regenerate;
};

}

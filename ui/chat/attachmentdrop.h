#pragma once

#include "ui/chat/attachmentmime.h"

#include <QObject>

class QDropEvent;
class QWidget;

namespace sluice {

/// Takes files and pictures that are dragged over an area, and shows while they are over it that it will. What else is dragged
/// is left to the widget below. GUI thread.
class AttachmentDrop final : public QObject
{
    Q_OBJECT

public:
    /// \a area and everything in it takes drops; the sign covers \a signPlace, which is in it. Owned by \a area.
    AttachmentDrop(QWidget& area, QWidget& signPlace);

    bool isSignVisible() const;

Q_SIGNALS:
    void dropped(const QList<sluice::OfferedAttachment>& offered);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    bool takeDrag(QDropEvent& event, bool isDrop);
    void showSign(bool isVisible);

    QWidget& m_area;
    QWidget& m_signPlace;
    QWidget* m_sign;
};

}

#include "ui/chat/attachmentdrop.h"

#include "ui/theme.h"

#include <QDropEvent>
#include <QPainter>
#include <QPainterPath>
#include <QWidget>

namespace sluice {

namespace {

/// Over the composer: a dashed frame and what a drop would do.
class DropSign final : public QWidget
{
public:
    explicit DropSign(QWidget* parent)
        : QWidget(parent)
    {
        setAttribute(Qt::WA_TransparentForMouseEvents);
        setAccessibleName(AttachmentDrop::tr("Drop to attach"));
        hide();
    }

protected:
    void paintEvent(QPaintEvent* /*event*/) override
    {
        const Theme& theme = currentTheme();
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(QPen(theme.accent, 1.5, Qt::DashLine));
        painter.setBrush(theme.isDark ? theme.surface : theme.background);
        painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 12, 12);
        painter.setPen(theme.accent);
        painter.setFont(theme.body);
        painter.drawText(rect(), Qt::AlignCenter, accessibleName());
    }
};

}

AttachmentDrop::AttachmentDrop(QWidget& area, QWidget& signPlace)
    : QObject(&area)
    , m_area(area)
    , m_signPlace(signPlace)
    , m_sign(new DropSign(&area))
{
    area.setAcceptDrops(true);
    area.installEventFilter(this);
    const QList<QWidget*> inside = area.findChildren<QWidget*>();
    for (QWidget* widget : inside) {
        if (widget->acceptDrops()) // it would take the drag before the area sees it
            widget->installEventFilter(this);
    }
}

bool AttachmentDrop::isSignVisible() const
{
    return m_sign->isVisible();
}

bool AttachmentDrop::eventFilter(QObject* watched, QEvent* event)
{
    switch (event->type()) {
    case QEvent::DragEnter:
    case QEvent::DragMove:
        return takeDrag(static_cast<QDropEvent&>(*event), false) || QObject::eventFilter(watched, event);
    case QEvent::Drop:
        return takeDrag(static_cast<QDropEvent&>(*event), true) || QObject::eventFilter(watched, event);
    case QEvent::DragLeave:
    case QEvent::Hide:
        showSign(false);
        break;
    default:
        break;
    }
    return QObject::eventFilter(watched, event);
}

bool AttachmentDrop::takeDrag(QDropEvent& event, bool isDrop)
{
    if (!offersAttachments(*event.mimeData())) {
        showSign(false);
        return false;
    }
    event.setDropAction(Qt::CopyAction); // a file manager would take a move for leave to delete
    event.accept();
    showSign(!isDrop);
    if (isDrop)
        Q_EMIT dropped(offeredAttachments(*event.mimeData()));
    return true;
}

void AttachmentDrop::showSign(bool isVisible)
{
    if (isVisible == m_sign->isVisible())
        return;
    m_sign->setGeometry(QRect(m_signPlace.mapTo(&m_area, QPoint()), m_signPlace.size()));
    m_sign->raise();
    m_sign->setVisible(isVisible);
}

}

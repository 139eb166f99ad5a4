#include "ui/chat/attachmentchip.h"

#include "ui/chat/attachmentlook.h"
#include "ui/chat/attachmentwords.h"
#include "ui/icons.h"
#include "ui/theme.h"

#include <QEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QToolButton>

#include <utility>

using namespace Qt::StringLiterals;

namespace sluice {

namespace {

int buttonSize()
{
    return currentTheme().forText(20);
}

// The picture covers its square, so its shorter side has to be that long.
constexpr QSize PictureBox(AttachmentLook::Picture * 8, AttachmentLook::Picture * 8);

QString sizeOf(const QSize& size)
{
    return u"%1 × %2"_s.arg(size.width()).arg(size.height());
}

QString toolTipFor(const AttachmentDraft::Entry& entry)
{
    const ImageChange& change = entry.change;
    if (change.isRepacked)
        return AttachmentChip::tr("%1\nPacked smaller, so that models take it").arg(entry.name);
    if (change.from.isValid())
        return AttachmentChip::tr("%1\nScaled down from %2 to %3 pixels, so that models take it")
            .arg(entry.name, sizeOf(change.from), sizeOf(change.to));
    return entry.name;
}

}

AttachmentChip::AttachmentChip(const AttachmentDraft::Entry& entry, QWidget* parent)
    : QWidget(parent)
    , m_id(entry.id)
    , m_remove(new QToolButton(this))
{
    m_remove->setAutoRaise(true);
    m_remove->setStyleSheet(u"padding: 0;"_s); // the sheet's would leave no room for the icon
    m_remove->setFocusPolicy(Qt::TabFocus);
    m_remove->installEventFilter(this);
    connect(m_remove, &QToolButton::clicked, this, [this] { Q_EMIT removeRequested(m_id); });
    if (BlockWorker* worker = BlockWorker::current())
        connect(worker, &BlockWorker::changed, this, &AttachmentChip::takeNews);
    update(entry);
    applyTheme();
}

void AttachmentChip::update(const AttachmentDraft::Entry& entry)
{
    m_name = entry.name;
    m_detail = entry.isReady ? sizeText(entry.attachment.data.size()) : tr("Reading…");
    if (entry.isReady && entry.attachment.isImage() && !m_picture)
        m_picture.emplace(entry.attachment.data, PictureBox);
    const QString name = tr("Remove %1").arg(entry.name);
    m_remove->setAccessibleName(name);
    m_remove->setToolTip(name);
    setAccessibleName(tr("%1, %2").arg(m_name, m_detail));
    setToolTip(toolTipFor(entry));
    setFixedSize(sizeHint());
    placeButton();
    QWidget::update();
}

void AttachmentChip::takeNews()
{
    if (m_picture && m_picture->state() != std::exchange(m_shown, m_picture->state()))
        QWidget::update();
}

QSize AttachmentChip::sizeHint() const
{
    return {AttachmentLook {.name = m_name, .detail = m_detail, .room = buttonSize()}.width(currentTheme()),
        AttachmentLook::height()};
}

void AttachmentChip::paintEvent(QPaintEvent* /*event*/)
{
    QPainter painter(this);
    AttachmentLook {.name = m_name, .detail = m_detail, .room = buttonSize()}.paint(
        painter, rect(), m_picture ? m_picture->image() : QImage(), currentTheme());
}

void AttachmentChip::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        applyTheme();
}

bool AttachmentChip::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() != QEvent::KeyPress)
        return QWidget::eventFilter(watched, event);
    const int key = static_cast<QKeyEvent*>(event)->key();
    if (key != Qt::Key_Delete && key != Qt::Key_Backspace)
        return QWidget::eventFilter(watched, event);
    Q_EMIT removeRequested(m_id);
    return true;
}

void AttachmentChip::placeButton()
{
    const int size = buttonSize();
    m_remove->setFixedSize(size, size);
    m_remove->move(width() - size - AttachmentLook::Padding, (height() - size) / 2);
}

void AttachmentChip::applyTheme()
{
    const int icon = currentTheme().forText(14);
    m_remove->setIconSize({icon, icon});
    setFixedSize(sizeHint());
    placeButton();
    m_remove->setIcon(lineIcon(u"clear", currentTheme().mutedText));
}

}

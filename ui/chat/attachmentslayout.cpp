#include "ui/chat/attachmentslayout.h"

#include "ui/blocks/imagedecoder.h"
#include "ui/chat/attachmentlook.h"
#include "ui/chat/attachmentwords.h"
#include "ui/theme.h"

#include <QGuiApplication>
#include <QPainter>

#include <algorithm>

namespace sluice {

namespace {

constexpr int Gap = 8; // px
constexpr QSize LargestPicture(320, 240); // of one that is alone
constexpr QSize WaitingPicture(240, 160);
constexpr int TileSide = 120; // of several: all the same, so that nothing moves when they come

AttachmentLook lookOf(const Attachment& attachment)
{
    return {.name = attachment.name, .detail = sizeText(attachment.data.size())};
}

/// Puts boxes side by side, in lines like words.
class Lines
{
public:
    explicit Lines(int width)
        : m_width(width)
    { }

    QRect put(const QSize& size)
    {
        if (m_x > 0 && m_x + size.width() > m_width)
            end();
        const QRect place(QPoint(m_x, m_y), size);
        m_x += size.width() + Gap;
        m_lineHeight = std::max(m_lineHeight, size.height());
        m_used = m_used.expandedTo({place.right() + 1, place.bottom() + 1});
        return place;
    }

    void end()
    {
        if (m_x > 0)
            m_y += m_lineHeight + Gap;
        m_x = m_lineHeight = 0;
    }

    QSize used() const { return m_used; }

private:
    const int m_width;
    int m_x = 0;
    int m_y = 0;
    int m_lineHeight = 0;
    QSize m_used {0, 0};
};

}

void AttachmentsLayout::update(const QList<Attachment>& attachments, int width, const Theme& theme)
{
    if (attachments != m_attachments) { // at once for shared ones
        m_attachments = attachments;
        m_items.clear();
        m_items.resize(size_t(attachments.size()));
        for (size_t i = 0; i < m_items.size(); ++i)
            m_items[i].isPicture = attachments[qsizetype(i)].isImage();
    }
    m_width = width;
    m_cardWidths.clear();
    for (const Attachment& attachment : attachments)
        m_cardWidths.push_back(std::min(lookOf(attachment).width(theme), width));
    place();
}

bool AttachmentsLayout::layOut()
{
    const auto pictures = std::ranges::count(m_items, true, &Item::isPicture);
    const QSize box = (pictures > 1 ? QSize(2 * TileSide, 2 * TileSide) : LargestPicture) * qGuiApp->devicePixelRatio();
    bool hasNew = false;
    for (size_t i = 0; i < m_items.size(); ++i) {
        Item& item = m_items[i];
        if (!item.isPicture || item.decoding)
            continue;
        item.decoding = std::make_unique<ImageDecoding>(m_attachments[qsizetype(i)].data, box);
        hasNew = true;
    }
    return hasNew && takeNews(); // one that was shown before is there at once
}

bool AttachmentsLayout::takeNews()
{
    bool isDifferent = false;
    for (Item& item : m_items) {
        if (!item.decoding || item.decoding->state() == item.shown)
            continue;
        item.shown = item.decoding->state();
        item.isPicture = item.shown != ImageDecoding::State::Failed;
        isDifferent = true;
    }
    if (isDifferent)
        place();
    return isDifferent;
}

void AttachmentsLayout::place()
{
    const bool isAlone = std::ranges::count(m_items, true, &Item::isPicture) == 1;
    Lines lines(m_width);
    for (Item& item : m_items) {
        if (item.isPicture)
            item.place = lines.put(pictureSize(item, isAlone));
    }
    lines.end();
    for (size_t i = 0; i < m_items.size(); ++i) {
        if (!m_items[i].isPicture)
            m_items[i].place = lines.put({m_cardWidths[i], AttachmentLook::height()});
    }
    m_size = lines.used();
}

QSize AttachmentsLayout::pictureSize(const Item& item, bool isAlone) const
{
    if (!isAlone)
        return {TileSide, TileSide};
    const QSize box = LargestPicture.boundedTo({m_width, LargestPicture.height()});
    const QSize size = item.shown == ImageDecoding::State::Waiting ? WaitingPicture : item.decoding->size();
    return scaledDown(size, box).expandedTo({AttachmentLook::Picture, AttachmentLook::Picture}); // to be hit by a mouse
}

int AttachmentsLayout::indexAt(const QPointF& point) const
{
    const auto found = std::ranges::find_if(m_items, [&](const Item& item) { return QRectF(item.place).contains(point); });
    return found == m_items.end() ? -1 : int(found - m_items.begin());
}

void AttachmentsLayout::paint(QPainter& painter, const QPointF& origin, const QRectF& clip, const Theme& theme, int hovered) const
{
    for (size_t i = 0; i < m_items.size(); ++i) {
        const Item& item = m_items[i];
        const QRectF rect = QRectF(item.place).translated(origin);
        if (!rect.intersects(clip))
            continue;
        const bool isHovered = int(i) == hovered;
        if (item.isPicture) {
            paintPicture(painter, rect, item, theme, isHovered);
            continue;
        }
        AttachmentLook look = lookOf(m_attachments[qsizetype(i)]);
        look.isHovered = isHovered;
        look.paint(painter, rect, {}, theme);
    }
}

void AttachmentsLayout::paintPicture(
    QPainter& painter, const QRectF& rect, const Item& item, const Theme& theme, bool isHovered) const
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.codeBackground); // also behind what can be seen through
    painter.drawRoundedRect(rect, theme.radius, theme.radius);
    if (item.shown == ImageDecoding::State::Ready)
        paintCovering(painter, rect, item.decoding->image(), theme.radius);
    painter.setPen(QPen(isHovered ? theme.mutedText : theme.border, 1));
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), theme.radius, theme.radius);
    painter.restore();
}

qint64 AttachmentsLayout::pixelBytes() const
{
    qint64 bytes = 0;
    for (const Item& item : m_items)
        bytes += item.decoding ? item.decoding->image().sizeInBytes() : 0;
    return bytes;
}

}

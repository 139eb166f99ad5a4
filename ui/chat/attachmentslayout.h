#pragma once

#include "core/chat/attachment.h"
#include "ui/blocks/imagedecoding.h"

#include <QList>
#include <QPointF>
#include <QRect>

#include <memory>
#include <vector>

namespace sluice {

struct Theme;

/// The attachments of one message, laid out for one width: images in rows, below them files as small cards. Costs nothing until
/// it has been in view: then images are decoded, and one whose size was not known gets its height. Coordinates from its top left
/// corner. GUI thread.
class AttachmentsLayout
{
public:
    AttachmentsLayout() = default;
    Q_DISABLE_COPY_MOVE(AttachmentsLayout)
    ~AttachmentsLayout() = default;

    void update(const QList<Attachment>& attachments, int width, const Theme& theme);
    /// It is in view. Returns whether anything moved by it.
    bool layOut();
    /// After BlockWorker::changed(). Returns whether anything looks different.
    bool takeNews();

    bool isEmpty() const { return m_items.empty(); }
    int height() const { return m_size.height(); }
    int usedWidth() const { return m_size.width(); }
    const QList<Attachment>& all() const { return m_attachments; }
    const Attachment& at(int index) const { return m_attachments[index]; }
    int indexAt(const QPointF& point) const; ///< -1 where there is none
    void paint(QPainter& painter, const QPointF& origin, const QRectF& clip, const Theme& theme, int hovered) const;

    qint64 pixelBytes() const; ///< what is kept in memory for it

private:
    struct Item
    {
        std::unique_ptr<ImageDecoding> decoding; // of an image that has been in view
        ImageDecoding::State shown = ImageDecoding::State::Waiting; // news wait for takeNews()
        QRect place;

        bool isPicture = false; // not a file, and not an image that cannot be shown
    };

    void place();
    QSize pictureSize(const Item& item, bool isAlone) const;
    void paintPicture(QPainter& painter, const QRectF& rect, const Item& item, const Theme& theme, bool isHovered) const;

    QList<Attachment> m_attachments;
    std::vector<Item> m_items;
    std::vector<int> m_cardWidths;
    int m_width = 0;
    QSize m_size;
};

}

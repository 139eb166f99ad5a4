#pragma once

#include "ui/blocks/blocklayout.h"
#include "ui/blocks/imagedecoding.h"

#include <QImage>
#include <QSize>

namespace sluice {

/// An image of the conversation with its description below. Until its size is known it holds a modest place; a failed one says
/// why. The text of the block is the description.
class ImageLayout final : public BlockLayout
{
public:
    /// \a bytes: PNG, JPEG, GIF or WebP, up to MaxImageBytes.
    ImageLayout(const QByteArray& bytes, const QString& alt, const Context& context);

    /// After BlockWorker::changed(). True when the height has changed: what is below has to move.
    bool takeNews();

    /// \a block must still be the same image; only the context may have changed.
    bool update(const MarkdownBlock& block, const Context& context) override;
    int height() const override { return m_height; }
    qsizetype length() const override { return m_alt->length(); }
    void paint(QPainter& painter, const QPointF& origin, const Paint& paint) const override;
    qsizetype positionAt(const QPointF& point) const override;
    qreal lineTop(qsizetype position) const override;
    BlockHit hit(const QPointF& point) const override;
    QString text(qsizetype from, qsizetype to) const override;
    qreal usedWidth() const override;

private:
    void measure();
    qreal altTop() const;
    void paintPicture(QPainter& painter, const QRectF& rect, const Theme& theme) const;
    void paintPlaceholder(QPainter& painter, const QRectF& rect, const Theme& theme) const;

    int m_width = 0; // px, available
    std::unique_ptr<RichText> m_alt; // empty when there is none
    ImageDecoding m_decoding;
    ImageDecoding::State m_measured = ImageDecoding::State::Waiting; // what is painted; news wait for takeNews()
    QSize m_shown; // px, of the picture or what stands for it
    int m_height = 0;
    mutable QImage m_scaled; // for m_shown, made when first painted
};

}

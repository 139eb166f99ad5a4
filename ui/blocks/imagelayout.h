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

    static constexpr int PlaceholderHeight = 180; ///< px, until the size is known

    int takeNews() override;
    int update(const MarkdownBlock& block, const Context& context) override;
    int height() const override { return m_height; }
    void paint(QPainter& painter, const QPointF& origin, const Paint& paint) override;
    qsizetype positionAt(const QPointF& point) override;
    qreal lineTop(qsizetype position) override;
    BlockHit hit(const QPointF& point) override;
    qreal usedWidth() const override;

private:
    void measure();
    qreal altTop() const;
    void paintPicture(QPainter& painter, const QRectF& rect, const Theme& theme);
    void paintPlaceholder(QPainter& painter, const QRectF& rect, const Theme& theme) const;

    const QByteArray m_bytes;
    int m_width = 0; // px, available
    std::unique_ptr<RichText> m_alt; // empty when there is none
    ImageDecoding m_decoding;
    ImageDecoding::State m_measured = ImageDecoding::State::Waiting; // what is painted; news wait for takeNews()
    QSize m_shown; // px, of the picture or what stands for it
    int m_height = 0;
    QImage m_scaled; // for m_shown, made when first painted
};

}

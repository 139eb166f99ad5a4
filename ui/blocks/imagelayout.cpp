#include "ui/blocks/imagelayout.h"

#include "ui/blocks/imagedecoder.h"
#include "ui/theme.h"

#include <QGuiApplication>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <utility>

namespace sluice {

namespace {

constexpr int MaxHeight = 900; // px: a strip of a picture must not be a mile of page
constexpr QSize Placeholder(320, ImageLayout::PlaceholderHeight);
constexpr int FailureHeight = 48;
constexpr int AltGap = 4;
constexpr int Padding = 16;

QSize decodingBox(const Theme& theme)
{
    return QSize(theme.columnWidth, MaxHeight) * qGuiApp->devicePixelRatio(); // as fine as the finest screen
}

}

ImageLayout::ImageLayout(const QByteArray& bytes, const QString& alt, const Context& context)
    : m_bytes(bytes)
    , m_width(context.width)
    , m_alt(std::make_unique<RichText>(InlineText {.text = alt}, smallStyle(context.theme), context.theme))
    , m_decoding(bytes, decodingBox(context.theme))
{
    m_alt->layOut(m_width);
    measure();
}

int ImageLayout::takeNews()
{
    if (m_decoding.state() == m_measured)
        return NothingChanged;
    measure();
    return 0;
}

int ImageLayout::update(const MarkdownBlock& block, const Context& context)
{
    if (block.kind != MarkdownBlock::Kind::Image || block.image != m_bytes || block.content != m_alt->content())
        return MakeAnew;
    if (context.width != m_width) {
        m_width = context.width;
        m_alt->layOut(m_width);
    }
    measure();
    return 0;
}

void ImageLayout::measure()
{
    m_measured = m_decoding.state();
    switch (m_measured) {
    case ImageDecoding::State::Waiting:
        m_shown = scaledDown(Placeholder, {m_width, MaxHeight});
        break;
    case ImageDecoding::State::Failed:
        m_shown = {m_width, FailureHeight};
        break;
    default:
        m_shown = scaledDown(m_decoding.size(), {m_width, MaxHeight});
    }
    m_height = m_shown.height() + (m_alt->length() > 0 ? AltGap + int(m_alt->height()) : 0);
}

qreal ImageLayout::altTop() const
{
    return m_shown.height() + AltGap;
}

void ImageLayout::paint(QPainter& painter, const QPointF& origin, const Paint& paint)
{
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF rect(origin, QSizeF(m_shown));
    if (m_measured == ImageDecoding::State::Ready)
        paintPicture(painter, rect, paint.text.theme);
    else
        paintPlaceholder(painter, rect, paint.text.theme);
    if (m_alt->length() > 0)
        m_alt->paint(painter, origin + QPointF(0, altTop()), paint.text);
}

void ImageLayout::paintPicture(QPainter& painter, const QRectF& rect, const Theme& theme)
{
    const QImage& image = m_decoding.image();
    const QSize size = m_shown * painter.device()->devicePixelRatio();
    if (m_scaled.size() != size)
        m_scaled = image.size() == size ? image : image.scaled(size, Qt::IgnoreAspectRatio, Qt::SmoothTransformation);
    painter.save();
    QPainterPath corners;
    corners.addRoundedRect(rect, theme.radius, theme.radius);
    painter.setClipPath(corners, Qt::IntersectClip);
    painter.drawImage(rect, m_scaled);
    painter.restore();
}

void ImageLayout::paintPlaceholder(QPainter& painter, const QRectF& rect, const Theme& theme) const
{
    painter.setPen(QPen(theme.border, 1));
    painter.setBrush(theme.codeBackground);
    painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), theme.radius, theme.radius);
    if (m_measured != ImageDecoding::State::Failed)
        return;
    painter.setFont(theme.small);
    painter.setPen(theme.mutedText);
    const QRectF inside = rect.adjusted(Padding, 0, -Padding, 0);
    const QString text = QFontMetrics(theme.small).elidedText(m_decoding.failure(), Qt::ElideRight, int(inside.width()));
    painter.drawText(inside, Qt::AlignVCenter | Qt::AlignLeft, text);
}

qsizetype ImageLayout::positionAt(const QPointF& point)
{
    return m_alt->positionAt(point - QPointF(0, altTop()));
}

qreal ImageLayout::lineTop(qsizetype position)
{
    return m_alt->length() > 0 ? altTop() + m_alt->lineTop(position) : 0;
}

BlockHit ImageLayout::hit(const QPointF& point)
{
    return {.isText = m_alt->length() > 0 && point.y() >= altTop()};
}

qreal ImageLayout::usedWidth() const
{
    return std::max(qreal(m_shown.width()), m_alt->usedWidth());
}

}

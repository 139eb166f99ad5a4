#include "ui/icons.h"

#include <QFile>
#include <QIconEngine>
#include <QPainter>
#include <QSvgRenderer>

// A static library's resources are dropped by the linker unless somebody calls for them, and the macro works outside of
// namespaces only.
static void keepResources()
{
    Q_INIT_RESOURCE(resources);
}

namespace sluice {

using namespace Qt::StringLiterals;

namespace {

/// Draws an SVG at the size asked for, so nothing is scaled up on a dense screen.
class LineIconEngine final : public QIconEngine
{
public:
    explicit LineIconEngine(const QByteArray& svg)
        : m_svg(svg)
    { }

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode /*mode*/, QIcon::State /*state*/) override
    {
        QSvgRenderer renderer(m_svg);
        renderer.render(painter, rect);
    }

    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override
    {
        if (size.isEmpty()) // asked for by what is not laid out yet; there is nothing to paint on
            return {};
        QPixmap pixmap(size);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        paint(&painter, QRect(QPoint(), size), mode, state);
        return pixmap;
    }

    QIconEngine* clone() const override { return new LineIconEngine(m_svg); }

private:
    QByteArray m_svg;
};

QByteArray drawing(const QString& path)
{
    keepResources();
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

}

QIcon lineIcon(QStringView name, const QColor& colour)
{
    QByteArray svg = drawing(u":/icons/%1.svg"_s.arg(name));
    if (svg.isEmpty())
        return {};
    svg.replace("currentColor"_ba, colour.name().toLatin1());
    return QIcon(new LineIconEngine(svg));
}

QIcon applicationIcon()
{
    return QIcon(new LineIconEngine(drawing(u":/icons/sluice.svg"_s)));
}

}

#include "ui/chat/messageactions.h"

#include "ui/theme.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QPushButton>

namespace sluice {

namespace {

// As quiet as the footer it stands in, until it is pointed at.
class TextButton final : public QPushButton
{
public:
    TextButton(const QString& text, QWidget* parent)
        : QPushButton(text, parent)
    {
        setCursor(Qt::PointingHandCursor);
        setAttribute(Qt::WA_Hover);
    }

    QSize sizeHint() const override
    {
        const QFontMetrics metrics(currentTheme().small);
        return {metrics.horizontalAdvance(text()) + 16, 24};
    }

protected:
    void paintEvent(QPaintEvent*) override
    {
        const Theme& theme = currentTheme();
        const bool isPointedAt = underMouse() || isDown();
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        if (isPointedAt || hasFocus()) {
            painter.setPen(hasFocus() ? QPen(theme.accent, 1) : QPen(Qt::NoPen));
            painter.setBrush(isPointedAt ? QBrush(theme.hover) : QBrush(Qt::NoBrush));
            painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6);
        }
        painter.setFont(theme.small);
        painter.setPen(isPointedAt ? theme.text : theme.mutedText);
        painter.drawText(rect(), Qt::AlignCenter, text());
    }
};

}

MessageActions::MessageActions(QWidget* parent)
    : FloatingControls(parent)
    , m_copy(new TextButton(tr("Copy"), this))
    , m_regenerate(new TextButton(tr("Regenerate"), this))
{
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_copy);
    layout->addWidget(m_regenerate);
    hide();
    connect(m_copy, &QPushButton::clicked, this, &MessageActions::copyRequested);
    connect(m_regenerate, &QPushButton::clicked, this, &MessageActions::regenerateRequested);
}

void MessageActions::showAt(const QRect& footer, bool canRegenerate)
{
    m_regenerate->setVisible(canRegenerate);
    const int width = m_copy->sizeHint().width() + (canRegenerate ? m_regenerate->sizeHint().width() : 0);
    setGeometry(footer.right() + 1 - width + 8, footer.top(), width, footer.height());
    show();
}

}

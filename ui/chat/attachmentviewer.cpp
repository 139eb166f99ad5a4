#include "ui/chat/attachmentviewer.h"

#include "ui/blocks/imagedecoder.h"
#include "ui/blocks/imagedecoding.h"
#include "ui/theme.h"

#include <QPainter>
#include <QPlainTextEdit>
#include <QScreen>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace sluice {

namespace {

constexpr QSize TextSize(760, 560);
constexpr double ScreenShare = 0.8;
constexpr int Margin = 16;

/// The image in its middle, scaled down to fit and never up.
class Picture final : public QWidget
{
public:
    Picture(const Attachment& attachment, const QSize& box, QWidget* parent)
        : QWidget(parent)
        , m_decoding(attachment.data, box * parent->devicePixelRatio())
    {
        setAccessibleName(attachment.name);
        if (BlockWorker* worker = BlockWorker::current())
            connect(worker, &BlockWorker::changed, this, [this] { takeNews(); });
    }

    QSize sizeHint() const override { return m_decoding.size().isEmpty() ? QSize(480, 320) : m_decoding.size(); }

protected:
    void paintEvent(QPaintEvent* /*event*/) override
    {
        const Theme& theme = currentTheme();
        QPainter painter(this);
        if (m_decoding.state() == ImageDecoding::State::Failed) {
            painter.setPen(theme.mutedText);
            painter.drawText(rect(), Qt::AlignCenter | Qt::TextWordWrap, m_decoding.failure());
        }
        if (m_decoding.state() != ImageDecoding::State::Ready)
            return;
        painter.setRenderHint(QPainter::SmoothPixmapTransform);
        QRect place(QPoint(), scaledDown(m_decoding.size(), size()));
        place.moveCenter(rect().center());
        painter.drawImage(place, m_decoding.image());
    }

private:
    void takeNews()
    {
        if (m_decoding.state() != m_shown)
            update();
        m_shown = m_decoding.state();
    }

    ImageDecoding m_decoding;
    ImageDecoding::State m_shown = ImageDecoding::State::Waiting;
};

QWidget* reader(const Attachment& attachment, QWidget* parent)
{
    auto* text = new QPlainTextEdit(parent);
    text->setAccessibleName(attachment.name);
    text->setReadOnly(true);
    text->setFrameShape(QFrame::NoFrame);
    text->setFont(currentTheme().mono);
    text->setPlainText(QString::fromUtf8(attachment.data));
    return text;
}

}

AttachmentViewer::AttachmentViewer(const Attachment& attachment, QWidget* parent)
    : QDialog(parent)
{
    setWindowTitle(attachment.name);
    auto* layout = new QVBoxLayout(this);
    const QSize most = screen()->availableSize() * ScreenShare;
    if (attachment.isImage()) {
        layout->setContentsMargins(Margin, Margin, Margin, Margin);
        layout->addWidget(new Picture(attachment, most, this));
    } else {
        layout->setContentsMargins(0, 0, 0, 0);
        layout->addWidget(reader(attachment, this));
    }
    resize((attachment.isImage() ? most : TextSize).boundedTo(most));
}

}

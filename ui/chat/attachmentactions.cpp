#include "ui/chat/attachmentactions.h"

#include "core/chat/attachmentrules.h"
#include "ui/chat/attachmentviewer.h"
#include "ui/chat/attachmentwriting.h"
#include "ui/chat/chatview.h"

#include <QApplication>
#include <QClipboard>
#include <QFileDialog>
#include <QMenu>

using namespace Qt::StringLiterals;

namespace sluice {

AttachmentActions::AttachmentActions(ChatView& view, QObject* parent)
    : QObject(parent)
    , m_view(view)
{
    if (BlockWorker* worker = BlockWorker::current())
        connect(worker, &BlockWorker::changed, this, &AttachmentActions::putImage);
}

void AttachmentActions::open(const Attachment& attachment)
{
    auto* viewer = new AttachmentViewer(attachment, &m_view);
    viewer->setAttribute(Qt::WA_DeleteOnClose);
    viewer->show();
}

void AttachmentActions::copy(const Attachment& attachment)
{
    if (!attachment.isImage()) {
        QApplication::clipboard()->setText(QString::fromUtf8(attachment.data));
        return;
    }
    constexpr QSize Whole(AttachmentLimits::ImageSide * 8, AttachmentLimits::ImageSide * 8); // imported ones may be larger
    m_copied = std::make_unique<ImageDecoding>(attachment.data, Whole);
    putImage();
}

void AttachmentActions::putImage()
{
    if (!m_copied)
        return;
    const ImageDecoding::State state = m_copied->state();
    if (state == ImageDecoding::State::Ready)
        QApplication::clipboard()->setImage(m_copied->image());
    if (state == ImageDecoding::State::Ready || state == ImageDecoding::State::Failed)
        m_copied.reset();
}

void AttachmentActions::save(const Attachment& attachment)
{
    const QString title = attachment.isImage() ? tr("Save image") : tr("Save file");
    auto* dialog = new QFileDialog(&m_view, title);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->selectFile(fileNameFor(attachment));
    connect(
        dialog, &QFileDialog::fileSelected, this, [this, bytes = attachment.data](const QString& path) { write(path, bytes); });
    dialog->open();
}

void AttachmentActions::write(const QString& path, const QByteArray& bytes)
{
    writeAttachment(path, bytes, [view = QPointer(&m_view), path](const Result<void>& written) {
        if (view && !written)
            Q_EMIT view->attachmentNotSaved(path);
    });
}

void AttachmentActions::addTo(QMenu& menu, const Attachment& attachment)
{
    const bool isImage = attachment.isImage();
    menu.addAction(isImage ? tr("Open image") : tr("Open file"), this, [this, attachment] { open(attachment); });
    menu.addAction(isImage ? tr("Copy image") : tr("Copy text of file"), this, [this, attachment] { copy(attachment); });
    menu.addAction(isImage ? tr("Save image as…") : tr("Save file as…"), this, [this, attachment] { save(attachment); });
}

QString fileNameFor(const Attachment& attachment)
{
    QString name = attachment.name;
    name.replace(u'/', u'_').replace(u'\\', u'_');
    if (!attachment.isImage())
        return name;
    const bool isJpeg = attachment.mimeType == "image/jpeg";
    const QString ending = u'.' + (isJpeg ? u"jpg"_s : QString::fromLatin1(attachment.mimeType.sliced(6)));
    const bool isRight = name.endsWith(ending, Qt::CaseInsensitive) || (isJpeg && name.endsWith(u".jpeg"_s, Qt::CaseInsensitive));
    if (isRight)
        return name;
    const qsizetype dot = name.lastIndexOf(u'.');
    const bool hasEnding = dot > 0 && name.size() - dot <= 5;
    return (hasEnding ? name.first(dot) : name) + ending;
}

}

#pragma once

#include "core/chat/attachment.h"
#include "ui/blocks/imagedecoding.h"

#include <QObject>

#include <memory>

class QMenu;

namespace sluice {

class ChatView;

/// What can be done with an attachment of a message: open it in a window, copy it, save it. GUI thread.
class AttachmentActions final : public QObject
{
    Q_OBJECT

public:
    AttachmentActions(ChatView& view, QObject* parent);

    void open(const Attachment& attachment);
    void copy(const Attachment& attachment);
    /// Asks where to; ChatView::attachmentNotSaved() tells of a failure.
    void save(const Attachment& attachment);
    void addTo(QMenu& menu, const Attachment& attachment);

private:
    void putImage();
    void write(const QString& path, const QByteArray& bytes);

    ChatView& m_view;
    std::unique_ptr<ImageDecoding> m_copied; // on its way to the clipboard
};

/// A name for a file with \a attachment's content: its own, with the ending of what it is now.
QString fileNameFor(const Attachment& attachment);

}

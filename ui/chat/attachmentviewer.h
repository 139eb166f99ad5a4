#pragma once

#include "core/chat/attachment.h"

#include <QDialog>

namespace sluice {

/// An attachment in a window of its own: an image as large as fits, a text to be read. Escape closes it. GUI thread.
class AttachmentViewer final : public QDialog
{
    Q_OBJECT

public:
    AttachmentViewer(const Attachment& attachment, QWidget* parent);
};

}

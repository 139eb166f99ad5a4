#pragma once

#include "ui/chat/attachmentreading.h"

#include <QList>

class QMimeData;

namespace sluice {

// What of the clipboard or a drag becomes attachments: files of this computer, and pictures that come without text. A cell of a
// spreadsheet comes as both and is meant as text. GUI thread.

struct OfferedAttachment
{
    QString name; ///< empty for a picture without a file
    AttachmentReading::Source source;
};

bool offersAttachments(const QMimeData& mime); ///< without fetching anything from the other program
QList<OfferedAttachment> offeredAttachments(const QMimeData& mime);

}

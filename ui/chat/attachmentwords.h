#pragma once

#include "core/chat/attachmentrules.h"

#include <QString>

namespace sluice {

// What the window says about attachments. GUI thread.

/// Why \a name cannot be attached, in one sentence.
QString faultSentence(AttachmentFault fault, const QString& name);

/// Why a message with images is not sent to \a endpointName, whose provider has no place for them.
QString imagesRefused(const QString& endpointName);

/// "1.2 MB"
QString sizeText(qint64 bytes);

/// For who hears instead of sees: "image a.png, file b.txt"; empty without attachments.
QString spokenAttachments(const QList<Attachment>& attachments);

}

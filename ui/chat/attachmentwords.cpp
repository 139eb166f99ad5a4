#include "ui/chat/attachmentwords.h"

#include "core/base/joinedwords.h"

#include <QCoreApplication>
#include <QLocale>
#include <QStringList>

using namespace Qt::StringLiterals;

namespace sluice {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Attachments)
};

int megabytes(qsizetype bytes)
{
    return int(bytes / (1024 * 1024));
}

}

QString faultSentence(AttachmentFault fault, const QString& name)
{
    using Limits = AttachmentLimits;
    switch (fault) {
    case AttachmentFault::Kind:
        return Text::tr("“%1” cannot be attached: only text files and PNG, JPEG, WebP and GIF images can.").arg(name);
    case AttachmentFault::Empty:
        return Text::tr("“%1” is empty, so there is nothing to attach.").arg(name);
    case AttachmentFault::TextTooLong:
        return Text::tr("“%1” is too long: a text file may have %2 MB.").arg(name).arg(megabytes(Limits::TextBytes));
    case AttachmentFault::FileTooLarge:
        return Text::tr("“%1” is too large to attach: text files may have %2 MB, images %3 MB.")
            .arg(name)
            .arg(megabytes(Limits::TextBytes))
            .arg(megabytes(Limits::FileBytes));
    case AttachmentFault::TooManyPixels:
        return Text::tr("“%1” has too many pixels: an image may have %2 megapixels.")
            .arg(name)
            .arg(Limits::ImagePixels / 1'000'000);
    case AttachmentFault::DamagedImage:
        return Text::tr("“%1” cannot be attached: the image is damaged.").arg(name);
    case AttachmentFault::TooMany:
        return Text::tr("“%1” was not attached: a message takes %2 files at most.").arg(name).arg(Limits::Count);
    case AttachmentFault::TooMuch:
        return Text::tr("“%1” was not attached: the files of a message may have %2 MB together.")
            .arg(name)
            .arg(megabytes(Limits::MessageBytes));
    case AttachmentFault::NotAFile:
        return Text::tr("“%1” is not a file, so it cannot be attached.").arg(name);
    case AttachmentFault::Unreadable:
        return Text::tr("“%1” cannot be read: it is not there any more, or not yours to read.").arg(name);
    }
    Q_UNREACHABLE();
}

QString imagesRefused(const QString& endpointName)
{
    return Text::tr("“%1” takes no images: take them away, or choose another endpoint.").arg(endpointName);
}

QString sizeText(qint64 bytes)
{
    return QLocale().formattedDataSize(bytes, 1, QLocale::DataSizeTraditionalFormat);
}

QString spokenAttachments(const QList<Attachment>& attachments)
{
    QStringList names;
    for (const Attachment& attachment : attachments)
        names << (attachment.isImage() ? Text::tr("image %1") : Text::tr("file %1")).arg(attachment.name);
    return listed(names);
}

}

#include "ui/chat/attachmentmime.h"

#include <QDir>
#include <QFileInfo>
#include <QMimeData>
#include <QUrl>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace sluice {

namespace {

// Taken as they are: decoding is no work for this thread.
constexpr std::array ImageFormats {"image/png"_L1, "image/jpeg"_L1, "image/webp"_L1, "image/gif"_L1};

QList<QUrl> localFiles(const QMimeData& mime)
{
    QList<QUrl> urls = mime.hasUrls() ? mime.urls() : QList<QUrl>();
    urls.removeIf([](const QUrl& url) { return !url.isLocalFile(); });
    return urls;
}

}

bool offersAttachments(const QMimeData& mime)
{
    if (!localFiles(mime).isEmpty())
        return true;
    const bool hasText = mime.hasFormat(u"text/plain"_s) || mime.hasUrls();
    return !hasText && (mime.hasImage() || std::ranges::any_of(ImageFormats, [&](QLatin1StringView format) {
        return mime.hasFormat(format);
    }));
}

QList<OfferedAttachment> offeredAttachments(const QMimeData& mime)
{
    if (!offersAttachments(mime))
        return {};
    QList<OfferedAttachment> offered;
    for (const QUrl& url : localFiles(mime)) {
        const QString path = url.toLocalFile();
        const QString name = QFileInfo(QDir::cleanPath(path)).fileName(); // also of a folder
        offered.append({.name = name.isEmpty() ? path : name, .source = AttachmentReading::File {path}});
    }
    if (!offered.isEmpty())
        return offered;
    for (const QLatin1StringView format : ImageFormats) {
        if (mime.hasFormat(format))
            return {{.name = {}, .source = AttachmentReading::Bytes {mime.data(format)}}};
    }
    return {{.name = {}, .source = qvariant_cast<QImage>(mime.imageData())}};
}

}

#include "core/chat/attachmenttext.h"

#include <algorithm>

namespace sluice {

using namespace Qt::StringLiterals;

namespace {

// A fence must be longer than any run of backticks in what it holds (CommonMark section 4.5).
QString fenceFor(QByteArrayView text)
{
    qsizetype longest = 0;
    qsizetype run = 0;
    for (const char c : text) {
        run = c == '`' ? run + 1 : 0;
        longest = std::max(longest, run);
    }
    return QString(std::max(longest + 1, qsizetype(3)), u'`');
}

/// On one line, whatever a file system allows in a name.
QString lineOf(const QString& name)
{
    QString line = name.simplified();
    line.removeIf([](QChar c) { return c.category() == QChar::Other_Control || c.category() == QChar::Other_Format; });
    return line;
}

QString framed(const Attachment& file)
{
    const QString fence = fenceFor(file.data);
    const QString end = file.data.endsWith('\n') ? QString() : u"\n"_s;
    return u"File \""_s + lineOf(file.name) + u"\":\n"_s + fence + u'\n' + QString::fromUtf8(file.data) + end + fence;
}

QString escapedForMarkdown(const QString& name)
{
    QString escaped;
    for (const QChar c : lineOf(name)) {
        if (u"\\`*_[]<>&!|~"_s.contains(c))
            escaped += u'\\';
        escaped += c;
    }
    return escaped;
}

}

QString textToSend(const Message& turn)
{
    QString text;
    for (const Attachment& attachment : turn.attachments) {
        if (turn.role == Role::User && !attachment.isImage())
            text += framed(attachment) + u"\n\n"_s;
    }
    if (text.isEmpty())
        return turn.text;
    text += turn.text;
    if (turn.text.isEmpty())
        text.chop(2);
    return text;
}

QList<Attachment> imagesOf(const Message& turn)
{
    QList<Attachment> images;
    for (const Attachment& attachment : turn.attachments) {
        if (turn.role == Role::User && attachment.isImage())
            images.append(attachment);
    }
    return images;
}

QString markdownOf(const Message& turn)
{
    return markdownOf(turn.text, turn.attachments);
}

QString markdownOf(const QString& text, const QList<Attachment>& attachments)
{
    if (attachments.isEmpty())
        return text;
    QStringList names;
    for (const Attachment& attachment : attachments)
        names.append(escapedForMarkdown(attachment.name));
    const QString line = u"Attached: "_s + names.join(u", "_s);
    return text.isEmpty() ? line : line + u"\n\n"_s + text;
}

AttachmentCost costOf(const QList<Attachment>& attachments)
{
    AttachmentCost cost;
    for (const Attachment& attachment : attachments)
        (attachment.isImage() ? cost.imageBytes : cost.textBytes) += attachment.data.size();
    return cost;
}

}

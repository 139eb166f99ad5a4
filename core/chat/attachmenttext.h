#pragma once

#include "core/chat/conversation.h"

namespace sluice {

// Attachments where only text can go. Pure, thread-safe.

/// What a model is to read of \a turn, but for its images: its text files, each in a fence under its name, then the user's words.
/// The text itself when it has no text files.
QString textToSend(const Message& turn);

/// The images among the attachments of a user's turn; others have none.
QList<Attachment> imagesOf(const Message& turn);

/// A turn as Markdown, for copies and exports: "Attached: a.png, b.txt" above its text. Of a turn without attachments its text.
QString markdownOf(const Message& turn);
/// The same of its parts.
QString markdownOf(const QString& text, const QList<Attachment>& attachments);

/// Bytes of all images and characters of all text files among \a attachments: what they cost a request.
struct AttachmentCost
{
    qint64 imageBytes = 0;
    qint64 textBytes = 0;
};
AttachmentCost costOf(const QList<Attachment>& attachments);

}

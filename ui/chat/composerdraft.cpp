// The part of Composer that is about what is written: text, attachments, and when that can be sent.

#include "ui/chat/composer.h"

#include "ui/chat/attachmentdraft.h"
#include "ui/chat/attachmenttray.h"
#include "ui/chat/messageeditor.h"

#include <QFileDialog>
#include <QTextCursor>

namespace sluice {

QString Composer::text() const
{
    return m_editor->toPlainText();
}

void Composer::setText(const QString& text)
{
    m_editor->setPlainText(text);
    m_editor->moveCursor(QTextCursor::End);
}

void Composer::putBefore(const QString& text)
{
    if (m_editor->document()->isEmpty()) {
        setText(text);
        return;
    }
    if (text.isEmpty())
        return;
    QTextCursor start(m_editor->document()); // the user's own moves along with what it stands in
    start.insertText(text.endsWith(u'\n') ? text : text + u'\n');
    m_editor->ensureCursorVisible();
}

void Composer::takeOver(const Composer& former)
{
    setText(former.text());
    const QTextCursor place = former.m_editor->textCursor();
    QTextCursor cursor = m_editor->textCursor();
    cursor.setPosition(place.anchor());
    cursor.setPosition(place.position(), QTextCursor::KeepAnchor);
    m_editor->setTextCursor(cursor);
    m_ownAttachments->takeOver(*former.m_ownAttachments);
}

AttachmentDraft* Composer::attachments() const
{
    return m_tray->draft() ? m_tray->draft() : m_ownAttachments;
}

void Composer::setAttachments(AttachmentDraft* draft)
{
    if (draft)
        draft->takeOver(*m_ownAttachments);
    m_tray->setDraft(draft ? draft : m_ownAttachments);
}

void Composer::setRecall(const QString& text, const QList<Attachment>& attachments)
{
    m_recall = text;
    m_recalledAttachments = attachments;
}

void Composer::chooseFiles()
{
    auto* dialog = new QFileDialog(this, tr("Attach files"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFiles);
    connect(dialog, &QFileDialog::filesSelected, this, [this, draft = QPointer(attachments())](const QStringList& paths) {
        if (draft)
            draft->addFiles(paths);
        m_editor->setFocus();
    });
    dialog->open();
}

bool Composer::canSend() const
{
    const AttachmentDraft& draft = *attachments();
    return !draft.isReading() && !(text().trimmed().isEmpty() && draft.isEmpty());
}

void Composer::send()
{
    if (!isRunning(m_status.state) && canSend())
        Q_EMIT sendRequested(text());
}

void Composer::recall()
{
    if (!attachments()->isEmpty())
        return;
    if (!m_recall.isEmpty())
        setText(m_recall);
    if (!m_recalledAttachments.isEmpty())
        attachments()->set(m_recalledAttachments);
}

}

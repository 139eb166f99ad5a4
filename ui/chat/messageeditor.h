#pragma once

#include "ui/chat/attachmentmime.h"

#include <QPlainTextEdit>

namespace sluice {

/// The text of the next message: grows with it up to eight lines, Enter sends, Shift+Enter breaks, Up in an empty one recalls.
/// Accessible name "Message". GUI thread.
class MessageEditor final : public QPlainTextEdit
{
    Q_OBJECT

public:
    static constexpr int MaxLines = 8;
    static constexpr qsizetype MaxCharacters = 1'000'000; ///< a paste beyond is refused as a whole

    explicit MessageEditor(QWidget* parent = nullptr);

Q_SIGNALS:
    void sendRequested();
    /// Pasted files and pictures, which are no text.
    void attachmentsPasted(const QList<sluice::OfferedAttachment>& offered);
    /// A key that means nothing in a short text: pages scroll the conversation, Ctrl and an arrow go to its messages.
    void conversationKey(int key, Qt::KeyboardModifiers modifiers);
    void recallRequested();
    void pasteRefused();

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;
    bool canInsertFromMimeData(const QMimeData* source) const override;
    void insertFromMimeData(const QMimeData* source) override;

private:
    void fitHeight();
};

}

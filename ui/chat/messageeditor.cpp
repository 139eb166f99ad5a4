#include "ui/chat/messageeditor.h"

#include "ui/contractname.h"

#include <QAbstractTextDocumentLayout>
#include <QKeyEvent>
#include <QMimeData>
#include <QTextBlock>

#include <algorithm>
#include <cmath>

namespace sluice {

using namespace Qt::StringLiterals;

MessageEditor::MessageEditor(QWidget* parent)
    : QPlainTextEdit(parent)
{
    setPlaceholderText(tr("Write a message"));
    setContractName(*this, u"Message", placeholderText());
    setFrameShape(QFrame::NoFrame);
    setTabChangesFocus(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    viewport()->setAutoFillBackground(false);
    connect(document()->documentLayout(), &QAbstractTextDocumentLayout::documentSizeChanged, this, &MessageEditor::fitHeight);
    fitHeight();
}

void MessageEditor::keyPressEvent(QKeyEvent* event)
{
    const bool isEnter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (isEnter && (event->modifiers() & (Qt::ShiftModifier | Qt::AltModifier))) {
        // By itself the widget inserts U+2028 here, which copies badly.
        insertPlainText(u"\n"_s);
        ensureCursorVisible();
        return;
    }
    if (isEnter) {
        Q_EMIT sendRequested();
        return;
    }
    const bool isBare = !(event->modifiers() & ~Qt::KeypadModifier);
    if (event->key() == Qt::Key_Up && isBare && document()->isEmpty()) {
        Q_EMIT recallRequested();
        return;
    }
    const bool isPage = event->key() == Qt::Key_PageUp || event->key() == Qt::Key_PageDown;
    const bool isStep = event->key() == Qt::Key_Up || event->key() == Qt::Key_Down;
    const bool hasPages = verticalScrollBarPolicy() != Qt::ScrollBarAlwaysOff;
    if ((isPage && isBare && !hasPages) || (isStep && event->modifiers() == Qt::ControlModifier)) {
        Q_EMIT conversationKey(event->key(), event->modifiers());
        return;
    }
    QPlainTextEdit::keyPressEvent(event);
}

void MessageEditor::resizeEvent(QResizeEvent* event)
{
    QPlainTextEdit::resizeEvent(event);
    fitHeight();
}

void MessageEditor::changeEvent(QEvent* event)
{
    QPlainTextEdit::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        fitHeight();
}

bool MessageEditor::canInsertFromMimeData(const QMimeData* source) const
{
    return source->hasText() || offersAttachments(*source);
}

void MessageEditor::insertFromMimeData(const QMimeData* source)
{
    if (offersAttachments(*source)) {
        Q_EMIT attachmentsPasted(offeredAttachments(*source));
        return;
    }
    const QString text = source->text();
    if (document()->characterCount() + text.size() > MaxCharacters) {
        Q_EMIT pasteRefused();
        return;
    }
    insertPlainText(text);
    ensureCursorVisible();
}

void MessageEditor::fitHeight()
{
    // A QPlainTextDocumentLayout measures its height in lines, not in pixels.
    const int lines = std::clamp(static_cast<int>(std::ceil(document()->size().height())), 1, MaxLines);
    // What a line is high depends on the fonts its characters came from, so ask the layout, and leave a pixel for its rounding.
    const double line = std::max<double>(fontMetrics().lineSpacing(),
        blockBoundingRect(document()->firstBlock()).height() / std::max(1, document()->firstBlock().lineCount()));
    const int wanted = static_cast<int>(std::ceil(lines * line + 2 * document()->documentMargin())) + 1;
    setVerticalScrollBarPolicy(document()->size().height() > MaxLines ? Qt::ScrollBarAsNeeded : Qt::ScrollBarAlwaysOff);
    if (wanted != height() || minimumHeight() != wanted)
        setFixedHeight(wanted);
}

}

#include "ui/chat/editbar.h"

#include "ui/chat/textbutton.h"
#include "ui/theme.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>

namespace sluice {

using namespace Qt::StringLiterals;

EditBar::EditBar(QWidget& editor, QWidget* parent)
    : QWidget(parent)
{
    setAccessibleName(tr("Editing an earlier message"));
    auto* row = new QHBoxLayout(this);
    row->setSpacing(8);
    auto* label = new QLabel(tr("Editing an earlier message"), this);
    label->setTextFormat(Qt::PlainText);
    label->setProperty("tone", u"muted"_s);
    label->setProperty("textSize", u"small"_s);
    auto* cancel = new TextButton(tr("Cancel (Esc)"), this);
    cancel->setAccessibleName(tr("Cancel editing"));
    row->addWidget(label, 1);
    row->addWidget(cancel);
    connect(cancel, &QPushButton::clicked, this, &EditBar::cancelled);
    editor.installEventFilter(this);
    cancel->installEventFilter(this);
    hide();
}

bool EditBar::eventFilter(QObject* watched, QEvent* event)
{
    const bool isKey = event->type() == QEvent::ShortcutOverride || event->type() == QEvent::KeyPress;
    if (!isKey || !isVisible() || static_cast<QKeyEvent*>(event)->key() != Qt::Key_Escape)
        return QWidget::eventFilter(watched, event);
    event->accept(); // as an override: no shortcut gets it, a running stream goes on
    if (event->type() == QEvent::KeyPress)
        Q_EMIT cancelled();
    return true;
}

void EditBar::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    const Span column = currentTheme().columnIn(width());
    layout()->setContentsMargins(column.left + 12, 4, width() - column.right(), 4);
}

}

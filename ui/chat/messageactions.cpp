#include "ui/chat/messageactions.h"

#include "ui/chat/textbutton.h"
#include "ui/theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPaintEvent>
#include <QPainter>

using namespace Qt::StringLiterals;

namespace sluice {

MessageActions::MessageActions(QWidget* parent)
    : FloatingControls(parent)
    , m_layout(new QHBoxLayout(this))
{
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(0);
    m_previous = add(u"‹"_s);
    m_previous->setAccessibleName(tr("Previous version"));
    m_previous->setToolTip(tr("Previous version"));
    m_place = new QLabel(this);
    m_place->setTextFormat(Qt::PlainText);
    m_place->setProperty("tone", u"muted"_s);
    m_place->setProperty("textSize", u"small"_s);
    m_layout->addWidget(m_place);
    m_next = add(u"›"_s);
    m_next->setAccessibleName(tr("Next version"));
    m_next->setToolTip(tr("Next version"));
    m_copy = add(tr("Copy"));
    m_edit = add(tr("Edit"));
    m_regenerate = add(tr("Regenerate"));
    m_continue = add(tr("Continue"));
    hide();
    connect(m_previous, &QPushButton::clicked, this, [this] { Q_EMIT siblingRequested(m_row, -1); });
    connect(m_next, &QPushButton::clicked, this, [this] { Q_EMIT siblingRequested(m_row, 1); });
    connect(m_copy, &QPushButton::clicked, this, [this] { Q_EMIT copyRequested(m_row); });
    connect(m_edit, &QPushButton::clicked, this, [this] { Q_EMIT editRequested(m_row); });
    connect(m_regenerate, &QPushButton::clicked, this, [this] { Q_EMIT regenerateRequested(m_row); });
    connect(m_continue, &QPushButton::clicked, this, &MessageActions::continueRequested);
}

QPushButton* MessageActions::add(const QString& text)
{
    auto* button = new TextButton(text, this);
    button->setAccessibleName(text);
    m_layout->addWidget(button);
    return button;
}

void MessageActions::showAt(const QRect& place, int row, const MessageActionSet& actions)
{
    m_row = row;
    int width = 0;
    const auto put = [&width](QWidget* widget, bool isThere) {
        widget->setVisible(isThere);
        if (isThere)
            width += widget->sizeHint().width();
    };
    if (actions.hasSiblings()) {
        m_place->setText(u"%1/%2"_s.arg(actions.siblings.index + 1).arg(actions.siblings.count));
        m_place->setAccessibleName(tr("Version %1 of %2").arg(actions.siblings.index + 1).arg(actions.siblings.count));
    }
    put(m_previous, actions.hasSiblings());
    put(m_place, actions.hasSiblings());
    put(m_next, actions.hasSiblings());
    m_previous->setEnabled(actions.hasPrevious());
    m_next->setEnabled(actions.hasNext());
    put(m_copy, actions.canCopy);
    put(m_edit, actions.canEdit);
    put(m_regenerate, actions.canRegenerate);
    put(m_continue, actions.canContinue);
    setGeometry(place.right() + 1 - width + TextButton::Padding, place.top(), width, place.height());
    show();
}

// What it stands on may be the end of a long footer.
void MessageActions::paintEvent(QPaintEvent* event)
{
    QPainter(this).fillRect(event->rect(), currentTheme().background);
}

}

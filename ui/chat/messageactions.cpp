#include "ui/chat/messageactions.h"

#include "ui/chat/textbutton.h"
#include "ui/contractname.h"
#include "ui/theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPaintEvent>
#include <QPainter>

#include <utility>

using namespace Qt::StringLiterals;

namespace sluice {

MessageActions::MessageActions(QWidget* parent)
    : FloatingControls(parent)
    , m_layout(new QHBoxLayout(this))
{
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(0);
    m_previous = add(u"‹"_s, [this](int row) { Q_EMIT siblingRequested(row, -1); });
    m_previous->setAccessibleName(tr("Previous version"));
    m_previous->setToolTip(tr("Previous version"));
    m_place = new QLabel(this);
    m_place->setTextFormat(Qt::PlainText);
    m_place->setProperty("tone", u"muted"_s);
    m_place->setProperty("textSize", u"small"_s);
    m_layout->addWidget(m_place);
    m_next = add(u"›"_s, [this](int row) { Q_EMIT siblingRequested(row, 1); });
    m_next->setAccessibleName(tr("Next version"));
    m_next->setToolTip(tr("Next version"));
    m_copy = add(tr("Copy"), [this](int row) { Q_EMIT copyRequested(row); });
    m_edit = add(tr("Edit"), [this](int row) { Q_EMIT editRequested(row); });
    m_regenerate = add(tr("Regenerate"), [this](int row) { Q_EMIT regenerateRequested(row); });
    setContractName(*m_regenerate, u"Regenerate", m_regenerate->text());
    m_continue = add(tr("Continue"), [this](int) { Q_EMIT continueRequested(); });
    setContractName(*m_continue, u"Continue", m_continue->text());
    hide();
}

QPushButton* MessageActions::add(const QString& text, std::function<void(int row)> ask)
{
    auto* button = new TextButton(text, this);
    button->setAccessibleName(text);
    m_layout->addWidget(button);
    connect(button, &QPushButton::pressed, this, [this, button, ask = std::move(ask)] {
        m_pressed = button;
        m_ask = [ask, row = m_row] { ask(row); };
    });
    connect(button, &QPushButton::clicked, this, [this, button] {
        if (m_pressed != button)
            return; // it has asked already
        m_pressed = nullptr;
        m_ask();
    });
    return button;
}

void MessageActions::finishPress()
{
    QPushButton* pressed = std::exchange(m_pressed, nullptr);
    if (pressed && pressed->isDown())
        m_ask();
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

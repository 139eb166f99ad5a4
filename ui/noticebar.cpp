#include "ui/noticebar.h"

#include "ui/spokennotice.h"
#include "ui/theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>

#include <utility>

namespace sluice {

NoticeBar::NoticeBar(QWidget* parent)
    : QFrame(parent)
    , m_layout(new QHBoxLayout(this))
{
    m_layout->setContentsMargins(16, 4, 8, 4);
    m_label = new QLabel(this);
    m_label->setWordWrap(true);
    m_label->setTextFormat(Qt::PlainText);
    m_layout->addWidget(m_label, 1);
    auto* dismiss = new QPushButton(tr("Dismiss"), this);
    dismiss->setProperty("quiet", true);
    m_layout->addWidget(dismiss);
    m_voice = new SpokenNotice(this);
    connect(dismiss, &QPushButton::clicked, this, &NoticeBar::dismiss);
    hide();
}

void NoticeBar::showNotice(const QString& text)
{
    if (text.isEmpty()) {
        if (!isOffer())
            dismiss();
        return;
    }
    if (isOffer())
        m_waiting = {m_label->text(), m_actions};
    say(text, {});
}

void NoticeBar::offer(const QString& text, const QList<NoticeAction>& actions)
{
    if (!isHidden() && !isOffer())
        m_waiting = {text, actions};
    else
        say(text, actions);
}

void NoticeBar::dismiss()
{
    const std::optional<Offer> next = std::exchange(m_waiting, {});
    if (next)
        return say(next->text, next->actions);
    say({}, {});
}

void NoticeBar::say(const QString& text, const QList<NoticeAction>& actions)
{
    m_actions = actions;
    for (QPushButton* button : std::as_const(m_buttons)) {
        button->hide();
        button->deleteLater(); // it may be the one that is being clicked
    }
    m_buttons.clear();
    for (const NoticeAction& action : actions) {
        auto* button = new QPushButton(action.text, this);
        button->setProperty("quiet", true);
        connect(button, &QPushButton::clicked, this, [chosen = action.chosen] { chosen(); });
        m_layout->insertWidget(int(1 + m_buttons.size()), button);
        button->show();
        m_buttons.append(button);
    }
    m_label->setText(text);
    if (!text.isEmpty())
        m_voice->say(text);
    setVisible(!text.isEmpty());
}

QString NoticeBar::text() const
{
    return m_label->text();
}

void NoticeBar::paintEvent(QPaintEvent* /*event*/)
{
    const Theme& theme = currentTheme();
    QPainter painter(this);
    painter.fillRect(rect(), theme.surface);
    painter.fillRect(QRect(0, 0, 3, height()), theme.warning);
    painter.fillRect(QRect(0, height() - 1, width(), 1), theme.border);
}

}

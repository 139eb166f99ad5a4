#include "ui/chat/composer.h"

#include "ui/chat/attachmentdraft.h"
#include "ui/chat/attachmenttray.h"
#include "ui/chat/messageeditor.h"
#include "ui/chat/streamstatelabel.h"
#include "ui/chat/targetbar.h"
#include "ui/contractname.h"
#include "ui/elidedlabel.h"
#include "ui/icons.h"
#include "ui/theme.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace sluice {

using namespace Qt::StringLiterals;

namespace {

constexpr int ButtonSize = 32; // px

}

Composer::Composer(QWidget* parent)
    : QWidget(parent)
{
    m_column = new QWidget(this);
    auto* column = new QVBoxLayout(m_column);
    column->setContentsMargins(0, 8, 0, 8);
    column->setSpacing(4);

    m_box = new QWidget(m_column);
    m_box->installEventFilter(this);
    auto* box = new QVBoxLayout(m_box);
    box->setContentsMargins(8, 10, 8, 8);
    box->setSpacing(4);
    m_editor = new MessageEditor(m_box);
    m_tray = new AttachmentTray(*m_editor, m_box);
    m_ownAttachments = new AttachmentDraft(this);
    m_tray->setDraft(m_ownAttachments);
    box->addWidget(m_tray);
    m_editor->installEventFilter(this);
    m_attach = makeAttachButton();
    m_targetBar = new TargetBar(m_box);
    auto* text = new QHBoxLayout;
    text->setContentsMargins(4, 0, 4, 0); // so that it begins where the selectors' names do
    text->addWidget(m_editor);
    box->addLayout(text);
    auto* row = new QHBoxLayout;
    row->setSpacing(4);
    row->addWidget(m_attach);
    row->addWidget(m_targetBar, 1);
    m_button = makeButton();
    row->addWidget(m_button);
    box->addLayout(row);
    column->addWidget(m_box);
    column->addWidget(makeFooter());

    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(currentTheme().columnMargin, 0, currentTheme().columnMargin, 0);
    outer->addWidget(m_column);

    connect(m_editor, &MessageEditor::sendRequested, this, &Composer::send);
    connect(m_editor, &MessageEditor::recallRequested, this, &Composer::recall);
    connect(m_editor, &MessageEditor::pasteRefused, this,
        [this] { setNotice(tr("That is too long to paste: a message holds a million characters at most.")); });
    connect(m_editor, &QPlainTextEdit::textChanged, this, &Composer::updateButton);
    connect(m_editor, &QPlainTextEdit::textChanged, this, &Composer::textChanged);
    connect(m_attach, &QToolButton::clicked, this, &Composer::chooseFiles);
    connect(m_editor, &MessageEditor::attachmentsPasted, this,
        [this](const QList<OfferedAttachment>& offered) { attachments()->add(offered); });
    connect(m_tray, &AttachmentTray::changed, this, &Composer::updateButton);
    connect(m_tray, &AttachmentTray::focusLost, this, [this] { m_editor->setFocus(); });
    setFocusProxy(m_editor);
    setStatus({});
    applyTheme();
}

QPushButton* Composer::makeButton()
{
    auto* button = new QPushButton(m_box);
    button->setProperty("primary", true);
    button->setFocusPolicy(Qt::TabFocus); // a click leaves the cursor in the text
    button->installEventFilter(this);
    connect(button, &QPushButton::pressed, this, [this] { m_pressed = isRunning(m_status.state) ? Press::Stop : Press::Send; });
    connect(button, &QPushButton::clicked, this, &Composer::press);
    return button;
}

QToolButton* Composer::makeAttachButton()
{
    auto* button = new QToolButton(m_box);
    button->setFocusPolicy(Qt::TabFocus);
    button->setAccessibleName(tr("Attach files"));
    button->setToolTip(tr("Attach text files and images"));
    return button;
}

QWidget* Composer::makeFooter()
{
    auto* footer = new QWidget(m_column);
    auto* layout = new QHBoxLayout(footer);
    layout->setContentsMargins(12, 0, 12, 0);
    layout->setSpacing(16);
    m_notice = new ElidedLabel(footer);
    m_slowdown = new ElidedLabel(footer);
    m_slowdown->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_slowdown->hide();
    m_state = new StreamStateLabel(footer);
    for (QLabel* label : {static_cast<QLabel*>(m_notice), static_cast<QLabel*>(m_slowdown), static_cast<QLabel*>(m_state)}) {
        label->setProperty("tone", u"muted"_s);
        label->setProperty("textSize", u"small"_s);
    }
    layout->addWidget(m_notice, 1);
    layout->addWidget(m_slowdown, 1);
    layout->addWidget(m_state);
    return footer;
}

void Composer::setStatus(const StreamStatus& status)
{
    m_status = status;
    updateButton();
    m_state->setStatus(status);
}

void Composer::setNotice(const QString& text)
{
    m_notice->showText(text);
    m_notice->setAccessibleName(text);
}

void Composer::setSlowdown(const QString& text)
{
    m_slowdown->showText(text);
    m_slowdown->setAccessibleName(text);
    m_slowdown->setVisible(!text.isEmpty());
}

// As the button was when it went down: meanwhile Stop may have become Send, which nobody has asked for.
void Composer::press()
{
    const Press pressed = std::exchange(m_pressed, Press::None);
    if (pressed == Press::Stop && isRunning(m_status.state))
        Q_EMIT stopRequested();
    else if (pressed == Press::Send)
        send();
}

void Composer::finishPress()
{
    if (m_button->isDown())
        press();
    m_pressed = Press::None;
}

void Composer::updateButton()
{
    const bool isStop = isRunning(m_status.state);
    const bool isUseful = isStop || canSend();
    if (!isUseful && m_button->hasFocus())
        m_editor->setFocus(); // a disabled button would hand the keyboard to whatever is next
    m_button->setEnabled(isUseful);
    const Theme& theme = currentTheme();
    m_button->setIcon(lineIcon(isStop ? u"stop" : u"send", isUseful ? theme.accentText : theme.mutedText));
    const QString name = isStop ? contractName(u"Stop") : contractName(u"Send");
    if (m_button->accessibleName() == name)
        return;
    m_button->setAccessibleName(name);
    m_button->setToolTip(isStop ? tr("Stop") : tr("Send"));
}

void Composer::paintEvent(QPaintEvent* /*event*/)
{
    const Theme& theme = currentTheme();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF box = QRectF(QRect(m_box->mapTo(this, QPoint()), m_box->size())).adjusted(0.5, 0.5, -0.5, -0.5);
    painter.setPen(m_editor->hasFocus() ? theme.accent : theme.border);
    painter.setBrush(theme.isDark ? theme.surface : theme.background);
    painter.drawRoundedRect(box, 12, 12);
}

void Composer::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    const Span column = currentTheme().columnIn(width());
    layout()->setContentsMargins(column.left, 0, width() - column.right(), 0);
}

void Composer::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        applyTheme();
}

bool Composer::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_button && event->type() == QEvent::MouseButtonDblClick)
        return true; // the second press of a double click on Send would be Stop
    const bool isFocusMove = event->type() == QEvent::FocusIn || event->type() == QEvent::FocusOut;
    const bool isBoxMove = event->type() == QEvent::Resize || event->type() == QEvent::Move;
    if ((watched == m_editor && isFocusMove) || (watched == m_box && isBoxMove))
        update(); // the frame around both is drawn here
    return QWidget::eventFilter(watched, event);
}

void Composer::applyTheme()
{
    const int size = currentTheme().forText(ButtonSize);
    m_button->setFixedSize(size, size);
    // The sheet's padding would leave no room for the icon; half the size makes it round.
    if (const QString sheet = u"padding: 0; border-radius: %1px;"_s.arg(size / 2); m_button->styleSheet() != sheet)
        m_button->setStyleSheet(sheet);
    m_attach->setIcon(lineIcon(u"attach", currentTheme().mutedText));
    // Whether it says something or not: nothing above it may move.
    m_state->parentWidget()->setFixedHeight(currentTheme().forText(20));
    updateButton();
    update();
}

}

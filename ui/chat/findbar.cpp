#include "ui/chat/findbar.h"

#include "core/base/clock.h"
#include "ui/icons.h"
#include "ui/spokennotice.h"
#include "ui/theme.h"

#include <QApplication>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QPainter>
#include <QSignalBlocker>
#include <QToolButton>

#include <utility>

namespace sluice {

using namespace Qt::StringLiterals;

namespace {

constexpr int Height = 44; // px
constexpr int WidestField = 320;
constexpr Millis TypingDelay {150};
constexpr int MaxNeedle = 500; // characters

}

FindBar::FindBar(QWidget* parent)
    : QWidget(parent)
    , m_field(new QLineEdit(this))
    , m_progress(new QLabel(this))
    , m_voice(new SpokenNotice(this))
{
    setFixedHeight(currentTheme().forText(Height));
    m_field->setAccessibleName(tr("Find in conversation"));
    m_field->setPlaceholderText(tr("Find in conversation"));
    m_field->setMaxLength(MaxNeedle);
    m_field->setMaximumWidth(currentTheme().forText(WidestField));
    m_progress->setProperty("tone", u"muted"_s);
    m_progress->setProperty("textSize", u"small"_s);
    m_progress->setTextFormat(Qt::PlainText);
    m_previous = makeButton(tr("Previous hit"), tr("Previous hit (Shift+Enter)"));
    m_next = makeButton(tr("Next hit"), tr("Next hit (Enter)"));
    m_case = makeButton(tr("Match case"), tr("Match case"));
    m_case->setCheckable(true);
    m_close = makeButton(tr("Close"), tr("Close (Esc)"));

    auto* row = new QHBoxLayout(this);
    row->setSpacing(4);
    row->addWidget(m_field, 1);
    row->addWidget(m_case);
    row->addSpacing(4);
    row->addWidget(m_progress);
    row->addStretch();
    for (QToolButton* button : {m_previous, m_next, m_close})
        row->addWidget(button);

    m_delay.setSingleShot(true);
    m_delay.setInterval(TypingDelay);
    connect(m_field, &QLineEdit::textChanged, &m_delay, qOverload<>(&QTimer::start));
    connect(&m_delay, &QTimer::timeout, this, [this] { Q_EMIT searchRequested(needle()); });
    connect(m_case, &QToolButton::toggled, this, [this] {
        m_delay.stop();
        Q_EMIT searchRequested(needle());
    });
    connect(m_previous, &QToolButton::clicked, this, &FindBar::goPrevious);
    connect(m_next, &QToolButton::clicked, this, &FindBar::goNext);
    connect(m_close, &QToolButton::clicked, this, &FindBar::close);
    setProgress(0, 0, false, false);
    applyTheme();
    hide();
}

QToolButton* FindBar::makeButton(const QString& name, const QString& toolTip)
{
    auto* button = new QToolButton(this);
    button->setAccessibleName(name);
    button->setToolTip(toolTip);
    button->setFocusPolicy(Qt::TabFocus); // a click leaves the cursor in the text
    return button;
}

void FindBar::open(const QString& text)
{
    QWidget* focus = QApplication::focusWidget();
    if (focus && !isAncestorOf(focus))
        m_focusBefore = focus;
    show();
    if (!text.isEmpty())
        m_field->setText(text);
    m_field->selectAll();
    m_field->setFocus(Qt::ShortcutFocusReason);
    m_delay.stop();
    Q_EMIT searchRequested(needle());
}

void FindBar::close()
{
    if (!isOpen())
        return;
    m_delay.stop();
    m_saidPlace.clear();
    const QWidget* focus = QApplication::focusWidget();
    const bool hasFocus = focus && isAncestorOf(focus);
    if (hasFocus && m_focusBefore && m_focusBefore->isVisible())
        m_focusBefore->setFocus(Qt::OtherFocusReason);
    hide();
    Q_EMIT closed();
}

void FindBar::takeOver(const FindBar& former)
{
    QWidget* focus = window()->focusWidget();
    {
        const QSignalBlocker blocker(m_case); // one search, for the text
        m_case->setChecked(former.m_case->isChecked());
    }
    open(former.m_field->text());
    m_focusBefore = focus;
    const QWidget* formerFocus = former.window()->focusWidget();
    if (focus && (!formerFocus || !former.isAncestorOf(formerFocus)))
        focus->setFocus();
}

Needle FindBar::needle() const
{
    return Needle(m_field->text(), m_case->isChecked() ? Qt::CaseSensitive : Qt::CaseInsensitive);
}

void FindBar::setProgress(qint64 ordinal, qint64 total, bool hasMore, bool isSearching)
{
    const QString count = QLocale().toString(total) + (hasMore && total > 0 ? u"+"_s : QString());
    QString text;
    if (m_field->text().isEmpty())
        text = QString();
    else if (total == 0)
        text = isSearching ? tr("Searching…") : hasMore ? tr("Nothing found in what is loaded") : tr("Nothing found");
    else
        text = tr("%1 of %2", "a hit of a search").arg(QLocale().toString(ordinal), count);
    if (text != m_progress->text())
        m_progress->setText(text);
    if (!isSearching)
        sayProgress(ordinal);
    m_previous->setEnabled(total > 0);
    m_next->setEnabled(total > 0);
}

// Where one has come to, or that there is nothing. That an answer brings more hits while it grows is not worth a word.
void FindBar::sayProgress(qint64 ordinal)
{
    const QString place = m_field->text() + u'\n' + QString::number(m_case->isChecked()) + u'\n' + QString::number(ordinal);
    if (std::exchange(m_saidPlace, place) != place && isOpen())
        m_voice->say(m_progress->text());
}

void FindBar::goNext()
{
    if (!applyPending())
        Q_EMIT nextRequested();
}

void FindBar::goPrevious()
{
    if (!applyPending())
        Q_EMIT previousRequested();
}

// Who presses Enter has typed all there is; the first hit comes of it.
bool FindBar::applyPending()
{
    if (!m_delay.isActive())
        return false;
    m_delay.stop();
    Q_EMIT searchRequested(needle());
    return true;
}

bool FindBar::event(QEvent* event)
{
    // Escape is the window's key for Stop: in here it closes the bar.
    if (event->type() == QEvent::ShortcutOverride && static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape) {
        event->accept();
        return true;
    }
    return QWidget::event(event);
}

void FindBar::keyPressEvent(QKeyEvent* event)
{
    const bool isEnter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    const bool isShifted = event->modifiers().testFlag(Qt::ShiftModifier);
    if (event->key() == Qt::Key_Escape)
        close();
    else if (isEnter && isShifted)
        goPrevious();
    else if (isEnter)
        goNext();
    else
        QWidget::keyPressEvent(event);
}

void FindBar::paintEvent(QPaintEvent* /*event*/)
{
    QPainter painter(this);
    painter.fillRect(rect(), currentTheme().surface);
    painter.fillRect(QRect(0, height() - 1, width(), 1), currentTheme().border);
}

void FindBar::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    const Span column = currentTheme().columnIn(width());
    layout()->setContentsMargins(column.left, 0, width() - column.right(), 1);
}

void FindBar::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        applyTheme();
}

void FindBar::applyTheme()
{
    const Theme& theme = currentTheme();
    m_previous->setIcon(lineIcon(u"up", theme.mutedText));
    m_next->setIcon(lineIcon(u"chevron", theme.mutedText));
    m_case->setIcon(lineIcon(u"case", theme.mutedText));
    m_close->setIcon(lineIcon(u"clear", theme.mutedText));
}

}

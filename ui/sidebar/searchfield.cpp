#include "ui/sidebar/searchfield.h"

#include "ui/contractname.h"
#include "ui/icons.h"
#include "ui/theme.h"

#include <QAction>
#include <QKeyEvent>

namespace sluice {

namespace {

constexpr std::chrono::milliseconds SearchDelay {300};
constexpr int MaxQuery = 500; // characters

}

SearchField::SearchField(QWidget* parent)
    : QLineEdit(parent)
{
    setContractName(*this, u"Search conversations", tr("Search conversations"));
    setPlaceholderText(tr("Search"));
    setProperty("search", true);
    setMaxLength(MaxQuery);
    m_icon = addAction(QIcon(), QLineEdit::LeadingPosition);
    m_icon->setText(tr("Search"));
    m_clear = addAction(QIcon(), QLineEdit::TrailingPosition);
    m_clear->setText(tr("Clear search"));
    m_clear->setVisible(false);
    m_delay.setSingleShot(true);
    m_delay.setInterval(SearchDelay);
    connect(m_clear, &QAction::triggered, this, &QLineEdit::clear);
    connect(this, &QLineEdit::textChanged, this, &SearchField::takeText);
    connect(this, &QLineEdit::returnPressed, this, &SearchField::apply);
    connect(&m_delay, &QTimer::timeout, this, &SearchField::apply);
    applyTheme();
}

void SearchField::takeText(const QString& text)
{
    m_clear->setVisible(!text.isEmpty());
    if (text.isEmpty())
        apply();
    else
        m_delay.start();
}

void SearchField::searchFor(const QString& text)
{
    setText(text);
    apply();
}

void SearchField::apply()
{
    m_delay.stop();
    Q_EMIT searchRequested(text().trimmed());
}

void SearchField::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Escape && !text().isEmpty())
        clear();
    else if (event->key() == Qt::Key_Down)
        Q_EMIT downPressed();
    else
        QLineEdit::keyPressEvent(event);
}

void SearchField::changeEvent(QEvent* event)
{
    QLineEdit::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        applyTheme();
}

void SearchField::applyTheme()
{
    const Theme& theme = currentTheme();
    m_icon->setIcon(lineIcon(u"search", theme.mutedText));
    m_clear->setIcon(lineIcon(u"clear", theme.mutedText));
}

}

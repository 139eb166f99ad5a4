#include "ui/settings/numberfield.h"

#include "ui/spokennotice.h"
#include "ui/styleproperty.h"
#include "ui/theme.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QVBoxLayout>

namespace sluice {

using namespace Qt::StringLiterals;

namespace {

constexpr int LineWidth = 96; // px
constexpr int LineHeight = 34;
constexpr int MaxDigits = 9;

}

NumberField::NumberField(const QString& name, const NumberRange& range, QWidget* parent)
    : QWidget(parent)
    , m_range(range)
    , m_line(new QLineEdit(this))
    , m_note(new QLabel(this))
    , m_voice(new SpokenNotice(this))
{
    m_line->setAccessibleName(name);
    m_line->setMinimumHeight(LineHeight);
    m_line->setMaxLength(MaxDigits);
    setFocusProxy(m_line);
    setAccessibleName(name);
    m_note->setTextFormat(Qt::PlainText);
    m_note->setProperty("textSize", u"small"_s);
    m_note->setWordWrap(true);
    m_note->hide();
    auto* unit = new QLabel(range.unit, this);
    unit->setProperty("tone", u"muted"_s);
    unit->setObjectName(u"unit"_s);

    auto* first = new QHBoxLayout;
    first->setSpacing(8);
    first->addWidget(m_line);
    first->addWidget(unit);
    first->addStretch(1);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addLayout(first);
    layout->addWidget(m_note);
    fitLine();
    show({});
    connect(m_line, &QLineEdit::textEdited, this, &NumberField::takeText);
    connect(m_line, &QLineEdit::editingFinished, this, &NumberField::takeEnd);
}

void NumberField::setValue(int value)
{
    const bool isRefused = m_line->hasFocus() && !problem().isEmpty();
    if (isRefused || m_line->text() == QString::number(value))
        return;
    m_line->setText(QString::number(value));
    show({});
}

void NumberField::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        fitLine();
}

void NumberField::fitLine()
{
    m_line->setFixedWidth(currentTheme().forText(LineWidth));
}

void NumberField::setCheck(std::function<QString(int)> check)
{
    m_check = std::move(check);
}

void NumberField::setHint(const QString& hint)
{
    m_hint = hint;
    recheck();
}

void NumberField::recheck()
{
    show(m_line->text().isEmpty() && !m_line->hasFocus() ? QString() : problem());
}

QString NumberField::note() const
{
    return m_note->isHidden() ? QString() : m_note->text();
}

QString NumberField::problem() const
{
    bool isNumber = false;
    const int value = m_line->text().trimmed().toInt(&isNumber);
    if (!isNumber || value < m_range.lowest || value > m_range.highest)
        return tr("A whole number from %1 to %2.").arg(QLocale().toString(m_range.lowest), QLocale().toString(m_range.highest));
    return m_check ? m_check(value) : QString();
}

void NumberField::show(const QString& problem)
{
    const bool isBad = !problem.isEmpty();
    setStyleProperty(*m_line, "invalid", isBad);
    const QString note = isBad ? problem : m_hint;
    const bool hasBoth = !m_range.unit.isEmpty() && !note.isEmpty();
    m_line->setAccessibleDescription(hasBoth ? m_range.unit + ". "_L1 + note : m_range.unit + note);
    setStyleProperty(*m_note, "tone", isBad ? u"error"_s : u"muted"_s);
    m_note->setText(note);
    m_note->setHidden(m_note->text().isEmpty());
}

void NumberField::takeEnd()
{
    if (problem().isEmpty())
        Q_EMIT settled(m_line->text().trimmed().toInt());
}

void NumberField::takeText()
{
    const QString why = problem();
    const bool isNew = why != note(); // it is said once, not at each key
    show(why);
    if (isNew)
        m_voice->say(why);
    if (why.isEmpty())
        Q_EMIT typed(m_line->text().trimmed().toInt());
}

}

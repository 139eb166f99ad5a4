#include "ui/settings/settingsform.h"

#include "ui/combobox.h"
#include "ui/theme.h"

#include <QEvent>
#include <QFormLayout>
#include <QLabel>
#include <QVBoxLayout>

namespace sluice {

using namespace Qt::StringLiterals;

namespace {

constexpr int Margin = 24; // px
constexpr int NarrowMargin = 16;
constexpr int LabelWidth = 176;
constexpr int MostWidth = 640; // a line should not be longer
constexpr int NarrowBelow = 480;
constexpr int LabelTop = 8;
constexpr int RowGap = 12;
constexpr int WrappedGap = 4; // between a label and the field below it

}

SettingsForm::SettingsForm(const QString& heading, QWidget* parent)
    : QScrollArea(parent)
{
    setFrameShape(QFrame::NoFrame);
    setWidgetResizable(true);
    setFocusPolicy(Qt::NoFocus); // its fields have it; it follows them
    auto* body = new QWidget(this);
    m_layout = new QVBoxLayout(body);
    m_layout->setContentsMargins(Margin, Margin, Margin, Margin);
    m_layout->setSpacing(12);
    auto* title = new QLabel(heading, body);
    title->setProperty("textSize", u"heading"_s);
    m_layout->addWidget(title);
    m_layout->addSpacing(4);
    setWidget(body);
}

void SettingsForm::addSection(const QString& title)
{
    m_layout->addSpacing(12);
    auto* label = new QLabel(title, widget());
    label->setProperty("textSize", u"section"_s);
    m_layout->addWidget(label);
    m_rows = nullptr;
}

QFormLayout* SettingsForm::rows()
{
    if (!m_rows) {
        m_rows = new QFormLayout;
        m_rows->setHorizontalSpacing(16);
        m_rows->setVerticalSpacing(RowGap);
        m_rows->setLabelAlignment(Qt::AlignLeft | Qt::AlignTop);
        m_rows->setFormAlignment(Qt::AlignLeft | Qt::AlignTop);
        m_rows->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
        m_layout->addLayout(m_rows);
    }
    return m_rows;
}

QLabel* SettingsForm::addRow(const QString& text, QWidget* field)
{
    auto* label = new QLabel(text, widget());
    label->setWordWrap(true);
    label->setFixedWidth(currentTheme().forText(LabelWidth));
    label->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    label->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::MinimumExpanding); // as high as its row: else it is centred there
    label->setContentsMargins(0, LabelTop, 0, 0); // its first line stands beside that of the field
    label->setBuddy(field->focusProxy() ? field->focusProxy() : field);
    if (field->accessibleName().isEmpty())
        field->setAccessibleName(text);
    rows()->addRow(label, field);
    return label;
}

QLabel* SettingsForm::addNote(const QString& text)
{
    auto* label = new QLabel(text, widget());
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setMaximumWidth(currentTheme().forText(MostWidth));
    label->setProperty("tone", u"muted"_s);
    label->setProperty("textSize", u"small"_s);
    m_layout->addWidget(label);
    m_rows = nullptr;
    return label;
}

void SettingsForm::addWide(QWidget* wide, int stretch)
{
    m_layout->addWidget(wide, stretch);
    m_rows = nullptr;
}

void SettingsForm::addGap()
{
    m_layout->addSpacing(8);
}

void SettingsForm::addEnd()
{
    m_layout->addStretch(1);
}

void SettingsForm::setRowVisible(QWidget* field, bool isVisible)
{
    const QList<QFormLayout*> forms = widget()->findChildren<QFormLayout*>();
    for (QFormLayout* form : forms) {
        if (form->indexOf(field) >= 0)
            form->setRowVisible(field, isVisible);
    }
}

void SettingsForm::resizeEvent(QResizeEvent* event)
{
    fitLabels();
    QScrollArea::resizeEvent(event);
}

void SettingsForm::changeEvent(QEvent* event)
{
    QScrollArea::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::PaletteChange)
        fitLabels();
}

// Beside their fields, or above them where there is no room for both.
void SettingsForm::fitLabels()
{
    if (!widget())
        return;
    const bool isNarrow = width() < currentTheme().forText(NarrowBelow);
    const QList<QFormLayout*> forms = widget()->findChildren<QFormLayout*>();
    for (QFormLayout* form : forms) {
        form->setRowWrapPolicy(isNarrow ? QFormLayout::WrapAllRows : QFormLayout::DontWrapRows);
        form->setVerticalSpacing(isNarrow ? WrappedGap : RowGap);
        for (int row = 0; row < form->rowCount(); ++row) {
            if (const QLayoutItem* label = form->itemAt(row, QFormLayout::LabelRole); label && label->widget())
                label->widget()->setFixedWidth(currentTheme().forText(LabelWidth));
        }
    }
    const int side = isNarrow ? NarrowMargin : Margin;
    m_layout->setContentsMargins(side, Margin, side, Margin);
    m_layout->invalidate(); // it hears of what its forms need only later, and the area asks it now
}

ComboBox* makeChoice(const QString& name, const QList<std::pair<QString, QVariant>>& choices, QWidget* parent)
{
    auto* box = new ComboBox(ComboBox::Look::Framed, parent);
    box->setAccessibleName(name);
    box->setMaximumWidth(currentTheme().forText(320));
    for (const auto& [text, data] : choices)
        box->addItem(text, data);
    return box;
}

}

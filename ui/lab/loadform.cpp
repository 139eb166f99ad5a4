#include "ui/lab/loadform.h"

#include "core/engine/settings.h"
#include "ui/combobox.h"
#include "ui/settings/numberfield.h"
#include "ui/theme.h"

#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QVBoxLayout>

#include <algorithm>

namespace sluice {

using namespace Qt::StringLiterals;

namespace {

constexpr int Margin = 24; // px
constexpr int LabelWidth = 88;
constexpr int FieldWidth = 184;
constexpr int LabelTop = 8;
constexpr int Gap = 8;
constexpr int Width = 2 * Margin + LabelWidth + Gap + FieldWidth;
constexpr int WrappedGap = 4; // between a label and the field below it

}

LoadForm::LoadForm(const LabServices& services, QWidget* parent)
    : QScrollArea(parent)
    , m_services(services)
    , m_values(loadValuesFromJson(services.settings.labState(u"load")))
{
    setFrameShape(NoFrame);
    setWidgetResizable(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFocusPolicy(Qt::NoFocus); // its fields have it; it follows them
    auto* body = new QWidget(this);
    m_layout = new QVBoxLayout(body);
    m_layout->setContentsMargins(Margin, Margin, Margin / 2, Margin); // the other half is the scroll bar's
    m_layout->setSpacing(8);
    auto* title = new QLabel(tr("Load test"), body);
    title->setProperty("textSize", u"heading"_s);
    m_layout->addWidget(title);
    setWidget(body);
    addTarget();
    addLoad();
    addLimits();
    m_layout->addStretch(1);
    showKind();
}

LoadForm::~LoadForm() = default;

void LoadForm::addLoad()
{
    addSection(tr("Load"));
    m_loadRows = m_rows;
    addKinds();
    using Kind = LoadValues::Kind;
    const QList<Kind> timed {Kind::Closed, Kind::Open};
    const QList<Kind> counted {Kind::Benchmark, Kind::Closed};
    m_kinds[addNumber(tr("Users"), tr("Users at once"), &LoadValues::users, 1, LoadValues::MostUsers, tr("at once"))] = counted;
    m_kinds[addNumber(tr("Ramp"), tr("Seconds in which the users come"), &LoadValues::ramp, 0, LoadValues::MostSeconds,
        tr("s"))] = {Kind::Closed};
    m_kinds[addNumber(tr("Rate"), tr("Requests a second"), &LoadValues::rate, 1, LoadValues::MostRate, tr("requests/s"))] = {
        Kind::Open};
    m_kinds[addChoice(tr("Arrivals"), &LoadValues::isPoisson, tr("Poisson"), tr("Even"))] = {Kind::Open};
    m_kinds[addNumber(tr("Duration"), tr("Seconds in which requests start"), &LoadValues::seconds, 1, LoadValues::MostSeconds,
        tr("s"))] = timed;
    addNumber(tr("Requests"), tr("Requests, at most"), &LoadValues::requests, 1, LoadValues::MostRequests, tr("at most"));
    m_kinds[addNumber(
        tr("Warm-up"), tr("Seconds that are not counted"), &LoadValues::warmUp, 0, LoadValues::MostSeconds, tr("s"))] = timed;
}

void LoadForm::addKinds()
{
    auto* box = new ComboBox(ComboBox::Look::Framed, widget());
    box->setAccessibleName(tr("Kind of test"));
    box->addItem(tr("Benchmark: requests"), int(LoadValues::Kind::Benchmark));
    box->addItem(tr("Closed loop: users"), int(LoadValues::Kind::Closed));
    box->addItem(tr("Open loop: arrivals"), int(LoadValues::Kind::Open));
    box->setCurrentIndex(box->findData(int(m_values.kind)));
    addRow(tr("Kind"), box);
    connect(box, &QComboBox::activated, this, [this, box] {
        m_values.kind = LoadValues::Kind(box->currentData().toInt());
        showKind();
        Q_EMIT changed();
    });
}

void LoadForm::addLimits()
{
    addSection(tr("Goodput"), tr("What a good request keeps within; 0 = any."));
    const QString unit = tr("ms");
    addNumber(tr("TTFT"), tr("TTFT limit"), &LoadValues::ttftLimit, 0, LoadValues::MostLimit, unit);
    addNumber(tr("ITL, mean"), tr("ITL limit"), &LoadValues::itlLimit, 0, LoadValues::MostLimit, unit);
    addNumber(tr("TPOT"), tr("TPOT limit"), &LoadValues::tpotLimit, 0, LoadValues::MostLimit, unit);
    addNumber(tr("E2E"), tr("E2E limit"), &LoadValues::e2eLimit, 0, LoadValues::MostLimit, unit);
}

void LoadForm::addSection(const QString& title, const QString& note)
{
    if (!title.isEmpty()) {
        m_layout->addSpacing(8);
        auto* label = new QLabel(title, widget());
        label->setProperty("textSize", u"section"_s);
        m_layout->addWidget(label);
    }
    if (!note.isEmpty()) {
        auto* label = new QLabel(note, widget());
        label->setWordWrap(true);
        label->setProperty("tone", u"muted"_s);
        label->setProperty("textSize", u"small"_s);
        m_layout->addWidget(label);
    }
    m_rows = new QFormLayout;
    m_rows->setHorizontalSpacing(Gap);
    m_rows->setVerticalSpacing(Gap);
    m_rows->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    m_layout->addLayout(m_rows);
}

void LoadForm::addRow(const QString& text, QWidget* field)
{
    auto* label = new QLabel(text, widget());
    label->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    label->setWordWrap(true);
    label->setContentsMargins(0, LabelTop, 0, 0); // beside the first line of its field
    label->setBuddy(field->focusProxy() ? field->focusProxy() : field);
    m_rows->addRow(label, field);
}

NumberField* LoadForm::addNumber(
    const QString& label, const QString& name, int LoadValues::* member, int lowest, int highest, const QString& unit)
{
    auto* field = new NumberField(name, {.lowest = lowest, .highest = highest, .unit = unit}, widget());
    field->setValue(m_values.*member);
    addRow(label, field);
    m_numbers.push_back(field);
    connect(field, &NumberField::typed, this, [this, member](int value) { m_values.*member = value; });
    connect(field->line(), &QLineEdit::textEdited, this, &LoadForm::changed); // behind typed(): also what cannot be used
    return field;
}

ComboBox* LoadForm::addChoice(const QString& label, bool LoadValues::* member, const QString& whenTrue, const QString& whenFalse)
{
    auto* box = new ComboBox(ComboBox::Look::Framed, widget());
    box->setAccessibleName(label);
    box->addItem(whenFalse, false);
    box->addItem(whenTrue, true);
    box->setCurrentIndex(m_values.*member ? 1 : 0);
    addRow(label, box);
    connect(box, &QComboBox::activated, this, [this, box, member] {
        m_values.*member = box->currentData().toBool();
        Q_EMIT changed();
    });
    return box;
}

void LoadForm::fitInto(int room)
{
    const Theme& theme = currentTheme();
    const bool isWrapped = theme.forText(Width) > std::max(Width, room / 2);
    const int field = theme.forText(FieldWidth);
    setFixedWidth(isWrapped ? field + 2 * Margin : theme.forText(LabelWidth) + field + 2 * Margin + Gap);
    const QList<QFormLayout*> forms = widget()->findChildren<QFormLayout*>();
    for (QFormLayout* form : forms) {
        form->setRowWrapPolicy(isWrapped ? QFormLayout::WrapAllRows : QFormLayout::DontWrapRows);
        form->setVerticalSpacing(isWrapped ? WrappedGap : Gap);
        for (int row = 0; row < form->rowCount(); ++row) {
            form->itemAt(row, QFormLayout::LabelRole)->widget()->setFixedWidth(isWrapped ? field : theme.forText(LabelWidth));
            form->itemAt(row, QFormLayout::FieldRole)->widget()->setFixedWidth(field);
        }
    }
}

void LoadForm::showKind()
{
    for (auto it = m_kinds.cbegin(); it != m_kinds.cend(); ++it)
        m_loadRows->setRowVisible(it.key(), it.value().contains(m_values.kind));
}

void LoadForm::hideEvent(QHideEvent* event)
{
    QScrollArea::hideEvent(event);
    keep();
}

bool LoadForm::isUsable() const
{
    return endpoint() && std::none_of(m_numbers.begin(), m_numbers.end(), [](const NumberField* field) {
        return !field->isHidden() && field->line()->property("invalid").toBool();
    });
}

void LoadForm::keep()
{
    const QByteArray values = toJson(m_values);
    if (values != m_services.settings.labState(u"load"))
        m_services.settings.setLabState(u"load", values);
}

}

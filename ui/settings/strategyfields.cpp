#include "ui/settings/strategyfields.h"

#include "core/engine/settings.h"
#include "ui/combobox.h"
#include "ui/settings/numberfield.h"
#include "ui/settings/settingsform.h"

#include <QCoreApplication>
#include <QLabel>
#include <QVBoxLayout>

namespace sluice {

using namespace Qt::StringLiterals;

namespace {

constexpr int MostDeltas = 10000; // as validate() has it
constexpr int MostMillis = 60000;

struct StrategyWords
{
    Q_DECLARE_TR_FUNCTIONS(StrategyWords)
};

QString wordsFor(const QString& name)
{
    if (name == "none"_L1)
        return StrategyWords::tr("Each delta is shown as it comes.");
    if (name == "fixed"_L1)
        return StrategyWords::tr("A number of deltas is shown together.");
    if (name == "adaptive"_L1)
        return StrategyWords::tr("Few deltas together while they come slowly, many while they come fast.");
    if (name == "sentence"_L1)
        return StrategyWords::tr("Text is shown sentence by sentence.");
    if (name == "smooth"_L1)
        return StrategyWords::tr("Bursts are spread out, so that text flows at the rate it is made.");
    return {};
}

}

StrategyFields::StrategyFields(SettingsForm& form, Settings& settings)
    : QObject(&form)
    , m_form(form)
    , m_settings(settings)
{
    QList<std::pair<QString, QVariant>> names;
    for (const QString& name : strategyNames())
        names.append({name, name});
    m_name = makeChoice(tr("Default buffer strategy"), names, &form);
    auto* field = new QWidget(&form);
    field->setFocusProxy(m_name);
    auto* layout = new QVBoxLayout(field);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    m_words = new QLabel(field);
    m_words->setProperty("textSize", u"small"_s);
    m_words->setProperty("tone", u"muted"_s);
    m_words->setWordWrap(true);
    layout->addWidget(m_name);
    layout->addWidget(m_words);
    form.addRow(tr("Strategy"), field);
    addNumbers();
    connect(m_name, &QComboBox::activated, this, &StrategyFields::chooseName);
    connect(&settings, &Settings::strategyChanged, this, &StrategyFields::showOptions);
    showOptions();
}

void StrategyFields::addNumbers()
{
    const QString deltas = tr("deltas");
    const QString millis = tr("ms");
    const QStringList all = strategyNames();
    add(
        tr("Size"), deltas, 1, {u"fixed"_s}, [](const StrategyOptions& o) { return o.size; },
        [](StrategyOptions& o, int value) { o.size = value; });
    NumberField* min = add(
        tr("Minimum"), deltas, 1, {u"adaptive"_s}, [](const StrategyOptions& o) { return o.min; },
        [](StrategyOptions& o, int value) { o.min = value; });
    NumberField* max = add(
        tr("Maximum"), deltas, 1, {u"adaptive"_s}, [](const StrategyOptions& o) { return o.max; },
        [](StrategyOptions& o, int value) { o.max = value; });
    min->setCheck([this](int value) {
        const int most = m_settings.strategy().max;
        return value > most ? tr("It must not be above the maximum, which is %1.").arg(most) : QString();
    });
    max->setCheck([this](int value) {
        const int least = m_settings.strategy().min;
        return value < least ? tr("It must not be below the minimum, which is %1.").arg(least) : QString();
    });
    add(
        tr("Timeout"), millis, 0, {u"adaptive"_s}, [](const StrategyOptions& o) { return int(o.timeout.count()); },
        [](StrategyOptions& o, int value) { o.timeout = Millis(value); });
    add(
        tr("Longest added delay"), millis, 0, {u"smooth"_s}, [](const StrategyOptions& o) { return int(o.delay.count()); },
        [](StrategyOptions& o, int value) { o.delay = Millis(value); });
    QStringList holding = all;
    holding.removeOne(u"none"_s); // it holds nothing
    NumberField* guard = add(
        tr("Stall guard"), millis, 0, holding, [](const StrategyOptions& o) { return int(o.stallGuard.count()); },
        [](StrategyOptions& o, int value) { o.stallGuard = Millis(value); });
    guard->setHint(tr("Text that has waited this long is shown whatever the strategy; 0 = off."));
}

NumberField* StrategyFields::add(const QString& label, const QString& unit, int lowest, const QStringList& strategies,
    int (*read)(const StrategyOptions&), void (*write)(StrategyOptions&, int))
{
    const bool isTime = unit == tr("ms");
    auto* field = new NumberField(label, {.lowest = lowest, .highest = isTime ? MostMillis : MostDeltas, .unit = unit}, &m_form);
    m_form.addRow(label, field);
    m_numbers.push_back({field, strategies, read, write});
    connect(field, &NumberField::typed, this, [this, write](int value) {
        StrategyOptions options = m_settings.strategy();
        write(options, value);
        m_settings.setStrategy(options);
    });
    return field;
}

void StrategyFields::chooseName()
{
    StrategyOptions options = m_settings.strategy();
    options.name = m_name->currentData().toString();
    m_settings.setStrategy(options);
}

void StrategyFields::showOptions()
{
    const StrategyOptions options = m_settings.strategy();
    m_name->setCurrentIndex(m_name->findData(options.name));
    m_words->setText(wordsFor(options.name));
    for (const Number& number : m_numbers) {
        number.field->setValue(number.read(options));
        m_form.setRowVisible(number.field, number.strategies.contains(options.name));
        number.field->recheck();
    }
}

}

// The page "Streaming" of the settings: when text is shown, and what happens when it does not come.

#include "core/engine/settings.h"
#include "ui/settings/numberfield.h"
#include "ui/settings/settingsform.h"
#include "ui/settings/settingspages.h"
#include "ui/settings/strategyfields.h"
#include "ui/settings/strategypreview.h"
#include "ui/wrappingcheckbox.h"

#include <QCheckBox>

namespace sluice {

using namespace Qt::StringLiterals;

namespace {

class StreamingPage final : public SettingsForm
{
    Q_OBJECT

public:
    StreamingPage(Settings& settings, QWidget* parent);

private:
    void addStrategy();
    void addRetries();
    void addTimeouts();
    void addPool();
    /// A time in whole seconds.
    NumberField* addSeconds(const QString& label, int lowest, Millis highest, Millis PatienceSettings::* value);
    NumberField* addNumber(const QString& label, const NumberRange& range);

    Settings& m_settings;
};

StreamingPage::StreamingPage(Settings& settings, QWidget* parent)
    : SettingsForm(tr("Streaming"), parent)
    , m_settings(settings)
{
    addStrategy();
    addRetries();
    addTimeouts();
    addPool();
    addEnd();
}

void StreamingPage::addStrategy()
{
    addNote(tr("For every conversation that has no strategy of its own. Text that runs now takes it at once."));
    new StrategyFields(*this, m_settings);
    auto* preview = new StrategyPreview(this);
    const auto showStrategy = [this, preview] { preview->setStrategy(m_settings.strategy()); };
    const auto showPace = [this, preview] { preview->setFrameInterval(m_settings.screenPace().repaintInterval); };
    showStrategy();
    showPace();
    connect(&m_settings, &Settings::strategyChanged, preview, showStrategy);
    connect(&m_settings, &Settings::screenPaceChanged, preview, showPace);
    addGap();
    addWide(preview);
}

void StreamingPage::addRetries()
{
    addSection(tr("When an answer breaks off"));
    NumberField* retries = addNumber(tr("Tries after the first"), {.lowest = 0, .highest = PatienceSettings::MostRetries});
    const auto show = [this, retries] { retries->setValue(m_settings.patience().retries); };
    show();
    connect(&m_settings, &Settings::patienceChanged, retries, show);
    connect(retries, &NumberField::typed, this, [this](int value) {
        PatienceSettings patience = m_settings.patience();
        patience.retries = value;
        m_settings.setPatience(patience);
    });
    addSeconds(tr("Longest pause between two"), 1, PatienceSettings::LongestPause, &PatienceSettings::longestPause);

    auto* pay = new WrappingCheckBox(tr("Continue even if it is paid again"), this);
    const auto showPay = [this, pay] { pay->setChecked(m_settings.mayPayAgain()); };
    showPay();
    connect(&m_settings, &Settings::mayPayAgainChanged, pay, showPay);
    connect(pay, &QCheckBox::toggled, &m_settings, &Settings::setMayPayAgain);
    addWide(pay);
    addNote(tr("Where the server cannot replay a broken answer, Sluice asks it to go on at once, at the price of a new request, "
               "instead of waiting for Continue."));
}

void StreamingPage::addTimeouts()
{
    addSection(tr("How long to wait"));
    addSeconds(tr("For a connection"), 0, PatienceSettings::LongestTimeout, &PatienceSettings::connect);
    addSeconds(tr("For the beginning of an answer"), 0, PatienceSettings::LongestTimeout, &PatienceSettings::firstByte)
        ->setHint(tr("A local model may take long to read its prompt."));
    addSeconds(tr("While nothing comes"), 0, PatienceSettings::LongestTimeout, &PatienceSettings::silence)
        ->setHint(tr("Comments and pings of the server count as life."));
    addNote(tr("0 waits without a limit. All this holds from the next message on."));
}

void StreamingPage::addPool()
{
    addSection(tr("At the same time"));
    NumberField* streams = addNumber(tr("Answers that may run"), {.lowest = 1, .highest = Settings::MostStreams});
    const auto show = [this, streams] { streams->setValue(m_settings.maxStreams()); };
    show();
    connect(&m_settings, &Settings::maxStreamsChanged, streams, show);
    connect(streams, &NumberField::typed, &m_settings, &Settings::setMaxStreams);
    streams->setHint(tr("One more waits up to 5 seconds for its turn."));
}

NumberField* StreamingPage::addSeconds(const QString& label, int lowest, Millis highest, Millis PatienceSettings::* value)
{
    using std::chrono::seconds;
    const auto most = int(std::chrono::duration_cast<seconds>(highest).count());
    NumberField* field = addNumber(label, {.lowest = lowest, .highest = most, .unit = tr("s")});
    const auto show = [this, field, value] {
        field->setValue(int(std::chrono::duration_cast<seconds>(m_settings.patience().*value).count()));
    };
    show();
    connect(&m_settings, &Settings::patienceChanged, field, show);
    connect(field, &NumberField::typed, this, [this, value](int typed) {
        PatienceSettings patience = m_settings.patience();
        patience.*value = seconds(typed);
        m_settings.setPatience(patience);
    });
    return field;
}

NumberField* StreamingPage::addNumber(const QString& label, const NumberRange& range)
{
    auto* field = new NumberField(label, range, this);
    addRow(label, field);
    return field;
}

}

QWidget* makeStreamingPage(const SettingsServices& services, QWidget* parent)
{
    return new StreamingPage(services.settings, parent);
}

}

#include "streamingpage.moc"

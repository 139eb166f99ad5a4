// The page "Cache" of the settings: answers that were given before.

#include "core/base/joinedwords.h"
#include "core/engine/chatengine.h"
#include "core/engine/settings.h"
#include "ui/combobox.h"
#include "ui/settings/numberfield.h"
#include "ui/settings/settingsform.h"
#include "ui/settings/settingspages.h"
#include "ui/spokennotice.h"
#include "ui/wrappingcheckbox.h"

#include <QCheckBox>
#include <QLabel>
#include <QLocale>
#include <QPushButton>

#include <utility>

namespace sluice {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 MiB = 1024 * 1024;

class CachePage final : public SettingsForm
{
    Q_OBJECT

public:
    CachePage(ChatEngine& engine, Settings& settings, QWidget* parent);

private:
    void addFields();
    void addContents();
    void change(const std::function<void(CacheSettings&)>& by);
    void showSettings();
    void showStats(const CacheStats& stats);

    ChatEngine& m_engine;
    Settings& m_settings;
    QCheckBox* m_isEnabled;
    ComboBox* m_pace;
    NumberField* m_size;
    NumberField* m_age;
    QLabel* m_stats;
    SpokenNotice* m_voice = nullptr;
    bool m_isClearing = false; // the user wanted it
};

CachePage::CachePage(ChatEngine& engine, Settings& settings, QWidget* parent)
    : SettingsForm(tr("Cache"), parent)
    , m_engine(engine)
    , m_settings(settings)
{
    addNote(tr("A question that was asked before, with all that came before it, is answered from this computer. Regenerate asks "
               "the server all the same."));
    addFields();
    addContents();
    addEnd();
    connect(&settings, &Settings::cacheSettingsChanged, this, &CachePage::showSettings);
    showSettings();
}

void CachePage::addFields()
{
    m_isEnabled = new WrappingCheckBox(tr("Keep answers and use them again"), this);
    addWide(m_isEnabled);
    m_pace = makeChoice(tr("Pace of a stored answer"),
        {{tr("At once"), int(ReplayPace::Instant)}, {tr("10 ms a delta"), int(ReplayPace::Paced)},
            {tr("As it came at first"), int(ReplayPace::Original)}},
        this);
    addRow(tr("Pace"), m_pace);
    m_size = new NumberField(tr("Largest size"),
        {.lowest = int(CacheSettings::lowest().maxBytes / MiB),
            .highest = int(CacheSettings::highest().maxBytes / MiB),
            .unit = tr("MiB")},
        this);
    addRow(tr("Largest size"), m_size);
    m_age = new NumberField(tr("Longest kept"),
        {.lowest = int(CacheSettings::lowest().maxAge.count()),
            .highest = int(CacheSettings::highest().maxAge.count()),
            .unit = tr("days")},
        this);
    addRow(tr("Longest kept"), m_age);
    connect(m_isEnabled, &QCheckBox::toggled, this,
        [this](bool isOn) { change([isOn](CacheSettings& cache) { cache.isEnabled = isOn; }); });
    connect(m_pace, &QComboBox::activated, this,
        [this] { change([pace = ReplayPace(m_pace->currentData().toInt())](CacheSettings& cache) { cache.pace = pace; }); });
    connect(m_size, &NumberField::settled, this,
        [this](int value) { change([value](CacheSettings& cache) { cache.limits.maxBytes = value * MiB; }); });
    connect(m_age, &NumberField::settled, this,
        [this](int value) { change([value](CacheSettings& cache) { cache.limits.maxAge = std::chrono::days(value); }); });
}

void CachePage::addContents()
{
    addSection(tr("What is in it"));
    m_stats = new QLabel(this);
    m_stats->setWordWrap(true);
    addWide(m_stats);
    auto* clear = new QPushButton(tr("Clear the cache"), this);
    clear->setAutoDefault(false);
    clear->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    clear->setEnabled(m_engine.hasCache());
    addWide(clear);
    m_voice = new SpokenNotice(this);
    connect(clear, &QPushButton::clicked, this, [this] {
        m_isClearing = true; // what comes of it is said, other news of the cache are not
        m_engine.clearCache();
    });
    connect(&m_engine, &ChatEngine::cacheStatsChanged, this, &CachePage::showStats);
    showStats(m_engine.cacheStats());
}

void CachePage::change(const std::function<void(CacheSettings&)>& by)
{
    CacheSettings cache = m_settings.cacheSettings();
    by(cache);
    m_settings.setCacheSettings(cache);
}

void CachePage::showSettings()
{
    const CacheSettings cache = m_settings.cacheSettings();
    m_isEnabled->setChecked(cache.isEnabled);
    m_pace->setCurrentIndex(m_pace->findData(int(cache.pace)));
    m_size->setValue(int(cache.limits.maxBytes / MiB));
    m_age->setValue(int(cache.limits.maxAge.count()));
}

void CachePage::showStats(const CacheStats& stats)
{
    const QLocale locale;
    QString text = tr("%n answer(s), %1.", nullptr, int(stats.entries)).arg(locale.formattedDataSize(stats.bytes));
    const qint64 asked = stats.hits + stats.misses;
    if (asked > 0)
        text = inSequence({text,
            tr("Since the start %1 of %2 questions were answered from it.")
                .arg(locale.toString(stats.hits), locale.toString(asked))});
    m_stats->setText(m_engine.hasCache() ? text : tr("This run has no cache."));
    if (std::exchange(m_isClearing, false))
        m_voice->say(m_stats->text());
}

}

QWidget* makeCachePage(const SettingsServices& services, QWidget* parent)
{
    return new CachePage(services.engine, services.settings, parent);
}

}

#include "cachepage.moc"

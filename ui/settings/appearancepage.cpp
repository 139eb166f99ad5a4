// The page "Appearance" of the settings: colours, font, distances, and how often the window paints.

#include "core/engine/settings.h"
#include "ui/combobox.h"
#include "ui/settings/desktopsection.h"
#include "ui/settings/numberfield.h"
#include "ui/settings/settingsform.h"
#include "ui/settings/settingspages.h"

#include <QFontDatabase>

namespace sluice {

using namespace Qt::StringLiterals;

namespace {

class AppearancePage final : public SettingsForm
{
    Q_OBJECT

public:
    AppearancePage(Settings& settings, QWidget* parent);

private:
    void addLanguage();
    void addColours();
    void addText();
    void addPace();
    /// A row with a choice of \a field, one of the text's look or of the pace of the screen.
    template <typename Part, typename Value>
    void addChoice(const QString& label, Value Part::* field, Part (Settings::*get)() const, void (Settings::*set)(const Part&),
        void (Settings::*changed)(), const QList<std::pair<QString, Value>>& choices);

    Settings& m_settings;
};

QList<std::pair<QString, QString>> fontFamilies(const QString& system)
{
    QList<std::pair<QString, QString>> families {{system, QString()}};
    const QStringList all = QFontDatabase::families();
    for (const QString& family : all) {
        if (!QFontDatabase::isPrivateFamily(family))
            families.append({family, family});
    }
    return families;
}

QList<std::pair<QString, Millis>> intervals(const QList<Millis>& values, const QString& none)
{
    QList<std::pair<QString, Millis>> named;
    for (const Millis value : values)
        named.append({value == Millis(0) ? none : AppearancePage::tr("%1 ms").arg(value.count()), value});
    return named;
}

AppearancePage::AppearancePage(Settings& settings, QWidget* parent)
    : SettingsForm(tr("Appearance"), parent)
    , m_settings(settings)
{
    addLanguage();
    addColours();
    addText();
    addPace();
    addDesktopSection(*this, settings);
    addEnd();
}

// Each language calls itself by its own name: whoever is in a wrong one finds the way out.
void AppearancePage::addLanguage()
{
    ComboBox* language =
        makeChoice(tr("Language"), {{tr("System"), QString()}, {u"English"_s, u"en"_s}, {u"简体中文"_s, u"zh_CN"_s}}, this);
    language->setObjectName(u"language"_s); // of MainWindow::takeOver()
    const auto show = [this, language] { language->setCurrentIndex(language->findData(m_settings.language())); };
    show();
    connect(&m_settings, &Settings::languageChanged, language, show);
    connect(
        language, &QComboBox::activated, this, [this, language] { m_settings.setLanguage(language->currentData().toString()); });
    addRow(tr("Language"), language);
}

void AppearancePage::addColours()
{
    ComboBox* scheme = makeChoice(tr("Colours"),
        {{tr("As the system"), int(ColorScheme::System)}, {tr("Light"), int(ColorScheme::Light)},
            {tr("Dark"), int(ColorScheme::Dark)}},
        this);
    const auto show = [this, scheme] { scheme->setCurrentIndex(scheme->findData(int(m_settings.colorScheme()))); };
    show();
    connect(&m_settings, &Settings::colorSchemeChanged, scheme, show);
    connect(scheme, &QComboBox::activated, this,
        [this, scheme] { m_settings.setColorScheme(ColorScheme(scheme->currentData().toInt())); });
    addRow(tr("Colours"), scheme);
}

void AppearancePage::addText()
{
    addSection(tr("Text"));
    addChoice(tr("Font"), &TextLook::family, &Settings::textLook, &Settings::setTextLook, &Settings::textLookChanged,
        fontFamilies(tr("System")));
    auto* size = new NumberField(
        tr("Font size"), {.lowest = TextLook::SmallestSize, .highest = TextLook::LargestSize, .unit = tr("px")}, this);
    const auto show = [this, size] { size->setValue(m_settings.textLook().size); };
    show();
    connect(&m_settings, &Settings::textLookChanged, size, show);
    connect(size, &NumberField::typed, this, [this](int value) {
        TextLook look = m_settings.textLook();
        look.size = value;
        m_settings.setTextLook(look);
    });
    addRow(tr("Font size"), size);
    addChoice<TextLook, Density>(tr("Density"), &TextLook::density, &Settings::textLook, &Settings::setTextLook,
        &Settings::textLookChanged, {{tr("Comfortable"), Density::Comfortable}, {tr("Compact"), Density::Compact}});
}

void AppearancePage::addPace()
{
    addSection(tr("Motion"));
    addChoice(tr("Repaint interval"), &ScreenPace::repaintInterval, &Settings::screenPace, &Settings::setScreenPace,
        &Settings::screenPaceChanged, intervals(ScreenPace::repaintIntervals(), {}));
    addChoice(tr("Scroll throttle"), &ScreenPace::scrollInterval, &Settings::screenPace, &Settings::setScreenPace,
        &Settings::screenPaceChanged, intervals(ScreenPace::scrollIntervals(), tr("Off")));
    addChoice<ScreenPace, ReducedMotion>(tr("Reduce motion"), &ScreenPace::reducedMotion, &Settings::screenPace,
        &Settings::setScreenPace, &Settings::screenPaceChanged,
        {{tr("As the system"), ReducedMotion::System}, {tr("On"), ReducedMotion::On}, {tr("Off"), ReducedMotion::Off}});
    addNote(tr("A growing answer is painted at most once in a repaint interval; a longer one costs less power. Answers that run "
               "now take it at once."));
}

template <typename Part, typename Value>
void AppearancePage::addChoice(const QString& label, Value Part::* field, Part (Settings::*get)() const,
    void (Settings::*set)(const Part&), void (Settings::*changed)(), const QList<std::pair<QString, Value>>& choices)
{
    QList<std::pair<QString, QVariant>> rows;
    for (int i = 0; i < choices.size(); ++i)
        rows.append({choices.at(i).first, i});
    ComboBox* box = makeChoice(label, rows, this);
    // Not `this` in these: g++ 12 with sanitizers takes something else for it, in a lambda of a template.
    const auto show = [&settings = m_settings, box, choices, field, get] {
        int row = -1;
        for (int i = 0; i < choices.size(); ++i)
            row = choices.at(i).second == (settings.*get)().*field ? i : row;
        box->setCurrentIndex(row);
    };
    show();
    connect(&m_settings, changed, box, show);
    connect(box, &QComboBox::activated, this, [&settings = m_settings, choices, field, get, set](int row) {
        Part part = (settings.*get)();
        part.*field = choices.at(row).second;
        (settings.*set)(part);
    });
    addRow(label, box);
}

}

QWidget* makeAppearancePage(const SettingsServices& services, QWidget* parent)
{
    return new AppearancePage(services.settings, parent);
}

}

#include "appearancepage.moc"

// What Settings holds beside the endpoints: one pair of functions a value.

#include "core/engine/settingsprivate.h"
#include "core/engine/strategytext.h"
#include "core/flow/slotpool.h"

#include <QFileInfo>

namespace sluice {

using namespace Qt::StringLiterals;

bool Settings::mayPayAgain() const
{
    return d->file.value("resume/may_pay_again"_L1, false).toBool();
}

void Settings::setMayPayAgain(bool may)
{
    if (may == mayPayAgain())
        return;
    d->write(u"resume/may_pay_again"_s, may);
    Q_EMIT mayPayAgainChanged();
}

StrategyOptions Settings::strategy() const
{
    return readStrategy(d->file);
}

void Settings::setStrategy(const StrategyOptions& options)
{
    if (options == strategy())
        return;
    writeStrategy(d->file, options);
    d->sync();
    Q_EMIT strategyChanged();
}

PatienceSettings Settings::patience() const
{
    return PatienceSettings::read(d->file);
}

void Settings::setPatience(const PatienceSettings& patience)
{
    if (patience == this->patience())
        return;
    patience.write(d->file);
    d->sync();
    Q_EMIT patienceChanged();
}

ProxyChoice Settings::proxy() const
{
    return ProxyChoice::fromText(d->file.value("proxy"_L1).toString()).value_or(ProxyChoice());
}

void Settings::setProxy(const ProxyChoice& proxy)
{
    if (proxy == this->proxy())
        return;
    d->write(u"proxy"_s, proxy.toText());
    Q_EMIT proxyChanged();
}

ColorScheme Settings::colorScheme() const
{
    const QString name = d->file.value("color_scheme"_L1).toString();
    if (name == "light"_L1)
        return ColorScheme::Light;
    return name == "dark"_L1 ? ColorScheme::Dark : ColorScheme::System;
}

void Settings::setColorScheme(ColorScheme scheme)
{
    if (scheme == colorScheme())
        return;
    constexpr auto nameOf = [](ColorScheme value) {
        if (value == ColorScheme::Light)
            return "light"_L1;
        return value == ColorScheme::Dark ? "dark"_L1 : "system"_L1;
    };
    d->write(u"color_scheme"_s, QString(nameOf(scheme)));
    Q_EMIT colorSchemeChanged();
}

QString Settings::language() const
{
    return d->file.value("language"_L1).toString();
}

void Settings::setLanguage(const QString& language)
{
    if (language == this->language())
        return;
    d->write(u"language"_s, language);
    Q_EMIT languageChanged();
}

TextLook Settings::textLook() const
{
    return TextLook::read(d->file);
}

void Settings::setTextLook(const TextLook& look)
{
    if (look == textLook())
        return;
    look.write(d->file);
    d->sync();
    Q_EMIT textLookChanged();
}

ScreenPace Settings::screenPace() const
{
    return ScreenPace::read(d->file);
}

void Settings::setScreenPace(const ScreenPace& pace)
{
    if (pace == screenPace())
        return;
    pace.write(d->file);
    d->sync();
    Q_EMIT screenPaceChanged();
}

DesktopChoice Settings::desktopChoice() const
{
    return DesktopChoice::read(d->file);
}

void Settings::setDesktopChoice(const DesktopChoice& choice)
{
    if (choice == desktopChoice())
        return;
    choice.write(d->file);
    d->sync();
    Q_EMIT desktopChoiceChanged();
}

QString Settings::shownConversation() const
{
    return d->file.value("shown_conversation"_L1).toString();
}

void Settings::setShownConversation(const QString& id)
{
    d->write(u"shown_conversation"_s, id);
}

CacheSettings Settings::cacheSettings() const
{
    return CacheSettings::read(d->file);
}

void Settings::setCacheSettings(const CacheSettings& settings)
{
    if (settings == cacheSettings())
        return;
    settings.write(d->file);
    d->sync();
    Q_EMIT cacheSettingsChanged();
}

int Settings::maxStreams() const
{
    const int max = d->file.value("max_streams"_L1).toInt(); // 0 when it is missing or no number
    return max >= 1 && max <= MostStreams ? max : SlotPoolOptions().max;
}

void Settings::setMaxStreams(int max)
{
    if (max == maxStreams())
        return;
    d->write(u"max_streams"_s, max);
    Q_EMIT maxStreamsChanged();
}

MetricsExport Settings::metricsExport() const
{
    return MetricsExport::read(d->file);
}

void Settings::setMetricsExport(const MetricsExport& wanted)
{
    if (wanted == metricsExport())
        return;
    wanted.write(d->file);
    d->sync();
    Q_EMIT metricsExportChanged();
}

bool Settings::isPanelShown() const
{
    return d->file.value("performance_panel"_L1, false).toBool();
}

void Settings::setPanelShown(bool isShown)
{
    d->write(u"performance_panel"_s, isShown);
}

QByteArray Settings::windowState() const
{
    return d->file.value("window_state"_L1).toByteArray();
}

void Settings::setWindowState(const QByteArray& state)
{
    d->write(u"window_state"_s, state);
}

QByteArray Settings::windowGeometry() const
{
    return d->file.value("window_geometry"_L1).toByteArray();
}

void Settings::setWindowGeometry(const QByteArray& geometry)
{
    d->write(u"window_geometry"_s, geometry);
}

std::optional<QString> Settings::shortcut(QStringView id) const
{
    const QVariant stored = d->file.value("shortcuts/"_L1 + id.toString());
    return stored.isValid() ? std::optional(stored.toString()) : std::nullopt;
}

void Settings::setShortcut(QStringView id, const std::optional<QString>& keys)
{
    if (keys == shortcut(id))
        return;
    if (keys) {
        d->write("shortcuts/"_L1 + id.toString(), *keys);
    } else {
        d->file.remove("shortcuts/"_L1 + id.toString());
        d->sync();
    }
    Q_EMIT shortcutsChanged();
}

QString Settings::settingsPage() const
{
    return d->file.value("settings_page"_L1).toString();
}

void Settings::setSettingsPage(const QString& page)
{
    d->write(u"settings_page"_s, page);
}

QByteArray Settings::labState(QStringView name) const
{
    return d->file.value("lab/"_L1 + name.toString()).toByteArray();
}

void Settings::setLabState(QStringView name, const QByteArray& state)
{
    d->write("lab/"_L1 + name.toString(), state);
}

QString Settings::dataDirectory() const
{
    return QFileInfo(d->file.fileName()).absolutePath();
}

}

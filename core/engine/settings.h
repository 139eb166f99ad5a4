#pragma once

#include "core/chat/endpoint.h"
#include "core/chat/endpointabilities.h"
#include "core/engine/cachesettings.h"
#include "core/engine/desktopchoice.h"
#include "core/engine/metricsexport.h"
#include "core/engine/patiencesettings.h"
#include "core/engine/screenpace.h"
#include "core/engine/textlook.h"
#include "core/flow/bufferstrategy.h"

#include <QList>
#include <QObject>
#include <QString>

#include <optional>

namespace sluice {

enum class ColorScheme { System, Light, Dark };

/// What the user chose, in one INI file of the data directory; no keys in it. Consumer's thread. Changes are written at once and
/// announced; what cannot be written is tried again until it is, at the end, too.
class Settings final : public QObject
{
    Q_OBJECT

public:
    /// \a dataDirectory is made when it is missing.
    explicit Settings(const QString& dataDirectory, QObject* parent = nullptr);
    ~Settings() override;

    /// Stored endpoints and those added for this run, in the order on screen.
    QList<Endpoint> endpoints() const;
    std::optional<Endpoint> endpoint(QStringView id) const;

    /// Adds, or replaces the one with the same id.
    void saveEndpoint(const Endpoint& endpoint);
    void removeEndpoint(QStringView id);
    /// Adds or replaces an endpoint that is not written to disk: the demo, `--endpoint`.
    void addTransientEndpoint(const Endpoint& endpoint);
    bool isTransient(QStringView id) const;

    /// What is remembered about an endpoint as it is; see EndpointAbilities. Written to disk where the endpoint is.
    EndpointAbilities abilities(const Endpoint& endpoint) const;
    void setAbilities(const Endpoint& endpoint, const EndpointAbilities& abilities);

    /// Whether a broken answer may go on with a new request that is paid again; see ResumeOptions.
    bool mayPayAgain() const;
    void setMayPayAgain(bool may);

    QString selectedEndpoint() const; ///< id; empty = the first
    void setSelectedEndpoint(const QString& id);
    QString selectedModel(QStringView endpointId) const;
    void setSelectedModel(QStringView endpointId, const QString& model);

    StrategyOptions strategy() const;
    void setStrategy(const StrategyOptions& options);
    PatienceSettings patience() const;
    void setPatience(const PatienceSettings& patience);
    ProxyChoice proxy() const; ///< of endpoints without one of their own
    void setProxy(const ProxyChoice& proxy);

    ColorScheme colorScheme() const;
    void setColorScheme(ColorScheme scheme);

    /// Of the window, as in a catalogue's name ("en", "zh_CN"); empty = the system's.
    QString language() const;
    void setLanguage(const QString& language);

    TextLook textLook() const;
    void setTextLook(const TextLook& look);
    ScreenPace screenPace() const;
    void setScreenPace(const ScreenPace& pace);
    DesktopChoice desktopChoice() const;
    void setDesktopChoice(const DesktopChoice& choice);

    QString shownConversation() const; ///< id; empty = none
    void setShownConversation(const QString& id);
    CacheSettings cacheSettings() const;
    void setCacheSettings(const CacheSettings& settings); ///< within their bounds

    static constexpr int MostStreams = 100;
    int maxStreams() const; ///< that may run at once; 1 to MostStreams
    void setMaxStreams(int max);

    MetricsExport metricsExport() const;
    void setMetricsExport(const MetricsExport& wanted);

    /// Keys that replace an action's own, as QKeySequence::PortableText; empty = the action has none.
    std::optional<QString> shortcut(QStringView id) const;
    void setShortcut(QStringView id, const std::optional<QString>& keys);

    bool isPanelShown() const; ///< the performance panel
    void setPanelShown(bool isShown);

    QByteArray windowGeometry() const;
    void setWindowGeometry(const QByteArray& geometry);
    QByteArray windowState() const; ///< of its docks
    void setWindowState(const QByteArray& state);
    QString settingsPage() const; ///< the name of the page of the dialog that was open last
    void setSettingsPage(const QString& page);
    /// What the Lab's window and pages keep from one run to the next, each under a \a name of its own; empty = nothing.
    QByteArray labState(QStringView name) const;
    void setLabState(QStringView name, const QByteArray& state);
    QString dataDirectory() const;

Q_SIGNALS:
    void endpointsChanged();
    void abilitiesChanged(const sluice::Endpoint& endpoint);
    void mayPayAgainChanged();
    void strategyChanged();
    void patienceChanged();
    void proxyChanged();
    void colorSchemeChanged();
    void languageChanged();
    void textLookChanged();
    void screenPaceChanged();
    void desktopChoiceChanged();
    void cacheSettingsChanged();
    void maxStreamsChanged();
    void metricsExportChanged();
    void shortcutsChanged();

private:
    struct Private;
    std::unique_ptr<Private> d;
};

}

#pragma once

#include "core/base/error.h"
#include "core/engine/chatsession.h"
#include "core/engine/settings.h"

#include <QObject>
#include <QPointer>
#include <QStringList>

#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace sluice {

class Keyring;

/// The id of the endpoint that is the built-in demo.
inline constexpr QStringView DemoEndpointId = u"demo";
/// The id of the endpoint that the command line names.
inline constexpr QStringView CommandLineEndpointId = u"command-line";
/// What the ids of endpoints begin with that play a recording.
inline constexpr QStringView RecordingEndpointPrefix = u"recording-";

/// Which endpoint and model the next message goes to: the chosen endpoint with its key, and the models it offers. GUI thread.
class EndpointChoice final : public QObject
{
    Q_OBJECT

public:
    /// All three must outlive this.
    EndpointChoice(ChatEngine& engine, Settings& settings, Keyring& keyring, QObject* parent = nullptr);
    /// No list of models is asked for until release(): a window that starts has better things to do.
    void hold() { m_isHeld = true; }
    void release();
    ~EndpointChoice() override;

    /// Nothing while no endpoint is configured.
    std::optional<Endpoint> endpoint() const { return m_endpoint; }
    bool isDemo() const { return m_endpoint && m_endpoint->id == DemoEndpointId; }
    /// What the user chose, else the endpoint's default, else the first it offers; may be empty.
    QString model() const;
    QStringList models() const { return m_models; }
    /// Why there is no list of models.
    std::optional<Error> modelsError() const { return m_modelsError; }

    /// What the user chooses; it is the default of new conversations from then on.
    void select(const QString& endpointId);
    void setModel(const QString& model);
    /// What a conversation was used with, until something else is chosen or recalled. The default again when \a endpointId is
    /// empty or not configured any more. An endpoint of the command line stays, since
    /// this run was started for it; but what plays a recording must not ask anybody else.
    void recall(const QString& endpointId, const QString& model);
    /// Reads the key anew and asks for the models again.
    void refresh();

    /// Calls \a done once the key is known: at once, unless the keyring still has to answer. Never when there is no endpoint or
    /// when \a context is destroyed before.
    void withTarget(QObject* context, std::function<void(const SessionTarget&)> done);

Q_SIGNALS:
    /// The endpoint, the model, the list of models or the error is another one.
    void changed();

private:
    struct Waiting
    {
        QPointer<QObject> context;
        std::function<void(const SessionTarget&)> done;
    };

    void takeSelection();
    void takeKey(const QByteArray& key);
    void askForModels();
    SessionTarget target() const;

    ChatEngine& m_engine;
    Settings& m_settings;
    Keyring& m_keyring;
    QString m_recalledId; ///< empty = the settings' choice counts
    QString m_recalledModel;
    std::optional<Endpoint> m_endpoint;
    std::optional<QByteArray> m_key;
    QStringList m_models;
    std::optional<Error> m_modelsError;
    std::vector<Waiting> m_waiting;
    bool m_isHeld = false;
    std::unique_ptr<QObject> m_job; // context of the questions under way: a late answer dies with it
};

}

#pragma once

#include <QString>

namespace sluice {

enum class Ability { Unknown, Yes, No };

/// What a server does with a request whose last turn is the beginning of the answer.
enum class PrefillAbility { Unknown, Continues, Echoes, Refuses };

/// What an endpoint can do when an answer breaks off, as far as we have seen. Learnt on the way, without questions of its own:
/// from the list of models, from the heads of answers, and from what was refused. Remembered per endpoint. A value.
struct EndpointAbilities
{
    Ability eventIds = Ability::Unknown; ///< replays after Last-Event-ID (the gateway)
    Ability streamOffset = Ability::Unknown; ///< replays from a body byte (llama.cpp)
    Ability background = Ability::Unknown; ///< generates on without us, and replays by sequence number (Responses API)
    Ability stopCall = Ability::Unknown; ///< the last call that stops an answer was confirmed
    PrefillAbility prefill = PrefillAbility::Unknown; ///< of prefillModel
    QString prefillModel {}; ///< it is a matter of the model behind it

    /// For \a model.
    PrefillAbility prefillOf(QStringView model) const { return model == prefillModel ? prefill : PrefillAbility::Unknown; }
    void setPrefill(const QString& model, PrefillAbility ability)
    {
        prefillModel = model;
        prefill = ability;
    }

    bool operator==(const EndpointAbilities&) const = default;
};

/// \a base, with what \a learnt knows in place of what was believed before.
EndpointAbilities merged(const EndpointAbilities& base, const EndpointAbilities& learnt);

// The stable names on disk: "yes", "no", empty; "continues", "echoes", "refuses", empty. What is not known is Unknown.
QString abilityName(Ability ability);
Ability abilityFromName(QStringView name);
QString prefillAbilityName(PrefillAbility ability);
PrefillAbility prefillAbilityFromName(QStringView name);

}

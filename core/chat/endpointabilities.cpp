#include "core/chat/endpointabilities.h"

namespace sluice {

using namespace Qt::StringLiterals;

namespace {

Ability newer(Ability base, Ability learnt)
{
    return learnt == Ability::Unknown ? base : learnt;
}

}

EndpointAbilities merged(const EndpointAbilities& base, const EndpointAbilities& learnt)
{
    EndpointAbilities both = base;
    both.eventIds = newer(base.eventIds, learnt.eventIds);
    both.streamOffset = newer(base.streamOffset, learnt.streamOffset);
    both.background = newer(base.background, learnt.background);
    both.stopCall = newer(base.stopCall, learnt.stopCall);
    if (learnt.prefill != PrefillAbility::Unknown)
        both.setPrefill(learnt.prefillModel, learnt.prefill);
    return both;
}

QString abilityName(Ability ability)
{
    switch (ability) {
    case Ability::Unknown:
        return {};
    case Ability::Yes:
        return u"yes"_s;
    case Ability::No:
        return u"no"_s;
    }
    Q_UNREACHABLE();
}

Ability abilityFromName(QStringView name)
{
    if (name == u"yes")
        return Ability::Yes;
    return name == u"no" ? Ability::No : Ability::Unknown;
}

QString prefillAbilityName(PrefillAbility ability)
{
    switch (ability) {
    case PrefillAbility::Unknown:
        return {};
    case PrefillAbility::Continues:
        return u"continues"_s;
    case PrefillAbility::Echoes:
        return u"echoes"_s;
    case PrefillAbility::Refuses:
        return u"refuses"_s;
    }
    Q_UNREACHABLE();
}

PrefillAbility prefillAbilityFromName(QStringView name)
{
    for (const PrefillAbility ability : {PrefillAbility::Continues, PrefillAbility::Echoes, PrefillAbility::Refuses}) {
        if (name == prefillAbilityName(ability))
            return ability;
    }
    return PrefillAbility::Unknown;
}

}

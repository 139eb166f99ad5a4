#include "ui/settings/abilitywords.h"

#include "core/base/joinedwords.h"
#include "core/chat/endpointabilities.h"

#include <QCoreApplication>
#include <QStringList>

namespace sluice {

using namespace Qt::StringLiterals;

namespace {

struct AbilityWords
{
    Q_DECLARE_TR_FUNCTIONS(AbilityWords)
};

/// What the server replays, exactly; the word for each is the one its makers use.
QStringList replays(const EndpointAbilities& abilities)
{
    QStringList means;
    if (abilities.eventIds == Ability::Yes)
        means << AbilityWords::tr("Last-Event-ID");
    if (abilities.streamOffset == Ability::Yes)
        means << AbilityWords::tr("stream offset");
    if (abilities.background == Ability::Yes)
        means << AbilityWords::tr("background response");
    return means;
}

bool isNothingKnown(const EndpointAbilities& abilities)
{
    return abilities.eventIds == Ability::Unknown && abilities.streamOffset == Ability::Unknown
        && abilities.background == Ability::Unknown && abilities.prefill == PrefillAbility::Unknown;
}

}

QString resumeSentence(const EndpointAbilities& abilities)
{
    if (isNothingKnown(abilities))
        return AbilityWords::tr("How a broken-off answer goes on here shows with the first answers.");
    QStringList ways;
    if (const QStringList means = replays(abilities); !means.isEmpty())
        ways << AbilityWords::tr("the server replays it (%1)").arg(listed(means));
    switch (abilities.prefill) {
    case PrefillAbility::Continues:
    case PrefillAbility::Echoes:
        ways << AbilityWords::tr("the model continues it (paid again)");
        break;
    case PrefillAbility::Refuses:
        ways << AbilityWords::tr("the model is asked to go on (paid again)");
        break;
    case PrefillAbility::Unknown:
        if (ways.isEmpty())
            ways << AbilityWords::tr("it is asked for again (paid again)");
        break;
    }
    return AbilityWords::tr("If an answer breaks off, %1.").arg(ways.join(AbilityWords::tr(", or ")));
}

}

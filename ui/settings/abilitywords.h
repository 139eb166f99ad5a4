#pragma once

#include <QString>

namespace sluice {

struct EndpointAbilities;

/// One sentence for people: how an answer that breaks off goes on at an endpoint that can do \a abilities, as far as is known.
QString resumeSentence(const EndpointAbilities& abilities);

}

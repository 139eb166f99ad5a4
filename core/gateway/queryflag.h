#pragma once

#include "core/gateway/requesttarget.h"

#include <QString>

#include <expected>

namespace sluice {

/// The parameter \a name as a yes or no, in the words that web frameworks take: true, false, 1, 0, yes, no, on, off and their
/// first letters, in any case. \a otherwise when it is not given; a sentence when it is something else.
std::expected<bool, QString> queryFlag(const QueryParameters& query, QByteArrayView name, bool otherwise);

}

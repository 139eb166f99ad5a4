#pragma once

#include "core/faults/fault.h"

#include <QStringView>

#include <expected>

namespace sluice {

/// One fault from its words, "cut:100,rst"; or one sentence about what cannot be used. Pure.
std::expected<Fault, QString> parseFault(QStringView words);

}

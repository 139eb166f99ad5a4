#include "app/comparison.h"

#include <algorithm>

namespace sluice {

namespace {

QList<Comparison>& registry()
{
    static QList<Comparison> all; // made on first use: registrations run in no particular order
    return all;
}

}

QList<Comparison> comparisons()
{
    QList<Comparison> all = registry();
    std::sort(all.begin(), all.end(), [](const Comparison& a, const Comparison& b) { return a.name < b.name; });
    return all;
}

ComparisonRegistration::ComparisonRegistration(Comparison comparison)
{
    registry().append(std::move(comparison));
}

}
